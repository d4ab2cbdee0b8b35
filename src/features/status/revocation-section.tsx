import { codeWords } from '#domain/award/revocation.ts';
import { Day } from '#ui/moment.tsx';
import type { RevocationRow } from './award-history.queries.ts';

/** `isOwn`: the earner reads it. */
type Props = { revocation: RevocationRow; isOwn?: boolean };

/** A revocation as those concerned read it: why, until when, what the earner says, how it ended. */
export function RevocationFacts({ revocation, isOwn = false }: Props) {
  const { code, reason, startedByName, startedAt, appealedAt, appealText } = revocation;
  // Nobody announced what the earner asked for.
  if (code === 'earner-asked') return <Ending revocation={revocation} isOwn={isOwn} />;
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
            {isOwn ? 'You' : 'The earner'} appealed, <Day at={appealedAt} />
          </p>
          <blockquote className="concern-words">{appealText}</blockquote>
        </>
      )}
      <Ending revocation={revocation} isOwn={isOwn} />
    </div>
  );
}

function Ending({ revocation, isOwn }: Required<Props>) {
  const { state, code, decidedAt, decidedByName, answer, appealUntil, suspends, appealedAt } = revocation;
  if (state === 'appealed')
    return (
      <p>
        Somebody else than who announced it decides. Until then it does not take effect.
        {isOwn && ' You will have mail.'}
      </p>
    );
  if (state === 'announced')
    return (
      <p>
        It takes effect on <Day at={appealUntil} /> unless {isOwn ? 'you appeal' : 'the earner appeals'} before that.{' '}
        {suspends && 'Until then the award is suspended.'}
      </p>
    );
  if (!decidedAt) return null;
  const how =
    code === 'earner-asked'
      ? `Given up by ${isOwn ? 'you' : 'its earner'}`
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
