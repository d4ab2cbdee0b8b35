import type { ReactNode } from 'react';
import { fourEyesSentence } from '#domain/assessment/four-eyes.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import { Field } from '#ui/form.tsx';
import { Status } from '#ui/status.tsx';
import { hinderedAdvice, hinderedSentence } from './hindered-words.ts';
import type { LedAttemptView } from './led-attempt.queries.ts';
import type { LedReturned } from './led-attempt.page.tsx';

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

/** Of what waits: that nobody may take it, and what a lead can do about that. */
function WaitingActions({ led, returned }: ActionsProps) {
  const { judging, hindered, apart, seats, eyes } = led;
  const { stage } = judging;
  const home = `/lead/attempts/${judging.attemptId}`;
  const isSecond = stage === 'scoring' && judging.independent === 2 && seats.length === 1;
  const waitsFor = stage === 'pre_check' ? 'check' : stage === 'adjudication' ? stage : isSecond ? 'second' : 'score';
  const isRecheck = stage === 'adjudication' && apart.length === 0;
  const isHeld = led.working.length > 0;
  const mustAsk = eyes.ok ? undefined : fourEyesSentence(eyes);
  return (
    <div className="led-actions">
      {hindered && (
        <section className="panel stack" aria-labelledby="nobody-title">
          <h2 id="nobody-title">Nobody may take it now</h2>
          <p>
            <Status name="blocking" word="Waits for somebody" /> {hinderedSentence(hindered)}
          </p>
          <p>{hinderedAdvice(waitsFor, hindered)}</p>
        </section>
      )}
      {hindered && isSecond && !isHeld && (
        <ActForm
          action={`${home}/waive`}
          title="Waive the second seat"
          mustAsk={mustAsk}
          label="Waive it"
          returned={returned}
        >
          <p>
            One assessor has finished. What they said becomes the decision, and it says that one scored it. In figures
            of agreement it does not count.
          </p>
        </ActForm>
      )}
      {stage === 'adjudication' && !isHeld && (isRecheck || hindered) && (
        <ActForm
          action={`${home}/end-adjudication`}
          title="Take it back from adjudication"
          mustAsk={isRecheck ? undefined : mustAsk}
          label="Take it back"
          returned={returned}
        >
          <p>
            {isRecheck
              ? 'It was only to be looked at again. Taken back, it is held, and stands as it did before.'
              : 'Two are apart, and nobody may settle it. Taken back, it is held: what they agree on stands, and what they are apart on stays open, as something that could not be judged. The earner hears what the one said who did not say Yes.'}
          </p>
        </ActForm>
      )}
    </div>
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

type ActFormProps = {
  action: string;
  title: string;
  /** Who does it instead. */
  mustAsk: string | undefined;
  label: string;
  returned: LedReturned | undefined;
  children: ReactNode;
};

function ActForm({ action, title, mustAsk, label, returned, children }: ActFormProps) {
  return (
    <form method="post" action={action} className="panel stack">
      <h2>{title}</h2>
      {children}
      {mustAsk ? (
        <p>
          <Status name="blocking" word="Not by you" /> {mustAsk}
        </p>
      ) : (
        <>
          <ReasonField returned={returned} />
          <button type="submit" className="btn">
            {label}
          </button>
        </>
      )}
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

type ReasonFieldProps = {
  name?: 'reason' | 'alone';
  label?: string;
  hint?: string;
  returned: LedReturned | undefined;
};

function ReasonField({
  name = 'reason',
  label = 'Why',
  hint = 'For the record; the earner does not see it.',
  returned,
}: ReasonFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} errors={returned?.errors ?? []}>
      {(control) => (
        <textarea {...control} rows={2} maxLength={2000} className="textarea" defaultValue={returned?.[name] ?? ''} />
      )}
    </Field>
  );
}

/** Where it is judged without names: asking for them. */
export function NamesForm({ led: { judging, names } }: { led: LedAttemptView }) {
  if (!judging.isBlind || names === 'shown') return null;
  if (names === 'has-part') return <p className="meta">You have a part in judging this work, so you see no names.</p>;
  return (
    <details className="led-names">
      <summary>Show whose work it is</summary>
      <form method="post" action={`/lead/attempts/${judging.attemptId}/names`} className="stack">
        <p>
          It is judged without names. Once you have seen them you score, check or adjudicate nothing of this work any
          more, and the record says that you asked.
        </p>
        <button type="submit" className="btn">
          Show me the names
        </button>
      </form>
    </details>
  );
}
