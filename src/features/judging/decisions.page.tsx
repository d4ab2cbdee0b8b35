import type { BusinessClock } from '#domain/assessment/business-clock.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Day, Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { Due } from '../desk/due.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { AttemptLink } from './attempt-link.tsx';
import { heldWords, processWords } from './judging-words.ts';
import type { AdjudicatedAttempt, HeldDecision, ReleasedRow } from './lead-decisions.queries.ts';
import type { UnderWayPage } from './under-way.queries.ts';
import { UnderWaySection, type WayFilter } from './under-way-section.tsx';

export type DecisionsPageProps = {
  context: PageContext;
  held: readonly HeldDecision[];
  adjudications: readonly AdjudicatedAttempt[];
  released: readonly ReleasedRow[];
  /** What is not decided yet, a page of it. */
  way: UnderWayPage;
  filter: WayFilter;
  /** Of the issuers, by which what is due is counted. */
  clocks: ReadonlyMap<string, BusinessClock>;
  notice?: string | undefined;
  /** Why a release was refused. */
  refusal?: string;
};

/** The decisions that a lead assessor has in hand, and those that went out lately. */
export function DecisionsPage(props: DecisionsPageProps) {
  const { context, held, adjudications, released, way, filter, clocks, notice, refusal } = props;
  return (
    <LeadFrame context={context} current="decisions" title="Decisions" hasErrors={refusal !== undefined}>
      <header className="page-head">
        <h1>Decisions</h1>
        <p className="lead">
          {held.length === 0 ? 'No decision is held.' : `${countOf(held.length, 'decision')} held for you to release.`}
        </p>
      </header>
      {refusal && (
        <div className="alert alert-error" role="alert">
          {refusal}
        </div>
      )}
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      <section className="desk-section" aria-labelledby="held-title" id="held">
        <h2 id="held-title">Held</h2>
        {held.length === 0 ? (
          <p className="empty-state">
            Decisions come here where a programme has a lead assessor release them, where a concern was raised, and when
            one is recalled.
          </p>
        ) : (
          <HeldForm held={held} clocks={clocks} now={context.now} />
        )}
      </section>
      <UnderWaySection way={way} filter={filter} now={context.now} clocks={clocks} />
      {adjudications.length > 0 && (
        <section className="desk-section" aria-labelledby="adjudications-title" id="adjudications">
          <h2 id="adjudications-title">With an adjudicator</h2>
          <ul className="desk-decided">
            {adjudications.map((attempt) => (
              <li key={attempt.attemptId}>
                <AttemptLink attempt={attempt} />
                <Status
                  name={attempt.adjudicator === null ? 'waiting' : 'locked'}
                  word={attempt.adjudicator === null ? 'Waits for one' : `With ${attempt.adjudicator}`}
                />
                <span className="meta">{countOf(attempt.contested, 'look-for')}</span>
                <Due at={attempt.dueAt} now={context.now} clock={clocks.get(attempt.issuerId)} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="desk-section" aria-labelledby="released-title" id="released">
        <h2 id="released-title">Released lately</h2>
        {released.length === 0 ? (
          <p className="empty-state">Nothing has been released or sent back yet.</p>
        ) : (
          <ul className="desk-decided">
            {released.map((row) => (
              <li key={row.attemptId}>
                <AttemptLink attempt={row} />
                <Status name={row.outcome} />
                <span className="meta">
                  <Day at={row.releasedAt} />, {row.isSentBack ? 'sent back as incomplete' : processWords(row.process)}
                  {', '}
                  {row.isAwarded ? 'award issued' : row.readAt ? 'read' : 'not read yet'}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </LeadFrame>
  );
}

function HeldForm({ held, clocks, now }: Pick<DecisionsPageProps, 'held' | 'clocks'> & { now: Date }) {
  return (
    <form method="post" action="/lead/decisions/release" className="held-form">
      <table className="table desk-table">
        <caption className="sr-only">Held decisions, the first due first</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Choose</span>
            </th>
            <th scope="col">Attempt</th>
            <th scope="col">Comes to</th>
            <th scope="col">Held because</th>
            <th scope="col">Handed in</th>
            <th scope="col">Due</th>
          </tr>
        </thead>
        <tbody>
          {held.map((decision) => (
            <tr key={decision.attemptId}>
              <td className="held-form__choose">
                <input
                  type="checkbox"
                  className="checkbox"
                  name="attempt"
                  value={decision.attemptId}
                  disabled={decision.hasOpenConcern}
                  aria-label={`Choose ${decision.title}, attempt ${decision.number} by ${decision.earnerName}`}
                />
              </td>
              <th scope="row">
                <AttemptLink attempt={decision} />
                <span className="meta desk-table__issuer">{decision.issuerName}</span>
              </th>
              <td data-label="Comes to">
                <Status name={decision.outcome} />
              </td>
              <td data-label="Held because">
                {heldWords[decision.heldFor]}
                {decision.hasOpenConcern && (
                  <>
                    {' '}
                    <Status name="blocking" word="A concern is open" />
                  </>
                )}
              </td>
              <td data-label="Handed in">
                <Moment at={decision.submittedAt} />
              </td>
              <td data-label="Due">
                <Due at={decision.dueAt} now={now} clock={clocks.get(decision.issuerId)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="submit" className="btn btn-primary">
        Release the chosen
      </button>
    </form>
  );
}
