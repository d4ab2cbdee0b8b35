import { z } from 'zod';

/** Words as they are compared and kept: one space between them, none around, nothing that no address could hold. */
const words = /^[^\s\p{Cc}\p{Surrogate}]+(?: [^\s\p{Cc}\p{Surrogate}]+)*$/u;

/** Most characters of a quote, and of the words around it that tell it from others like it. */
export const longestQuote = 500;
export const longestContext = 100;

/** Words of a text, as in a TextQuoteSelector of the W3C’s Web Annotation Data Model, 4.2.4. */
export const Quoted = z.strictObject({
  exact: z.string().min(1).max(longestQuote).regex(words),
  /** What stands before and after. */
  prefix: z.string().min(1).max(longestContext).regex(words).optional(),
  suffix: z.string().min(1).max(longestContext).regex(words).optional(),
});
export type Quoted = z.output<typeof Quoted>;

/** Text on one line, with single spaces. */
export function evenSpaces(text: string): string {
  return text
    .replace(/[\p{Surrogate}\u00ad\u200b-\u200d\u2060\ufeff]/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** A quote out of a text: the words from `start` to `end` with those around them; `undefined` for none or too many. */
export function quoteFrom(text: string, start: number, end: number): Quoted | undefined {
  const exact = evenSpaces(text.slice(start, end));
  if (exact === '' || exact.length > longestQuote) return undefined;
  const prefix = evenSpaces(wordsAtEnd(evenSpaces(text.slice(Math.max(0, start - 200), start))));
  const suffix = evenSpaces(wordsAtStart(evenSpaces(text.slice(end, end + 200))));
  return { exact, ...(prefix && { prefix }), ...(suffix && { suffix }) };
}

/** About forty characters of context are enough to tell two places apart. */
const context = 40;

function wordsAtEnd(text: string): string {
  return text.length <= context ? text : text.slice(-context).replace(/^\S*\s/u, '');
}

function wordsAtStart(text: string): string {
  return text.length <= context ? text : text.slice(0, context).replace(/\s\S*$/u, '');
}

/**
 * What a person typed for a quote: the words alone, with or without marks around them, or "before | words | after" where
 * the words stand there more than once.
 */
export function readQuote(typed: string): Partial<Quoted> {
  const parts = partsOf(typed);
  if (parts.length !== 3) return { exact: evenSpaces(typed.replace(/^“([^“”]+)”$/u, '$1')) };
  const [prefix = '', exact = '', suffix = ''] = parts.map(evenSpaces);
  return { exact, ...(prefix && { prefix }), ...(suffix && { suffix }) };
}

/** The inverse of `readQuote`. */
export function typeQuote({ exact, prefix, suffix }: Quoted): string {
  const isPlain = partsOf(exact).length !== 3 && !/^“[^“”]+”$/u.test(exact);
  if (prefix === undefined && suffix === undefined && isPlain) return exact;
  return [prefix ?? '', exact, suffix ?? '']
    .map((part) => part.replace(/[\\|]/gu, '\\$&'))
    .join(' | ')
    .trim();
}

function partsOf(typed: string): string[] {
  const parts = [''];
  for (const [piece] of typed.matchAll(/\\[\\|]|[^]/gu)) {
    if (piece === '|') parts.push('');
    else parts[parts.length - 1] += piece.length === 2 && piece.startsWith('\\') ? piece.slice(1) : piece;
  }
  return parts;
}

/** “We agreed on … of grade four”: the words, or where they begin and end. */
export function formatQuote({ exact }: Pick<Quoted, 'exact'>): string {
  if (exact.length <= 80) return `“${exact}”`;
  return `“${exact.slice(0, 50).replace(/\s\S*$/u, '')} … ${exact.slice(-25).replace(/^\S*\s/u, '')}”`;
}

/**
 * Where a quote stands in a text, as offsets into it. What is set differently is the same words: white space, hyphens at the
 * end of a line, ligatures, straight and curly quotes, capitals, the marks of Markdown. Of several places the one whose
 * surroundings fit best; `undefined` where the words are not there.
 */
export function findQuote(text: string, quote: Quoted): { start: number; end: number } | undefined {
  const { letters, offsets } = squeeze(text);
  const wanted = squeeze(quote.exact).letters;
  if (wanted === '') return undefined;
  const before = squeeze(quote.prefix ?? '').letters;
  const after = squeeze(quote.suffix ?? '').letters;
  let best: { at: number; fit: number } | undefined;
  for (let at = letters.indexOf(wanted); at >= 0; at = letters.indexOf(wanted, at + 1)) {
    const fit =
      sameAtEnd(letters.slice(Math.max(0, at - before.length), at), before) +
      sameAtStart(letters.slice(at + wanted.length, at + wanted.length + after.length), after);
    if (!best || fit > best.fit) best = { at, fit };
    if (fit === before.length + after.length) break;
  }
  if (!best) return undefined;
  const last = offsets[best.at + wanted.length - 1] ?? 0;
  const step = (text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1;
  return { start: offsets[best.at] ?? 0, end: last + step };
}

/** The letters of a text that are compared, alone: a quote is in it when the quote’s letters are in the text’s. */
export function quoteLetters(text: string): string {
  return squeeze(text).letters;
}

/** The letters that are compared, and the offset in the text that each came from. */
function squeeze(text: string): { letters: string; offsets: number[] } {
  const offsets: number[] = [];
  const letters: string[] = [];
  let at = 0;
  for (const char of text) {
    if (!/[\s\p{Cc}\p{Cf}*_`#|\\-]/u.test(char)) {
      const same = char
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[“”„«»]/gu, '"')
        .replace(/[‘’‚]/gu, "'")
        .replace(/[‐‑‒–—]/gu, '');
      for (const unit of same.split('')) {
        if (unit === ' ') continue;
        letters.push(unit);
        offsets.push(at);
      }
    }
    at += char.length;
  }
  return { letters: letters.join(''), offsets };
}

function sameAtEnd(text: string, wanted: string): number {
  let same = 0;
  while (same < wanted.length && same < text.length && text.at(-1 - same) === wanted.at(-1 - same)) same += 1;
  return same;
}

function sameAtStart(text: string, wanted: string): number {
  let same = 0;
  while (same < wanted.length && same < text.length && text[same] === wanted[same]) same += 1;
  return same;
}
