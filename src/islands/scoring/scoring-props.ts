import type { ConditionCode } from '#domain/assessment/conditions.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';

/** What the scoring form is made from; the page and the browser share it. */
export type ScoringProps = {
  /** Where the form posts, and below which single changes are put. */
  action: string;
  /** Under which this browser keeps what is not saved yet. */
  localKey: string;
  guides: readonly ScoringGuide[];
  /** The attempt’s files and links: places name them by id. */
  files: readonly ScoringFile[];
  /** By requirement: those that its evidence points at. */
  filesOf: Readonly<Record<string, readonly string[]>>;
  /** `isAnswer`: it answers an appeal, which is not sent without. */
  overall: ScoringText & { note: string; isAnswer: boolean };
  /** Set when the form came back: the other version of what was saved elsewhere meanwhile. */
  conflicts: Readonly<Record<string, OtherVersion>>;
  overallConflict?: { comment: string; note: string };
  errors: readonly { field: string; message: string }[];
  /** Time on task when the page was made, in seconds. */
  activeSeconds: number;
};

export type ScoringFile = {
  id: string;
  kind: 'file' | 'link';
  /** Different from that of every other. */
  name: string;
  mediaType: string | null;
  /** Of a link. */
  url?: string;
  /** Why it can’t be opened. */
  hidden?: string;
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
  /** Where in the attempt its evidence stands, and the places that the earner points at there (`<file>@<address>`). */
  evidence: readonly ScoringEvidence[];
  /** Ratings of earlier attempts, oldest first. */
  history: readonly Voice[];
  /** What others said of it in this attempt, unnamed. */
  voices?: readonly Voice[];
  /** Why it is not rated here: demonstrated in an earlier attempt, or not in question. */
  settled?: { demonstratedIn: number } | 'not-in-question';
  rating: RatingFields & ScoringText & { typed?: { file: string; at: string } };
};

export type ScoringEvidence = {
  href: string;
  requirement: string;
  label: string;
  changed: boolean;
  places: readonly string[];
  more: number;
};

export type Voice = {
  /** “Attempt 1”, or “Assessor A” of those who rated this one. */
  by: string;
  value: RatingValue | null;
  condition: ConditionCode | null;
  comment: string;
  places: readonly string[];
};

/** What an assessor says of a look-for, as its fields hold it. */
export type RatingFields = {
  /** `cannot`: it can’t be judged, for the condition chosen beside it. */
  choice: Choice | null;
  condition: ConditionCode | '';
  comment: string;
  /** `<file>@<address>`, in order. */
  places: readonly string[];
  /** For the assessor alone. */
  note: string;
};

export type Choice = RatingValue | 'cannot';

export type ScoringText = {
  comment: string;
  /** How often it was saved; a change says which one it was made from. */
  revision: number;
  /** What was there when the form was made, so that a form posted whole changes only what its reader changed. */
  was: string;
};

export type OtherVersion = RatingFields;

export const ratingChoices: readonly { value: RatingValue; label: string; key: string }[] = [
  { value: 'yes', label: 'Yes', key: 'y' },
  { value: 'almost', label: 'Almost', key: 'a' },
  { value: 'no', label: 'No', key: 'n' },
];

/** The names of the form's fields, which are also the ids that errors link to. */
export const fieldNames = {
  value: (lookFor: string) => `value-${lookFor}`,
  condition: (lookFor: string) => `condition-${lookFor}`,
  comment: (lookFor: string) => `comment-${lookFor}`,
  places: (lookFor: string) => `places-${lookFor}`,
  drop: (lookFor: string, index: number) => `drop-${lookFor}.${index}`,
  file: (lookFor: string) => `file-${lookFor}`,
  at: (lookFor: string) => `at-${lookFor}`,
  note: (lookFor: string) => `note-${lookFor}`,
  was: (lookFor: string) => `was-${lookFor}`,
  overall: 'overall',
  overallNote: 'overall-note',
  overallWas: 'was-overall-comment',
  /** Set by the script: the time since the last beat is then no stretch between two saves. */
  live: 'live',
} as const;

/** The longest comment, in characters. */
export const longestComment = 10_000;
