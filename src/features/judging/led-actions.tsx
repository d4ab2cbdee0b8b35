import { fourEyesSentence } from '#domain/assessment/four-eyes.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import { Status } from '#ui/status.tsx';
import type { LedAttemptView } from './led-attempt.queries.ts';
import type { LedReturned } from './led-attempt.page.tsx';
import { ReasonField } from './led-reason.tsx';
import { WaitingActions } from './led-waiting.tsx';

type ActionsProps = { led: LedAttemptView; returned: LedReturned | undefined };

/** What can be done with an attempt now. */
export function LedActions({ led, returned }: ActionsProps) {
  const { judging, decision } = led;
  const home = `/lead/attempts/${judging.attemptId}`;
  if (judging.stage === 'held') {
    return (
      <div className="led-actions">
        <ReleaseForm led={led} returned={returned} />
        <AdjudicationForm led={led} returned={returned} action={`${home}/adjudicate`} />
      </div>
    );
  }
  if (judging.stage === 'scoring' || judging.stage === 'pre_check' || judging.stage === 'adjudication')
    return <WaitingActions led={led} returned={returned} />;
  if (led.canRecallCheck) return <RecallCheckForm led={led} returned={returned} />;
  if (judging.stage !== 'released' || !decision) return null;
  const kept = decision.isAwarded ? 'its award is issued' : decision.readAt ? 'the earner has read it' : undefined;
  if (kept) return <p className="panel">This decision stays as it is: {kept}.</p>;
  if (!led.eyes.ok && led.work.definition.assessment.release === 'held')
    return (
      <p className="panel">Nobody has read this decision yet, so it can be recalled. {fourEyesSentence(led.eyes)}</p>
    );
  return (
    <form method="post" action={`${home}/recall`} className="panel stack led-recall">
      <h2>Recall it</h2>
      <p>Nobody has read it yet. Recalled, it is held again, and you can release it or send it to an adjudicator.</p>
      <ReasonField returned={returned} />
      <button type="submit" className="btn">
        Recall the decision
      </button>
    </form>
  );
}

function ReleaseForm({ led, returned }: ActionsProps) {
  const { judging, eyes } = led;
  return (
    <form method="post" action={`/lead/attempts/${judging.attemptId}/release`} className="panel stack">
      <h2>Release it</h2>
      {led.hasOpenConcern ? (
        <p>
          <Status name="blocking" word="A concern is open" /> Settle it first: <a href="/lead/concerns">the concerns</a>{' '}
          say what it is about.
        </p>
      ) : !eyes.ok ? (
        <p>
          <Status name="blocking" word="Not by you" /> {fourEyesSentence(eyes)}
        </p>
      ) : (
        <>
          <p>The earner gets what the last column says, in one voice and at once.</p>
          {eyes.alone && (
            <ReasonField
              name="alone"
              label="Why you release it yourself"
              hint="You scored this attempt, and the issuer has no other lead assessor or admin. It is kept with the decision."
              returned={returned}
            />
          )}
          <button type="submit" className="btn btn-primary">
            Release the decision
          </button>
        </>
      )}
    </form>
  );
}

function RecallCheckForm({ led: { judging, check }, returned }: ActionsProps) {
  const to = returned?.to ?? 'check';
  return (
    <form method="post" action={`/lead/attempts/${judging.attemptId}/recall-check`} className="panel stack led-recall">
      <h2>Take it back</h2>
      <p>{check?.checkedBy} sent it back as incomplete. The earner has not read so yet.</p>
      <fieldset className="check-glance" id="to">
        <legend>If that was wrong, it goes</legend>
        <label className="check-line">
          <input type="radio" className="radio" name="to" value="check" defaultChecked={to === 'check'} />
          <span>to its completeness check again</span>
        </label>
        <label className="check-line">
          <input type="radio" className="radio" name="to" value="scoring" defaultChecked={to === 'scoring'} />
          <span>to be scored: I have looked, and it is complete</span>
        </label>
      </fieldset>
      <ReasonField returned={returned} />
      <button type="submit" className="btn">
        Take it back
      </button>
    </form>
  );
}

function AdjudicationForm({ led: { view, work }, returned, action }: ActionsProps & { action: string }) {
  const judged = new Set(work.lookFors);
  return (
    <form method="post" action={action} className="panel stack">
      <h2>Or have an adjudicator look again</h2>
      <fieldset className="check-glance" id="look-for">
        <legend>At these look-fors</legend>
        {listLookFors(view.definition)
          .filter(({ id }) => judged.has(id))
          .map(({ id, text }) => (
            <label key={id} className="check-line">
              <input
                type="checkbox"
                className="checkbox"
                name="look-for"
                value={id}
                defaultChecked={returned?.lookFors.includes(id) === true}
              />
              <span>{text}</span>
            </label>
          ))}
      </fieldset>
      <ReasonField returned={returned} />
      <button type="submit" className="btn">
        Send to an adjudicator
      </button>
    </form>
  );
}
