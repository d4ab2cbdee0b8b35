import type { BusinessClock } from '#domain/assessment/business-clock.ts';
import { Day } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import { Due } from '../desk/due.tsx';
import { AttemptLink } from './attempt-link.tsx';
import { type UnderWay, type UnderWayPage, type WayStage, wayStages } from './under-way.queries.ts';

export type WayFilter = { stage: WayStage | undefined; after: string | undefined };

type Props = {
  way: UnderWayPage;
  filter: WayFilter;
  now: Date;
  clocks: ReadonlyMap<string, BusinessClock>;
};

const filterWords: Record<WayStage, string> = {
  pre_check: 'At the completeness check',
  scoring: 'With assessors',
  adjudication: 'With an adjudicator',
};

/** All that was handed in and is not decided, for a lead to see what has been left lying. */
export function UnderWaySection({ way, filter, now, clocks }: Props) {
  const { stage, after } = filter;
  return (
    <section className="desk-section" aria-labelledby="under-way-title" id="under-way">
      <h2 id="under-way-title">Under way</h2>
      <form method="get" action="/lead/decisions#under-way" className="desk-filter" data-submit-on-change>
        <label htmlFor="stage">Stage</label>
        <select id="stage" name="stage" defaultValue={stage ?? ''} className="select">
          <option value="">Every stage</option>
          {wayStages.map((one) => (
            <option key={one} value={one}>
              {filterWords[one]}
            </option>
          ))}
        </select>
        <button type="submit" className="btn">
          Show
        </button>
      </form>
      {way.attempts.length === 0 ? (
        <p className="empty-state">
          {after !== undefined
            ? 'There is nothing further down.'
            : stage
              ? 'Nothing is at this stage.'
              : 'Nothing that was handed in waits for a decision.'}
        </p>
      ) : (
        <table className="table desk-table">
          <caption className="sr-only">Attempts under way, the first due first</caption>
          <thead>
            <tr>
              <th scope="col">Attempt</th>
              <th scope="col">Stage</th>
              <th scope="col">Handed in</th>
              <th scope="col">Due</th>
            </tr>
          </thead>
          <tbody>
            {way.attempts.map((attempt) => (
              <tr key={attempt.attemptId}>
                <th scope="row">
                  <AttemptLink attempt={attempt} />
                  <span className="meta desk-table__issuer">{attempt.issuerName}</span>
                </th>
                <td data-label="Stage">
                  <Status name={attempt.isTaken ? 'locked' : 'waiting'} word={wayWords(attempt)} />
                </td>
                <td data-label="Handed in">
                  <Day at={attempt.submittedAt} />
                </td>
                <td data-label="Due">
                  <Due at={attempt.dueAt} now={now} clock={clocks.get(attempt.issuerId)} pausedAt={attempt.pausedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {(way.next ?? after) !== undefined && (
        <nav className="pager" aria-label="Pages of what is under way">
          {after === undefined ? <span /> : <a href={wayHref({ stage, after: undefined })}>Back to the start</a>}
          {way.next !== undefined && (
            <a href={wayHref({ stage, after: way.next })} rel="next">
              Later due
            </a>
          )}
        </nav>
      )}
    </section>
  );
}

function wayHref({ stage, after }: WayFilter): string {
  const query = new URLSearchParams({ ...(stage && { stage }), ...(after !== undefined && { after }) }).toString();
  return `/lead/decisions${query === '' ? '' : `?${query}`}#under-way`;
}

/** Where it is, and whether it waits for somebody; never who has it. */
function wayWords({ stage, isTaken, completed }: UnderWay): string {
  if (stage === 'pre_check') return 'Waits for its completeness check';
  if (stage === 'adjudication') return isTaken ? 'With an adjudicator' : 'Waits for an adjudicator';
  if (isTaken) return completed > 0 ? 'With its second assessor' : 'Being scored';
  return completed > 0 ? 'Waits for its second assessor' : 'Waits to be scored';
}
