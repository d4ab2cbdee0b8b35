import type { ReactNode } from 'react';
import { fourEyesSentence } from '#domain/assessment/four-eyes.ts';
import { Status } from '#ui/status.tsx';
import { hinderedAdvice, hinderedSentence } from './hindered-words.ts';
import type { LedAttemptView } from './led-attempt.queries.ts';
import type { LedReturned } from './led-attempt.page.tsx';
import { ReasonField } from './led-reason.tsx';

/** Of what waits: that nobody may take it, and what a lead can do about that. */
export function WaitingActions({ led, returned }: { led: LedAttemptView; returned: LedReturned | undefined }) {
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
