const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** Words of a shingle. */
export const shingleWords = 5;

/** Stands in a text where something is left out: no run of words goes across it. */
export const leftOut = '\uFFFC';

/** A word as it is compared, and where it stands in its text. */
export type PlacedWord = { word: string; start: number; end: number };

/** A run of five words: what it is compared by, and where it stands. */
export type Shingle = { key: string; start: number; end: number };

/**
 * The words of a text as they are compared: Unicode word segments (UAX #29) in compatibility form (NFKC), lower case, without
 * punctuation. Apart where something was left out.
 */
export function placedWords(text: string): PlacedWord[][] {
  const runs: PlacedWord[][] = [[]];
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    if (segment.includes(leftOut)) runs.push([]);
    else if (isWordLike) {
      const word = comparable(segment);
      if (word !== '') runs.at(-1)?.push({ word, start: index, end: index + segment.length });
    }
  }
  return runs.filter((run) => run.length > 0);
}

/** Every run of five words, in order. */
export function shinglesOf(text: string): Shingle[] {
  return placedWords(text).flatMap(shinglesOfRun);
}

function shinglesOfRun(words: readonly PlacedWord[]): Shingle[] {
  return words.slice(shingleWords - 1).map((last, index) => {
    const run = words.slice(index, index + shingleWords);
    return { key: run.map(({ word }) => word).join(' '), start: run[0]?.start ?? 0, end: last.end };
  });
}

/** “Don’t” and “don't” are one word; so are “Ｗｏｒｄ” and “word”. */
function comparable(segment: string): string {
  return segment
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}
