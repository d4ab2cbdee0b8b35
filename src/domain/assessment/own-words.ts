import { leftOut } from './shingles.ts';

/** Longest passage in quotation marks that counts as quoted, in letters: a page in quotation marks is no quotation. */
const longestQuote = 600;

/**
 * A Markdown text with what is not its author’s blotted out, letter by letter, so that places in it stay the places in the
 * text: block quotations, what stands in quotation marks, footnotes and sources, code, and web addresses.
 */
export function ownWords(markdown: string): string {
  return [blockQuotes, footnotes, inlineQuotes, addresses].reduce(
    (text, pattern) => text.replace(pattern, (quoted) => leftOut.repeat(quoted.length)),
    markdown,
  );
}

/** A line that begins with `>`, and those that go on with it until an empty line. */
const blockQuotes = /^[ \t]{0,3}>[^\n]*(?:\n(?![ \t]*\n)[^\n]+)*/gmu;
/** `[^1]: Hattie (2009). …` */
const footnotes = /^\[\^[^\]\n]+\]:[^\n]*/gmu;
const inlineQuotes = new RegExp(
  `“[^“”\\n]{1,${longestQuote}}”|"[^"\\n]{1,${longestQuote}}"|«[^«»\\n]{1,${longestQuote}}»|„[^„“”\\n]{1,${longestQuote}}[“”]`,
  'gu',
);
const addresses = /https?:\/\/[^\s)>\]]+/giu;
