import { codeWords } from '#domain/award/revocation.ts';
import { Day } from '#ui/moment.tsx';
import type { RevocationRow } from './award-history.queries.ts';

/** A revocation as those concerned read it: why, until when, what the earner says, how it ended. */
export function RevocationFacts({ revocation }: { revocation: RevocationRow }) {
  const { code, reason, startedByName, startedAt, appealedAt, appealText } = revocation;
  return (
    <div className="stack">
      <p className="meta">
        Announced by {startedByName}, <Day at={startedAt} />
      </p>
      <p>
        <strong>{codeWords[code]}.</strong>
      </p>
      <blockquote className="concern-words">{reason}</blockquote>
      {appealedAt && (
        <>
          <p className="meta">
            The earner appealed, <Day at={appealedAt} />
          </p>
          <blockquote className="concern-words">{appealText}</blockquote>
        </>
      )}
      <Ending revocation={revocation} />
    </div>
  );
}

function Ending({ revocation }: { revocation: RevocationRow }) {
  const { state, code, decidedAt, decidedByName, answer, appealUntil, suspends, appealedAt } = revocation;
  if (state === 'appealed')
    return <p>Somebody else than who announced it decides. Until then it does not take effect.</p>;
  if (state === 'announced')
    return (
      <p>
        It takes effect on <Day at={appealUntil} /> unless the earner appeals before that.{' '}
        {suspends && 'Until then the award is suspended.'}
      </p>
    );
  if (!decidedAt) return null;
  const how =
    code === 'earner-asked'
      ? 'Given up by its earner'
      : state === 'revoked'
        ? appealedAt
          ? 'Revoked after the appeal'
          : 'Took effect, since nobody appealed'
        : answer === null
          ? 'Withdrawn'
          : 'Dropped after the appeal';
  return (
    <>
      <p>
        {how}, <Day at={decidedAt} />
        {answer !== null && decidedByName && ` (${decidedByName})`}.
      </p>
      {answer !== null && <blockquote className="concern-words">{answer}</blockquote>}
    </>
  );
}
