import { beforeMonths, commonWords, months } from './common-words.ts';

/** Where somebody’s name stands in a text: `from` and `to` are offsets in it, a possessive’s end left out. */
export type NameHit = { from: number; to: number; found: string; initials: string };

/** Most names of one list. */
export const mostNames = 3000;

type Token = { from: number; to: number; key: string; isPossessive: boolean };

const word = /\p{L}[\p{L}\p{M}]*(?:['’ʼ][\p{L}\p{M}]+)*/gu;
/** What may stand between the words of one name; Markdown’s marks among it. */
const withinName = /^(?:[ \t\u00a0*_]{1,4}|\n|[ ]?[-‐‑–][ ]?)$/u;
/** Parts of names that are nobody’s by themselves. */
const particles = new Set(
  'de da do das dos du di del della der den la las le les el al bin bint ibn ben ter ten van von vom zu zum y e mr mrs ms mx miss dr prof jr sr ii iii coach teacher principal'.split(
    ' ',
  ),
);

/** The names of a typed list: one a line, or with commas or semicolons between them; numbers and bullets are left out. */
export function readNames(list: string): string[] {
  const names = list
    .split(/[\n\r,;\t]+/u)
    .map((name) => name.replace(/^[^\p{L}]+|[^\p{L}\p{M}.'’]+$/gu, '').trim())
    .filter((name) => tokensOf(name).some(({ key }) => key.length >= 2));
  return [...new Set(names)].slice(0, mostNames);
}

/**
 * Where these names stand in a text, in order and apart from each other. Whole words alone, whatever the case and the
 * accents; a full name, or any part of it; with a possessive (“Maya’s”) or within a hyphen (“Maya-Lynn”). A part that is a
 * word too (“Will”, “Grace”) counts where it has a capital within a sentence. It takes time in proportion to the text.
 */
export function scanNames(text: string, names: readonly string[]): NameHit[] {
  const index = indexOf(names);
  const tokens = tokensOf(text);
  const hits: NameHit[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    const whole = (index.full.get(token.key) ?? []).find((name) => isAt(text, tokens, at, name));
    if (!whole && !(index.single.has(token.key) && isName(text, tokens, at))) continue;
    const last = tokens[at + (whole?.length ?? 1) - 1]!;
    const found = text.slice(token.from, last.to);
    hits.push({ from: token.from, to: last.to, found, initials: initialsOf(found) });
    at += (whole?.length ?? 1) - 1;
  }
  return hits;
}

/**
 * Whether a hit names the author of something read rather than a person here: a year follows, or it stands in a footnote.
 * Whoever looks for a student called Smith should not lose “Smith (2020)” by the way.
 */
export function isCited(text: string, { from, to }: Pick<NameHit, 'from' | 'to'>): boolean {
  const line = text.slice(text.lastIndexOf('\n', from - 1) + 1, from);
  return (
    /^\[\^[^\]]{1,60}\]:/u.test(line) || /^(?:['’]s)?[ ,]{0,2}\(?(?:1[89]|20)\d\d\b/u.test(text.slice(to, to + 12))
  );
}

/** The text with each of these places as `instead` says; the places are of this very text, in order. */
export function replaceHits(
  text: string,
  hits: readonly NameHit[],
  instead: (hit: NameHit) => string = ({ initials }) => initials,
): string {
  let done = '';
  let from = 0;
  for (const hit of hits) {
    const next = instead(hit);
    // The full stop of the last initial ends the sentence as well.
    const isDouble = next.endsWith('.') && text[hit.to] === '.';
    done += text.slice(from, hit.from) + (isDouble ? next.slice(0, -1) : next);
    from = hit.to;
  }
  return done + text.slice(from);
}

/** “Maya Okafor” → “M. O.”, “Anne-Marie” → “A.-M.” */
export function initialsOf(name: string): string {
  return name
    .split(/[\s\u00a0*_]+/u)
    .map((part) =>
      part
        .split(/[-‐‑–]/u)
        .flatMap((piece) => /\p{L}\p{M}*/u.exec(piece)?.[0] ?? [])
        .map((letter) => `${letter.toLocaleUpperCase('en')}.`)
        .join('-'),
    )
    .filter(Boolean)
    .join(' ');
}

/** The words of a text as they are compared: without case, accents and apostrophes. */
function tokensOf(text: string): Token[] {
  return [...text.matchAll(word)].flatMap((match) => {
    const [whole] = match;
    const possessive = /['’ʼ]s$/iu.exec(whole)?.[0].length ?? 0;
    const base = whole.slice(0, whole.length - possessive);
    return { from: match.index, to: match.index + base.length, key: fold(base), isPossessive: possessive > 0 };
  });
}

const letters: Record<string, string> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', æ: 'ae', œ: 'oe', þ: 'th', ı: 'i' };

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}'’ʼ]/gu, '')
    .replace(/[ßøłđðæœþı]/gu, (letter) => letters[letter] ?? letter);
}

type Index = {
  /** Names of two words or more by their first, the longest first. */
  full: Map<string, string[][]>;
  single: Set<string>;
};

const remembered: { names: readonly string[]; index: Index }[] = [];

/** The last list is remembered: it is looked for in one text after another. */
function indexOf(names: readonly string[]): Index {
  const [last] = remembered;
  if (last?.names === names) return last.index;
  const full = new Map<string, string[][]>();
  const single = new Set<string>();
  for (const name of names) {
    const keys = tokensOf(name).map(({ key }) => key);
    const [first] = keys;
    if (first !== undefined && keys.length > 1) full.set(first, [...(full.get(first) ?? []), keys]);
    for (const key of keys) if (key.length >= 2 && (keys.length === 1 || !particles.has(key))) single.add(key);
  }
  for (const sequences of full.values()) sequences.sort((a, b) => b.length - a.length);
  const index = { full, single };
  remembered[0] = { names, index };
  return index;
}

function isAt(text: string, tokens: readonly Token[], at: number, name: readonly string[]): boolean {
  return name.every((key, offset) => {
    const token = tokens[at + offset];
    if (token?.key !== key) return false;
    const before = offset === 0 ? undefined : tokens[at + offset - 1];
    return !before || (!before.isPossessive && withinName.test(text.slice(before.to, token.from)));
  });
}

/** Whether a word that is a name by itself is meant as one. */
function isName(text: string, tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]!;
  if (!commonWords.has(token.key)) return true;
  const [first = '', ...rest] = text.slice(token.from, token.to);
  const hasCapital = first !== first.toLowerCase() && rest.every((letter) => letter === letter.toLowerCase());
  if (!hasCapital) return false;
  if (token.isPossessive) return true;
  if (isSentenceStart(text.slice(Math.max(0, token.from - 20), token.from))) return false;
  return !(months.has(token.key) && isTime(text, tokens, at));
}

/** “in May”, “5 April”, “June 2026”. */
function isTime(text: string, tokens: readonly Token[], at: number): boolean {
  const { from, to } = tokens[at]!;
  const before = tokens[at - 1];
  return (
    (before !== undefined && beforeMonths.has(before.key) && text.slice(before.to, from).trim() === '') ||
    /\d(?:st|nd|rd|th)?\s$/u.test(text.slice(Math.max(0, from - 6), from)) ||
    /^\s\d/u.test(text.slice(to, to + 2))
  );
}

/** Whether nothing but marks stands between here and the end of the sentence before, or the beginning of a line. */
function isSentenceStart(before: string): boolean {
  return /(?:^|[.!?…:]|\n)[\s"'“”‘’«»()[\]*_#>•\-–—]*(?:\d{1,3}[.)]\s+)?$/u.test(before);
}
