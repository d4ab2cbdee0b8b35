import type { EvidencePiece } from '../evidence/kind.ts';

/** The place of a comment on all that was made for a requirement. */
export const wholePlace = '';

export type PlacedComments<Comment> = {
  /** In the order of the evidence; what concerns all of it comes first. */
  groups: { place: string; label: string; comments: Comment[] }[];
  /** On what was removed meanwhile. */
  gone: Comment[];
};

/** Comments beside what they speak of. */
export function placeComments<Comment extends { place: string }>(
  pieces: readonly Pick<EvidencePiece, 'place' | 'label'>[],
  comments: readonly Comment[],
): PlacedComments<Comment> {
  const byPlace = Map.groupBy(comments, ({ place }) => place);
  const places = [{ place: wholePlace, label: 'All of it' }, ...pieces];
  const known = new Set(places.map(({ place }) => place));
  return {
    groups: places.flatMap(({ place, label }) => {
      const here = byPlace.get(place);
      return here ? [{ place, label, comments: here }] : [];
    }),
    gone: comments.filter(({ place }) => !known.has(place)),
  };
}
