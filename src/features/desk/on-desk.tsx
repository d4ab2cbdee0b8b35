import type { BusinessClock } from '#domain/assessment/business-clock.ts';
import { countOf } from '#domain/evidence/finding.ts';
import type { AssignedAttempt, ClaimedAttempt } from '../queue/on-desk.queries.ts';
import { AttemptTable, For } from './attempt-table.tsx';

type OnDeskProps = {
  claimed: readonly ClaimedAttempt[];
  assigned: readonly AssignedAttempt[];
  now: Date;
  clocks: ReadonlyMap<string, BusinessClock>;
};

/** What the assessor has: begun, and given to them. */
export function OnDesk({ claimed, assigned, now, clocks }: OnDeskProps) {
  return (
    <>
      {claimed.length > 0 && (
        <section aria-labelledby="claimed-title" className="desk-section">
          <h2 id="claimed-title">On your desk</h2>
          <AttemptTable
            caption="Attempts that you have claimed"
            attempts={claimed}
            now={now}
            clocks={clocks}
            action={(attempt) => (
              <>
                <a href={`/desk/assessments/${attempt.assessmentId}`} className="btn btn-sm btn-primary">
                  Go on
                  <For attempt={attempt} />
                </a>
                <span className="meta">
                  {countOf(attempt.rated, 'look-for')} rated{seatWord(attempt.role)}
                </span>
              </>
            )}
          />
        </section>
      )}
      {assigned.length > 0 && (
        <section aria-labelledby="assigned-title" className="desk-section">
          <h2 id="assigned-title">Given to you</h2>
          <AttemptTable
            caption="Attempts that you were given and have not begun"
            attempts={assigned}
            now={now}
            clocks={clocks}
            action={(attempt) => <Begin attempt={attempt} />}
          />
        </section>
      )}
    </>
  );
}

function Begin({ attempt }: { attempt: AssignedAttempt }) {
  const reason = `reason-${attempt.assignmentId}`;
  return (
    <>
      <form method="post" action={`/desk/attempts/${attempt.attemptId}/claim`}>
        <button type="submit" className="btn btn-sm btn-primary">
          Begin
          <For attempt={attempt} />
        </button>
      </form>
      <details className="desk-refuse">
        <summary>
          Give it back
          <For attempt={attempt} />
        </summary>
        <form method="post" action={`/desk/assignments/${attempt.assignmentId}/refuse`}>
          <label htmlFor={reason}>Why</label>
          <textarea id={reason} name="reason" rows={2} maxLength={1000} className="textarea" required />
          <div className="desk-refuse__ways">
            <button type="submit" className="btn btn-sm">
              Give it back
            </button>
            <button
              type="submit"
              className="btn btn-sm"
              formAction={`/desk/attempts/${attempt.attemptId}/conflict`}
              formNoValidate
            >
              It is a conflict of interest
            </button>
          </div>
        </form>
      </details>
    </>
  );
}

/** Anchors are among the rest, and must not stand out. */
function seatWord(role: string): string {
  if (role === 'adjudicator') return ', adjudication';
  return role === 'appeal' ? ', appeal' : '';
}
