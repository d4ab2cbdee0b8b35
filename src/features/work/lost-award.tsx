import type { AwardState } from '#domain/award/status.ts';
import { Day } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';

type LostAwardProps = { award: { id: string; state: AwardState; since: Date | null }; issuerName: string };

/** On the page of work: what became of an award that does not count any more, or not now, and where its earner reads why. */
export function LostAward({ award: { id, state, since }, issuerName }: LostAwardProps) {
  if (state === 'in-force') return null;
  const status = `/awards/${id}/status`;
  const day = since && (
    <>
      {' '}
      on <Day at={since} />
    </>
  );
  return (
    <section className="panel next-panel">
      <Status name={state} />
      <h2>You {state === 'suspended' ? 'have' : 'had'} earned this micro-credential</h2>
      {state === 'revoked' && (
        <p>
          Its award was revoked{day} and no longer counts. That is for good, so you can’t enrol in it anew. Your work
          stays here. <a href={status}>Read why it was revoked</a>; if that is a mistake, ask {issuerName}.
        </p>
      )}
      {state === 'suspended' && (
        <p>
          Its award was suspended{day} and does not count until that is settled.{' '}
          <a href={status}>Read why it is suspended</a>
        </p>
      )}
      {state === 'expired' && (
        <p>
          Its award expired{day}. <a href={status}>See whether it can be renewed</a>
        </p>
      )}
    </section>
  );
}
