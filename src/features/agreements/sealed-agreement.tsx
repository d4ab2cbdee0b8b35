import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { Day } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';

/** That other evidence was agreed on for a requirement, and what, as it was sealed. */
export function SealedAgreement({
  sealed,
  requirement,
}: {
  sealed: Pick<SealedAttempt, 'agreements'>;
  requirement: string;
}) {
  return (sealed.agreements ?? [])
    .filter((one) => one.requirement === requirement)
    .map((one) => (
      <div key={one.id} className="sealed-people sealed-agreement">
        <p>
          <Status name="advice" word="Other evidence was agreed on" />{' '}
          <span className="meta">
            <Day at={new Date(one.agreedAt)} />
          </span>
        </p>
        <dl className="agreement-texts">
          <div>
            <dt>Why it can’t be done again</dt>
            <dd className="said-by-earner">{one.reason}</dd>
          </div>
          <div>
            <dt>Instead</dt>
            <dd className="said-by-earner">{one.proposal}</dd>
          </div>
          {one.answer && (
            <div>
              <dt>Agreed with a lead assessor</dt>
              <dd className="said-by-earner">{one.answer}</dd>
            </div>
          )}
        </dl>
      </div>
    ));
}
