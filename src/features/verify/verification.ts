/** The steps of a verification, in the order in which they are told. */
export const stepNames = [
  'structure',
  'schema',
  'contexts',
  'issuer-key',
  'signature',
  'dates',
  'status',
  'contents',
  'endorsements',
  'identity',
] as const;

export type StepName = (typeof stepNames)[number];

export type StepOutcome = 'passed' | 'failed' | 'not-checkable';

/**
 * Why a step came out as it did, for programs: these words stay. In the order of what says most: a verification as a whole is
 * told by the first of its steps' reasons that stands here.
 */
export const stepReasons = [
  // Nothing can be said of what can't be read without doubt.
  'not-json',
  'too-large',
  'too-deep',
  'duplicate-keys',
  'hostile',
  'not-a-credential',
  'no-award',
  'no-proof',
  'claims-differ',
  'context-order',
  'schema',
  // The signature, and whose it is.
  'wrong-key',
  'key-revoked',
  'key-expired',
  'tampered',
  'wrong-purpose',
  'refused-algorithm',
  'content-failed',
  'endorsement-failed',
  // Signed, and yet it does not count.
  'revoked',
  'replaced',
  'suspended',
  'expired',
  'not-yet-valid',
  'identity-differs',
  // What could not be looked into.
  'older-badge',
  'unknown-context',
  'unknown-suite',
  'unknown-method',
  'issuer-unreachable',
  'too-complex',
  'busy',
  'not-reached',
  'status-unreachable',
  'status-unreadable',
  'status-unknown',
  'content-not-checkable',
  'endorsement-not-checkable',
  'identity-not-named',
  'ok',
] as const;

export type StepReason = (typeof stepReasons)[number];

export type VerificationStep = {
  name: StepName;
  outcome: StepOutcome;
  reason: StepReason;
  detail: string;
  /** Of a record: what each award in it came to, in their order. */
  contents?: readonly Pick<Verification, 'outcome' | 'reason'>[];
};

export type Verification = {
  /** `verified` only when every step passed, but for what others say of it, which may be left open. */
  outcome: 'verified' | 'failed' | 'undecided';
  /** What decided it: the weightiest reason of its steps; `ok` when all passed. */
  reason: StepReason;
  steps: readonly VerificationStep[];
  checkedAt: Date;
};

export function passed(name: StepName, detail: string): VerificationStep {
  return { name, outcome: 'passed', reason: 'ok', detail };
}

export function failed(name: StepName, reason: StepReason, detail: string): VerificationStep {
  return { name, outcome: 'failed', reason, detail };
}

export function notCheckable(name: StepName, reason: StepReason, detail: string): VerificationStep {
  return { name, outcome: 'not-checkable', reason, detail };
}

/**
 * One failed step fails the whole; without one, a step that could not be checked leaves it undecided. Endorsements are beside it:
 * where they can't be confirmed, because their endorser's site is down or has let a key go, the award itself is what it was.
 */
export function conclude(given: readonly VerificationStep[], checkedAt: Date): Verification {
  const steps = given.filter((step) => !isBeside(step));
  const has = (outcome: StepOutcome) => steps.some((candidate) => candidate.outcome === outcome);
  const outcome = has('failed') ? 'failed' : has('not-checkable') ? 'undecided' : 'verified';
  const deciding = steps.filter((step) => step.outcome === (outcome === 'failed' ? 'failed' : 'not-checkable'));
  const reason = stepReasons.find((candidate) => deciding.some((step) => step.reason === candidate)) ?? 'ok';
  return { outcome, reason, steps: given, checkedAt };
}

/** What is left open beside a verified award, in the step that says why. */
export function findOpen({ outcome, steps }: Pick<Verification, 'outcome' | 'steps'>): VerificationStep | undefined {
  return outcome === 'verified' ? steps.find(isBeside) : undefined;
}

function isBeside({ name, outcome }: VerificationStep): boolean {
  return name === 'endorsements' && outcome === 'not-checkable';
}
