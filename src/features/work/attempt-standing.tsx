import type { ReactNode } from 'react';
import { type CompletenessCode, completenessCodes } from '#domain/assessment/completeness.ts';
import { mayAppeal } from '#domain/assessment/appeal.ts';
import { findRequirement } from '#domain/definition/outline.ts';
import { Day } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import { appealCase } from '../appeals/raise-appeal.ts';
import { attemptStatus, mayTakeBack, pauseSentences, stageSentences } from './attempt-status.ts';
import { type AttemptSummary, type ReturnReason, lastReturnedFor } from './attempt-summary.ts';
import { workPaths } from './work-paths.ts';
import type { Workspace } from './workspace.queries.ts';

type StandingProps = { workspace: Workspace; attempt: AttemptSummary };

/** Where an attempt stands before its decision, when that is due, and how to take it back. */
export function AttemptStanding({ workspace, attempt }: StandingProps) {
  const { enrolment } = workspace;
  const { stage, paused, outcome } = attempt;
  if (outcome !== null) return null;
  if (stage === 'withdrawn')
    return (
      <section className="panel mb-6" aria-labelledby="standing-title">
        <h2 id="standing-title">Where it stands</h2>
        <p>
          <Status {...attemptStatus(attempt)} /> You took this attempt back before it was decided. It does not count.
        </p>
      </section>
    );
  const dueAt = attempt.dueAt ?? enrolment.dueAt;
  return (
    <section className="panel mb-6" aria-labelledby="standing-title">
      <h2 id="standing-title">Where it stands</h2>
      <p>
        <Status {...attemptStatus(attempt)} />{' '}
        {stage !== null && stage in stageSentences
          ? stageSentences[stage as keyof typeof stageSentences]
          : stageSentences.scoring}
      </p>
      {paused ? (
        <p>
          <Status name="waiting" word="The clock stands still" /> since <Day at={paused.at} />.{' '}
          {paused.reason && pauseSentences[paused.reason]}{' '}
          {paused.reason !== null && <a href={workPaths(enrolment.id).home}>See what is asked of you</a>}
        </p>
      ) : (
        dueAt && (
          <p>
            Expect the decision by <Day at={dueAt} />. You will have mail when it is there.
          </p>
        )
      )}
      {mayTakeBack(attempt) && (
        <details className="coach-end">
          <summary>Take it back</summary>
          <p>
            You can change your work again at once, and hand in when you are ready. It does not count as an attempt.
          </p>
          <form method="post" action={`${workPaths(enrolment.id).attempt(attempt.number)}/withdraw`}>
            <button type="submit" className="btn btn-sm">
              Take attempt {attempt.number} back
            </button>
          </form>
        </details>
      )}
    </section>
  );
}

/** Why an attempt came back before anybody judged it: each reason with what to do. */
export function ReturnedReasons({ workspace, attempt }: StandingProps) {
  const { definition, enrolment } = workspace;
  if (attempt.outcome !== 'incomplete' || attempt.isAssessed) return null;
  return (
    <section className="panel mb-6" aria-labelledby="returned-title">
      <h2 id="returned-title">What is missing</h2>
      <p>
        This attempt could not be judged as it is, and nobody has judged the work. It does not count as an attempt. Mend
        this, and hand in again.
      </p>
      <ul className="rows returned-reasons">
        {attempt.returnedFor.map((reason, index) => {
          const key = reason.requirement;
          const title = findRequirement(definition, key)?.title ?? key;
          return (
            <Reason key={index} reason={reason}>
              {' '}
              in{' '}
              {enrolment.state === 'working' ? <a href={workPaths(enrolment.id).requirement(key)}>{title}</a> : title}
            </Reason>
          );
        })}
      </ul>
    </section>
  );
}

/** At one requirement: why the attempt came back because of it, as long as that is what there is to mend. */
export function ReturnedHere({ workspace, requirement }: { workspace: Workspace; requirement: string }) {
  const { attempts, enrolment } = workspace;
  const reasons = lastReturnedFor(attempts).filter((reason) => reason.requirement === requirement);
  if (enrolment.state !== 'working' || reasons.length === 0) return null;
  return (
    <section className="panel mb-6" aria-labelledby="returned-here-title">
      <h2 id="returned-here-title">What is missing here</h2>
      <ul className="rows returned-reasons">
        {reasons.map((reason, index) => (
          <Reason key={index} reason={reason} />
        ))}
      </ul>
    </section>
  );
}

function Reason({ reason: { code, note }, children }: { reason: ReturnReason; children?: ReactNode }) {
  const known = code in completenessCodes ? completenessCodes[code as CompletenessCode] : undefined;
  return (
    <li>
      <p>
        <Status name="blocking" word={known?.label ?? code} />
        {children}
      </p>
      {known && <p>{known.fix}</p>}
      {note.trim() !== '' && <blockquote className="assessor-comment">{note}</blockquote>}
    </li>
  );
}

/** The way to an appeal, as long as there is one; or to the one that was raised. */
export function AppealLink({ workspace, attempt, now }: StandingProps & { now: Date }) {
  const href = workPaths(workspace.enrolment.id).appeal(attempt.number);
  const appeal = workspace.appeals.find(({ attemptId }) => attemptId === attempt.id);
  if (appeal) {
    const words = { open: 'is being looked at', decided: 'is answered', withdrawn: 'was withdrawn' };
    return (
      <p className="panel panel--quiet">
        <Status name={appeal.state === 'open' ? 'waiting' : 'complete'} word="Appeal" /> Your appeal{' '}
        {words[appeal.state]}. <a href={href}>{appeal.state === 'decided' ? 'Read the answer' : 'See your appeal'}</a>
      </p>
    );
  }
  const may = mayAppeal(appealCase(workspace, attempt, now));
  if (!may.ok) return null;
  return (
    <p className="meta">
      You see it differently? <a href={href}>Appeal against this decision</a>, until <Day at={may.until} />.
    </p>
  );
}
