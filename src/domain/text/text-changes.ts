import { diffArrays } from 'diff';

/** The parts of a text that `changed` replaced: tokens `start` to `end` of the one became `text` in the other. */
export type TextChange = { start: number; end: number; tokens: readonly string[] };

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** A text cut into words, punctuation and white space; joined they are the text again. */
export function tokensOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export const hasWord = (token: string): boolean => /[\p{L}\p{N}]/u.test(token);

/** Beyond so many insertions and deletions two texts count as different altogether: the comparison stays quick. */
const mostEdits = 2000;

/**
 * What changed from one list of tokens to another, in order, by the shortest way (Myers, "An O(ND) Difference
 * Algorithm", 1986).
 */
export function changesBetween(from: readonly string[], to: readonly string[]): TextChange[] {
  const [head, tail] = commonEnds(from, to);
  const old = from.slice(head, from.length - tail);
  const now = to.slice(head, to.length - tail);
  if (old.length === 0 && now.length === 0) return [];
  const parts = diffArrays(old, now, { maxEditLength: mostEdits });
  if (!parts) return [{ start: head, end: from.length - tail, tokens: now }];

  const changes: TextChange[] = [];
  let at = head;
  for (const { added, removed, value } of parts) {
    const last = changes.at(-1)?.end === at ? changes.pop() : undefined;
    const start = last?.start ?? at;
    if (!added) at += value.length;
    if (added || removed) changes.push({ start, end: at, tokens: [...(last?.tokens ?? []), ...(added ? value : [])] });
    else if (last) changes.push(last);
  }
  return changes;
}

/** How many items two lists begin and end with alike. */
export function commonEnds(a: readonly string[], b: readonly string[]): [number, number] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return [head, tail];
}
