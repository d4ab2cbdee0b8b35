import { Status } from '#ui/status.tsx';
import { formatSecond } from '#domain/text/format-date.ts';
import { type StepName, type StepOutcome, type StepReason, type Verification, findOpen } from './verification.ts';

const questions: Record<StepName, string> = {
  structure: 'Is it an award?',
  schema: 'Does it have the right form?',
  contexts: 'Are its terms known?',
  'issuer-key': 'Is the key the issuer’s own?',
  signature: 'Is it unchanged?',
  dates: 'Is it valid today?',
  status: 'Does it still count?',
  contents: 'Do the awards in it hold?',
  endorsements: 'Are its endorsements genuine?',
  identity: 'Was it given to this person?',
};

const outcomes = {
  passed: { name: 'complete', word: 'Passed' },
  failed: { name: 'no', word: 'Failed' },
  'not-checkable': { name: 'unrated', word: 'Not checkable' },
} as const satisfies Record<StepOutcome, object>;

const summaries = {
  verified: { name: 'complete', word: 'Verified' },
  failed: { name: 'no', word: 'Not valid' },
  undecided: { name: 'unrated', word: 'Could not be decided' },
} as const satisfies Record<Verification['outcome'], object>;

/** A word for what failed it, where one says it better than “not valid”. */
const failures: Partial<Record<StepReason, string>> = {
  'no-award': 'No award in it',
  'older-badge': 'Older badge',
  revoked: 'Revoked',
  replaced: 'Replaced',
  suspended: 'Suspended',
  expired: 'Expired',
  'not-yet-valid': 'Not valid yet',
  'identity-differs': 'Given to somebody else',
};

/** What a verified award leaves open. */
const openEndorsement =
  'The award is genuine and counts. What others say of it in an endorsement could not be confirmed.';

/** Nobody did anything wrong: what was brought is something else, or has a newer one. */
const blameless: ReadonlySet<StepReason> = new Set(['no-award', 'older-badge', 'replaced']);

export function verdictOf({ outcome, reason }: Pick<Verification, 'outcome' | 'reason'>) {
  const { name, word } = summaries[blameless.has(reason) ? 'undecided' : outcome];
  return { name, word: failures[reason] ?? word };
}

/** The log of a verification: the result, every step with what was found, and when. */
export function VerificationSteps({ verification }: { verification: Verification }) {
  const hasKey = verification.steps.some(({ name, outcome }) => name === 'issuer-key' && outcome === 'passed');
  return (
    <>
      <p className="verification__outcome">
        <Status {...verdictOf(verification)} />
      </p>
      {findOpen(verification) && <p className="meta">{openEndorsement}</p>}
      <ol className="verification__steps">
        {verification.steps.map(({ name, outcome, detail }) => (
          <li key={name}>
            <span className="verification__step">
              <strong>{questions[name]}</strong> <Status {...outcomes[outcome]} />
            </span>
            <span className="meta">{detail}</span>
          </li>
        ))}
      </ol>
      <p className="meta">
        Checked <time dateTime={verification.checkedAt.toISOString()}>{formatSecond(verification.checkedAt)}</time>
        {hasKey ? ', with the issuer’s public key.' : '.'}
      </p>
    </>
  );
}
