import type { MergedVoice } from '#domain/assessment/merge-voices.ts';
import type { Voice } from '#domain/assessment/compare-ratings.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { RatingStatus } from '../work/look-for-life.tsx';
import { seatWords, settledWords } from './judging-words.ts';
import type { SeatedVoices } from './judging.queries.ts';

type SeatTableProps = {
  definition: Definition;
  /** The look-fors that are judged in this attempt. */
  lookFors: readonly string[];
  seats: readonly SeatedVoices[];
  merged: readonly MergedVoice[] | undefined;
  /** The second seat, where it was waived: who said so, and why. */
  waived: { by: string; reason: string } | null;
};

/** Every seat’s ratings side by side, look-for by look-for, and the one voice that comes of them. */
export function SeatTable({ definition, lookFors, seats, merged, waived }: SeatTableProps) {
  const judged = new Set(lookFors);
  const voices = new Map(merged?.map((voice) => [voice.lookFor, voice]));
  return (
    <div className="table-wrap" role="region" aria-label="Ratings side by side" tabIndex={0}>
      <table className="table seat-table">
        <caption className="sr-only">What each assessor said of each look-for, and what the earner hears</caption>
        <thead>
          <tr>
            <th scope="col">Look-for</th>
            {seats.map((seat) => (
              <th scope="col" key={seat.assessmentId}>
                {seatWords[seat.role]}
                {seat.role === 'adjudicator' && seat.round > 1 && ` ${seat.round}`}
                <span className="meta">{seat.assessorName}</span>
              </th>
            ))}
            {waived && (
              <th scope="col">
                Second<span className="meta">Waived by {waived.by}</span>
              </th>
            )}
            {merged && <th scope="col">The earner hears</th>}
          </tr>
        </thead>
        <tbody>
          {listLookFors(definition)
            .filter(({ id }) => judged.has(id))
            .map(({ id, text }) => {
              const heard = voices.get(id);
              return (
                <tr key={id}>
                  <th scope="row">{text}</th>
                  {seats.map((seat) => (
                    <td key={seat.assessmentId} data-label={`${seatWords[seat.role]}, ${seat.assessorName}`}>
                      <Said voice={seat.voices.get(id)} />
                    </td>
                  ))}
                  {waived && (
                    <td data-label={`Second, waived by ${waived.by}`}>
                      <span className="meta">Waived</span>
                    </td>
                  )}
                  {merged && (
                    <td data-label="The earner hears">
                      <Said voice={heard} />
                      {heard && <p className="meta">{settledWords[heard.settledBy]}</p>}
                    </td>
                  )}
                </tr>
              );
            })}
        </tbody>
      </table>
      {waived && <p className="meta">Why the second seat was waived: {waived.reason}</p>}
    </div>
  );
}

function Said({ voice }: { voice: Voice | undefined }) {
  if (!voice) return <span className="meta">Not asked</span>;
  return (
    <>
      <RatingStatus rating={voice} />
      {voice.comment.trim() !== '' && <p className="look-for__said">{voice.comment}</p>}
    </>
  );
}
