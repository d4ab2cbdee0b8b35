/** What may be wrong with an attempt that a look-for can't say. */
export const concernKinds = {
  plagiarism: { label: 'Wording or files of somebody else', short: 'Plagiarism' },
  'ai-declaration': { label: 'Use of AI that was not declared', short: 'AI declaration' },
  safeguarding: { label: 'Somebody may be at risk', short: 'Safeguarding' },
} as const;
export type ConcernKind = keyof typeof concernKinds;

export const concernStates = {
  open: 'Open',
  asked: 'Earner was asked',
  answered: 'Earner answered',
  dismissed: 'Dismissed',
  upheld: 'Upheld',
  referred: 'Referred',
} as const;
export type ConcernState = keyof typeof concernStates;

/** How a concern ends: nothing in it, something in it, or handed to those whose matter it is. */
export type Resolution = 'dismissed' | 'upheld' | 'referred';

/** How long an earner has to answer before it may be upheld without their answer, in days. */
export const answerDays = 10;

export type ConcernFacts = {
  kind: ConcernKind;
  state: ConcernState;
  askedAt: Date | null;
  /** Whether it is about an anchor, which nobody handed in. */
  isAnchor: boolean;
};

export type ConcernRefusal =
  /** It has ended, maybe just now, by somebody else. */
  | 'resolved'
  /** Behind an anchor there is nobody to ask, and nothing that waits for a decision. */
  | 'anchor'
  /** The earner was asked already. */
  | 'asked-already'
  /** What is told in confidence is never asked of the earner, nor upheld: it is referred or dismissed. */
  | 'in-confidence'
  /** Nobody is judged unheard. */
  | 'not-asked'
  /** The earner has time left to answer. */
  | 'waits-for-answer';

type Check = { ok: true } | { ok: false; reason: ConcernRefusal };

/** Whether the earner may be asked. */
export function checkAsking({ kind, state, isAnchor }: ConcernFacts): Check {
  if (isResolved(state)) return { ok: false, reason: 'resolved' };
  if (isAnchor) return { ok: false, reason: 'anchor' };
  if (kind === 'safeguarding') return { ok: false, reason: 'in-confidence' };
  return state === 'open' ? { ok: true } : { ok: false, reason: 'asked-already' };
}

/** Whether it may end so: nothing is upheld before the earner was asked and has answered, or had the time to. */
export function checkResolving(concern: ConcernFacts, resolution: Resolution, now: Date): Check {
  const { kind, state, askedAt, isAnchor } = concern;
  if (isResolved(state)) return { ok: false, reason: 'resolved' };
  if (resolution !== 'upheld') return { ok: true };
  if (isAnchor) return { ok: false, reason: 'anchor' };
  if (kind === 'safeguarding') return { ok: false, reason: 'in-confidence' };
  if (state === 'open' || askedAt === null) return { ok: false, reason: 'not-asked' };
  const isOverdue = now.getTime() >= answerBy(askedAt).getTime();
  return state === 'answered' || isOverdue ? { ok: true } : { ok: false, reason: 'waits-for-answer' };
}

/** Until when an answer is waited for. */
export function answerBy(askedAt: Date): Date {
  return new Date(askedAt.getTime() + answerDays * 24 * 3600_000);
}

export function isResolved(state: ConcernState): state is Resolution {
  return state === 'dismissed' || state === 'upheld' || state === 'referred';
}

/** From here on two texts are so alike that a person looks at them. Jaccard similarity of runs of five words. */
export const alikeFrom = 0.5;

/** Fewer runs of five words say nothing: a title, a list, a line that everyone writes. */
export const leastShingles = 40;
