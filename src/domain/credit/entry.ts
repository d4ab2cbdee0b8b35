/** Where hours come from. */
export const entrySources = ['award', 'course', 'session'] as const;
export type EntrySource = (typeof entrySources)[number];

/** Who says so: the award itself, an issuer’s people, or the earner alone. */
export const recordings = ['award', 'issuer', 'self'] as const;
export type Recording = (typeof recordings)[number];

/** What kind of activity it was, as forms ask for it. */
export const natures = [
  'micro-credential',
  'course',
  'workshop',
  'conference',
  'coaching',
  'study-group',
  'other',
] as const;
export type Nature = (typeof natures)[number];

export const sourceWords: Record<EntrySource, string> = { award: 'Award', course: 'Course', session: 'Session' };

export const natureWords: Record<Nature, string> = {
  'micro-credential': 'Micro-credential',
  course: 'Course',
  workshop: 'Workshop',
  conference: 'Conference',
  coaching: 'Coaching',
  'study-group': 'Study group',
  other: 'Other activity',
};

/** `counts`, or why the hours of a line fall out. Computed from the corrections and the award’s status, never stored. */
export const entryStates = ['counts', 'corrected', 'revoked', 'suspended'] as const;
export type EntryState = (typeof entryStates)[number];

/** A line of the ledger as far as a rule looks at it. Dates are `YYYY-MM-DD`. */
export type CreditEntry = {
  id: string;
  source: EntrySource;
  recordedAs: Recording;
  nature: Nature;
  quarters: number;
  /** The day by which it belongs to a cycle. */
  endsOn: string;
  state: EntryState;
  /** When it was claimed, ISO 8601; `null` while it is not. What was claimed first is counted first. */
  claimedAt: string | null;
  /** Whether whoever must approve has done so. */
  approved: boolean;
  /**
   * Of hours that are claimed: for how many of them. They take this much room and no other, whatever has become since of the claims
   * beside them, or of the rule: the agency was told this number. Reckoned where it is missing.
   */
  claimedQuarters?: number;
};
