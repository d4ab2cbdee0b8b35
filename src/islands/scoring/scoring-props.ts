import type { RatingValue } from '#domain/assessment/standing.ts';

/** What the scoring form is made from; the page and the browser share it. */
export type ScoringProps = {
  /** Where the form posts, and below which single changes are put. */
  action: string;
  guides: readonly ScoringGuide[];
  overall: ScoringText;
  /** Set when the form came back: the other version of what was saved elsewhere meanwhile. */
  conflicts: Readonly<Record<string, OtherVersion>>;
  overallConflict?: { comment: string };
  errors: readonly { field: string; message: string }[];
};

export type ScoringGuide = {
  id: string;
  title: string;
  summary?: string;
  lookFors: readonly ScoringLookFor[];
};

export type ScoringLookFor = {
  id: string;
  text: string;
  points: readonly string[];
  /** Places in the attempt where its evidence stands. */
  evidence: readonly { href: string; label: string; changed: boolean }[];
  /** Ratings of earlier attempts, oldest first. */
  history: readonly { attempt: number; value: RatingValue; comment: string }[];
  /** The earlier attempt that demonstrated it: then it is not rated again. */
  demonstratedIn?: number;
  rating: { value: RatingValue | null } & ScoringText;
};

export type ScoringText = {
  comment: string;
  /** How often it was saved; a change says which one it was made from. */
  revision: number;
  /** What was there when the form was made, so that a form posted whole changes only what its reader changed. */
  was: string;
};

export type OtherVersion = { value: RatingValue | null; comment: string };

export const ratingChoices: readonly { value: RatingValue; label: string; key: string }[] = [
  { value: 'yes', label: 'Yes', key: 'y' },
  { value: 'almost', label: 'Almost', key: 'a' },
  { value: 'no', label: 'No', key: 'n' },
];

/** The names of the form's fields, which are also the ids that errors link to. */
export const fieldNames = {
  value: (lookFor: string) => `value-${lookFor}`,
  comment: (lookFor: string) => `comment-${lookFor}`,
  was: (lookFor: string) => `was-${lookFor}`,
  overall: 'overall',
  overallWas: 'was-overall-comment',
} as const;

/** The longest comment, in characters. */
export const longestComment = 10_000;
