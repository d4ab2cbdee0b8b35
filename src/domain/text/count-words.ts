const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
const joiner = /^['’\-‐‑]$/u;

/**
 * Counts the words of a text: the one count that the editor, the checklist, the submit gate and the assessor share.
 *
 * Words are Unicode word segments (UAX #29); a hyphen or apostrophe between two of them joins them, as in
 * "well-being", and a web address is one word.
 */
export function countWords(text: string): number {
  let count = 0;
  let previousEnd = -1;
  let joinedAt = -1;
  for (const { segment, index, isWordLike } of segmenter.segment(collapseAddresses(text))) {
    if (isWordLike) {
      if (index !== joinedAt) count += 1;
      previousEnd = index + segment.length;
    } else if (joiner.test(segment) && index === previousEnd) {
      joinedAt = index + segment.length;
    }
  }
  return count;
}

function collapseAddresses(text: string): string {
  return text.replace(/\bhttps?:\/\/\S+/giu, 'address');
}
