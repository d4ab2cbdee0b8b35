import { blocksText, parseMarkdown } from './markdown.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
const joiner = /^['’\-‐‑]$/u;
/** A line to be filled in is no word, though UAX #29 takes it for one. */
const onlyUnderscores = /^_+$/;
/** Letters of Chinese and Japanese: where their words end is a matter of dictionaries, and those differ. */
const ideograph = /(?=\p{L})[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/gu;
/** Digits in a box, "2️⃣", which are signs. */
const keycap = /[0-9#*]\uFE0F?\u20E3/gu;

/**
 * Counts the words of what an earner wrote, in Markdown: the one count that the editor, the checklist, the submit gate and
 * the assessor share.
 *
 * Words are Unicode word segments (UAX #29); a hyphen or apostrophe between two of them joins them, as in
 * "well-being", and a web address is one word. Each Chinese or Japanese character is one, as word processors count. The
 * signs of Markdown are none, nor is the address behind a link; footnotes and sources are not counted.
 */
export function countWords(text: string): number {
  return countProse(hasMarkup(text) ? blocksText(parseMarkdown(text), { notes: false }) : text);
}

function countProse(text: string): number {
  const prose = text.replace(/\bhttps?:\/\/\S+/giu, 'address');
  return isPlain(prose) ? countPlainWords(prose) : countSegments(prose);
}

/** Whether reading the text as Markdown could make a difference to its words. It looks at each line once. */
function hasMarkup(text: string): boolean {
  return /[*_[\]\\|]|^[^\S\n]*(?:#|>|[-+]|\d{1,9}[.)])/mu.test(text);
}

/** What joins letters, or digits, as in "a.m." and "3.5": browsers differ on it, so it is settled before they are asked. */
const inner = /(?<=[\p{L}\p{M}])[.:‘](?=\p{L})|(?<=\p{N})[.,;‘](?=\p{N})/gu;

/** The count by the letter of the rule, for any script. */
export function countSegments(text: string): number {
  let count = 0;
  const rest = text
    .replace(keycap, ' ')
    .replace(inner, '_')
    .replace(ideograph, () => {
      count += 1;
      return ' ';
    });
  let previousEnd = -1;
  let joinedAt = -1;
  for (const { segment, index, isWordLike } of segmenter.segment(rest)) {
    if (isWordLike && !onlyUnderscores.test(segment)) {
      if (index !== joinedAt) count += 1;
      previousEnd = index + segment.length;
    } else if (joiner.test(segment) && index === previousEnd) {
      joinedAt = index + segment.length;
    }
  }
  return count;
}

/** English as it is typed or pasted: ASCII and typographic quotes, dashes and dots. */
function isPlain(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- ASCII is the point
  return /^[\x00-\x7f‘’“”–—…]*$/.test(text);
}

// UAX #29 rules WB5 to WB13 for the characters of `isPlain`; then our own joiners. A run of underscores alone is no word.
const plainWord =
  /[A-Za-z0-9_]+(?:(?:(?<=[A-Za-z])[.:'‘’](?=[A-Za-z])|(?<=[0-9])[.,;'‘’](?=[0-9])|(?<=[A-Za-z0-9]_*)['’-](?=_*[A-Za-z0-9]))[A-Za-z0-9_]+)*/g;

/**
 * The same count for plain text by one regular expression, some three times as fast: a page that checks a whole
 * portfolio counts many texts. `count-words.test.ts` proves that the two agree.
 */
export function countPlainWords(text: string): number {
  let count = 0;
  for (const [word] of text.matchAll(plainWord)) if (/[A-Za-z0-9]/.test(word)) count += 1;
  return count;
}
