import { Status } from '#ui/status.tsx';
import { formatSecond } from '#domain/text/format-date.ts';
import type { StepName, StepOutcome, Verification } from './verify-credential.ts';

const questions: Record<StepName, string> = {
  structure: 'Is it an award?',
  contexts: 'Are its terms known?',
  'issuer-key': 'Is the key the issuer’s own?',
  signature: 'Is it unchanged?',
  dates: 'Is it valid today?',
  status: 'Has it been revoked?',
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

/** The log of a verification: the result, every step with what was found, and when. */
export function VerificationSteps({ verification }: { verification: Verification }) {
  return (
    <>
      <p className="verification__outcome">
        <Status {...summaries[verification.outcome]} />
      </p>
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
        Checked <time dateTime={verification.checkedAt.toISOString()}>{formatSecond(verification.checkedAt)}</time>,
        with the issuer’s public key.
      </p>
    </>
  );
}
