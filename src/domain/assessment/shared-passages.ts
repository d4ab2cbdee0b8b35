import { type Shingle, shingleWords, shinglesOf } from './shingles.ts';

/** Where a passage stands in a text, in UTF-16 code units; `end` is after its last letter. */
export type Span = { start: number; end: number };

/** The same words in two texts. */
export type SharedPassage = { words: number; a: Span; b: Span };

/** Most places of one shingle in the other text that are tried: a text that repeats itself has as many as words. */
const mostPlaces = 50;

/**
 * The wording that two texts share: runs of words that are the same in both and could not be longer, in the order of the
 * first, none across another there. Of several places in the second the longest run counts, the first of equals.
 *
 * `least` is the words from which a run is worth showing.
 */
export function sharedPassages(a: string, b: string, least = 8): SharedPassage[] {
  const [left, right] = [shinglesOf(a), shinglesOf(b)];
  const places = new Map<string, number[]>();
  for (const [index, { key }] of right.entries()) {
    const known = places.get(key);
    if (!known) places.set(key, [index]);
    else if (known.length < mostPlaces) known.push(index);
  }
  const found: SharedPassage[] = [];
  for (let at = 0; at < left.length;) {
    const { length, from } = longestRun(left, at, right, places.get(left[at]?.key ?? '') ?? []);
    if (length === 0) {
      at += 1;
      continue;
    }
    const words = length + shingleWords - 1;
    const a = spanOf(left, at, length);
    if (words >= least) found.push({ words, a, b: spanOf(right, from, length) });
    // The next run may begin only after the last word of this one.
    while ((left[at]?.start ?? Infinity) < a.end) at += 1;
  }
  return found;
}

function longestRun(left: readonly Shingle[], at: number, right: readonly Shingle[], places: readonly number[]) {
  let best = { length: 0, from: 0 };
  for (const from of places) {
    let length = 0;
    while (isSame(left, at, right, from, length)) length += 1;
    if (length > best.length) best = { length, from };
  }
  return best;
}

/** Whether the runs go on: the same words, and right after those before. */
function isSame(left: readonly Shingle[], at: number, right: readonly Shingle[], from: number, length: number) {
  const [l, r] = [left[at + length], right[from + length]];
  if (l === undefined || l.key !== r?.key) return false;
  return length === 0 || (follows(left[at + length - 1], l) && follows(right[from + length - 1], r));
}

/** Shingles overlap unless something was left out between them. */
function follows(before: Shingle | undefined, next: Shingle): boolean {
  return before !== undefined && next.start < before.end;
}

function spanOf(shingles: readonly Shingle[], at: number, length: number): Span {
  return { start: shingles[at]?.start ?? 0, end: shingles[at + length - 1]?.end ?? 0 };
}
