/** How far a handed-in attempt has come, and what came of it; as its earner is told. */
export type AttemptSummary = {
  id: string;
  number: number;
  sha256: string;
  submittedAt: Date;
  /** `null` until the decision is released. */
  outcome: 'earned' | 'not_yet' | 'incomplete' | null;
  releasedAt: Date | null;
  overallComment: string | null;
  /** Whether somebody judged it: what a completeness check returned was never judged. */
  isAssessed: boolean;
  /** When the earner first read the decision. */
  readAt: Date | null;
  stage: 'pre_check' | 'scoring' | 'adjudication' | 'held' | 'released' | 'returned' | 'withdrawn' | null;
  /** While it waits for a decision. */
  dueAt: Date | null;
  /** Set while it waits on the earner: the clock stands still. */
  paused: { at: Date; reason: 'question' | 'privacy' | 'concern' | null } | null;
  /** Why it was returned without being judged. */
  returnedFor: readonly ReturnReason[];
};

export type ReturnReason = { requirement: string; code: string; note: string };

type Time = Date | string;

type AttemptRow = {
  id: string;
  number: number;
  sha256: string;
  submitted_at: Time;
  outcome: AttemptSummary['outcome'];
  released_at: Time | null;
  overall_comment: string | null;
  assessment_id: string | null;
  read_at: Time | null;
  stage: AttemptSummary['stage'];
  due_at: Time | null;
  paused_at: Time | null;
  paused_for: 'question' | 'privacy' | 'concern' | null;
  reasons: unknown;
};

/** Why the last attempt that came back did, where a completeness check returned it; empty where it was decided. */
export function lastReturnedFor(attempts: readonly AttemptSummary[]): readonly ReturnReason[] {
  const last = attempts.findLast(({ releasedAt }) => releasedAt !== null);
  return last?.outcome === 'incomplete' && !last.isAssessed ? last.returnedFor : [];
}

export function readAttempt(row: AttemptRow): AttemptSummary {
  const { id, number, sha256, outcome, stage } = row;
  return {
    ...{ id, number, sha256, outcome, stage },
    submittedAt: new Date(row.submitted_at),
    releasedAt: readTime(row.released_at),
    overallComment: row.overall_comment,
    isAssessed: row.assessment_id !== null,
    readAt: readTime(row.read_at),
    dueAt: readTime(row.due_at),
    paused: row.paused_at === null ? null : { at: new Date(row.paused_at), reason: row.paused_for },
    returnedFor: Array.isArray(row.reasons) ? row.reasons.flatMap(readReason) : [],
  };
}

function readReason(stored: unknown): ReturnReason[] {
  if (typeof stored !== 'object' || stored === null) return [];
  const { requirement, code, note } = stored as Record<string, unknown>;
  if (typeof requirement !== 'string' || typeof code !== 'string') return [];
  return [{ requirement, code, note: typeof note === 'string' ? note : '' }];
}

function readTime(time: Time | null): Date | null {
  return time === null ? null : new Date(time);
}
