import type { RatingValue } from '#domain/assessment/standing.ts';
import { documentSha256 } from '#platform/hash.ts';

type Ratings = readonly { lookFor: string; value: RatingValue; rationale: string }[];

/**
 * What the agreed ratings of an anchor say. A form carries the one that it was made from: where it is another by then,
 * somebody saved meanwhile what whoever filled in the form has not read.
 */
export function ratingsRevision(ratings: Ratings): string {
  const said = ratings.map(({ lookFor, value, rationale }) => [lookFor, value, rationale] as const);
  return documentSha256(Object.fromEntries(said.map(([lookFor, ...rest]) => [lookFor, rest])));
}

/** The same of the record of a norming meeting. */
export function recordRevision(meeting: {
  items: readonly { position: number; agreedValue: RatingValue | null; conclusion: string }[];
  present: readonly string[];
  record: string;
}): string {
  const items = meeting.items.map(
    ({ position, agreedValue, conclusion }) => [position, agreedValue, conclusion] as const,
  );
  return documentSha256({
    items: items.toSorted(([one], [other]) => one - other),
    present: meeting.present.toSorted(),
    record: meeting.record,
  });
}
