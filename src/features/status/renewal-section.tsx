import { longestAppeal } from '#domain/award/revocation.ts';
import { mayRenew, renewalWindow } from '#domain/award/validity.ts';
import { TextField } from '#ui/form.tsx';
import { Day } from '#ui/moment.tsx';
import { formatHours } from '../awards/award-words.ts';
import type { RenewalRow } from './award-history.queries.ts';
import type { OwnStatusPageProps } from './own-status.page.tsx';
import { renewalRefusals, renewalSentence } from './renewal-words.ts';

/** How and when the earner can renew an award that expires. */
export function RenewalSection(props: OwnStatusPageProps & { isRevocationOpen: boolean }) {
  const { context, award, isRevocationOpen } = props;
  const { definition, validUntil, status } = award;
  if (!definition || validUntil === null || status.state === 'revoked') return null;
  const may = mayRenew({ definition, validUntil, state: status.state, isRevocationOpen, now: context.now });
  const { renewal } = definition.award;
  const [last] = award.renewals;
  return (
    <section className="section" aria-labelledby="renewal-title">
      <h2 id="renewal-title">Renew it</h2>
      <p>{renewalSentence(renewal)}</p>
      {last && <LastRenewal renewal={last} />}
      {!may.ok && may.reason !== 'no-renewal' && (
        <p>
          {renewalRefusals[may.reason]}{' '}
          {may.reason === 'too-early' && renewal && (
            <>
              You can renew it from <Day at={renewalWindow(renewal, validUntil).opens} />.
            </>
          )}
        </p>
      )}
      {may.ok && last?.state !== 'asked' && (
        <>
          <p>
            You can renew it until <Day at={may.closes} />.
          </p>
          <RenewalForm {...props} />
        </>
      )}
    </section>
  );
}

function LastRenewal({ renewal: { state, askedAt, decidedAt, answer, statement } }: { renewal: RenewalRow }) {
  if (state === 'renewed' && decidedAt)
    return (
      <p>
        Renewed, <Day at={decidedAt} />.
      </p>
    );
  return (
    <>
      <p className="meta mt-4">
        You asked, <Day at={askedAt} />
      </p>
      <blockquote className="said-by-earner">{statement}</blockquote>
      {state === 'asked' ? (
        <p className="mt-4">A lead assessor reads it. You will have mail.</p>
      ) : (
        <>
          <p className="mt-4">It was not renewed. The answer:</p>
          <blockquote className="concern-words">{answer}</blockquote>
        </>
      )}
    </>
  );
}

function RenewalForm({ award, hoursSince, typed = {}, errors = [] }: OwnStatusPageProps) {
  const renewal = award.definition?.award.renewal;
  const action = `/awards/${award.publicId}/status/renew`;
  if (renewal?.by === 'again')
    return (
      <form method="post" action={`/micro-credentials/${award.slug}/enrol`}>
        <button type="submit" className="btn btn-primary">
          Begin anew
        </button>
      </form>
    );
  if (renewal?.by === 'hours') {
    const missing = renewal.hours - hoursSince;
    if (missing > 0)
      return (
        <p>
          You have earned {formatHours(hoursSince)} since. {formatHours(missing)} {missing === 1 ? 'is' : 'are'}{' '}
          missing: <a href="/library">find a micro-credential</a>.
        </p>
      );
    return (
      <form method="post" action={action}>
        <p>You have earned {formatHours(hoursSince)} since: that is enough.</p>
        <button type="submit" className="btn btn-primary">
          Renew it now
        </button>
      </form>
    );
  }
  if (renewal?.by !== 'statement') return null;
  return (
    <form method="post" action={action} className="form form--wide" noValidate>
      <TextField
        name="statement"
        label="Your statement"
        hint={renewal.prompt}
        errors={errors}
        rows={8}
        maxLength={longestAppeal}
        value={typed.statement}
        required
      />
      <button type="submit" className="btn btn-primary">
        Send it to be approved
      </button>
    </form>
  );
}
