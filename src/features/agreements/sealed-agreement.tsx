import { agreementLines } from '#domain/attempt/agreed-evidence.ts';
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
          {agreementLines(one).map(({ label, text }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="said-by-earner">{text}</dd>
            </div>
          ))}
        </dl>
      </div>
    ));
}
