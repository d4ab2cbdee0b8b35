import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { Day, Moment } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import { channelWords, kindWords } from './attestation-words.ts';

/** What peers confirmed of the evidence of a requirement, as it was sealed; what was taken back since says so. */
export function SealedAttestations({
  sealed,
  requirement,
  takenBack,
}: {
  sealed: Pick<SealedAttempt, 'attestations'>;
  requirement: string;
  takenBack?: ReadonlyMap<string, Date> | undefined;
}) {
  const all = (sealed.attestations ?? []).filter((one) => one.requirement === requirement);
  if (all.length === 0) return null;
  return (
    <div className="sealed-people">
      <p className="meta">Confirmed by others</p>
      <ul>
        {all.map((one) => {
          const back = takenBack?.get(one.id);
          return (
            <li key={one.id}>
              <Status name={back ? 'withdrawn' : 'complete'} word={back ? 'No longer stands' : kindWords[one.kind]} />{' '}
              <strong>{one.peer.name}</strong>
              {one.peer.role && `, ${one.peer.role}`}: “{one.statement}”{' '}
              <span className="meta">
                Signed “{one.typedName}” {channelWords[one.channel]}, <Moment at={new Date(one.at)} />.
                {back && (
                  <>
                    {' '}
                    Taken back on <Day at={back} />.
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
