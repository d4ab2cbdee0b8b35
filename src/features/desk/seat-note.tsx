import { countOf } from '#domain/evidence/finding.ts';
import type { Scoring } from './desk.queries.ts';
import { lookForsToRate } from './look-fors-to-rate.ts';

/** What whoever decides what others saw differently, or was appealed, is asked to do. */
export function SeatNote({ scoring }: { scoring: Scoring }) {
  const { role, reason } = scoring;
  const count = lookForsToRate(scoring).length;
  if (role === 'adjudicator')
    return (
      <div className="scoring-reason">
        <p>
          <strong>You adjudicate.</strong> Two assessors saw {countOf(count, 'look-for')} differently: rate{' '}
          {count === 1 ? 'it' : 'them'}, with both comments beside. Nothing else is in question.
        </p>
      </div>
    );
  if (role === 'appeal')
    return (
      <div className="scoring-reason">
        <p>
          <strong>You decide an appeal.</strong> Take a fresh look at {countOf(count, 'look-for')}; what was decided
          stands beside. Below the look-fors you write the answer that the earner reads. They ask for it because:
        </p>
        <blockquote className="look-for__said">{reason}</blockquote>
      </div>
    );
  return null;
}
