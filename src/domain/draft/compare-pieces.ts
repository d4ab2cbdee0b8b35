import type { EvidencePiece } from '../evidence/kind.ts';

/** A piece of evidence as it is in two states; `undefined` where a state has it not. */
export type PieceDifference = {
  place: string;
  label: string;
  before: EvidencePiece | undefined;
  after: EvidencePiece | undefined;
};

/** The pieces that differ between two states of the same evidence, in the order of the later one. */
export function comparePieces(before: readonly EvidencePiece[], after: readonly EvidencePiece[]): PieceDifference[] {
  const was = new Map(before.map((piece) => [piece.place, piece]));
  const is = new Map(after.map((piece) => [piece.place, piece]));
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((place) => {
    const [old, now] = [was.get(place), is.get(place)];
    if (old && now && old.text === now.text && JSON.stringify(old.pointers) === JSON.stringify(now.pointers)) return [];
    return [{ place, label: (now ?? old)?.label ?? '', before: old, after: now }];
  });
}
