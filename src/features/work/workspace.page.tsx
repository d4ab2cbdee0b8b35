import { type RequirementProgress, type RequirementState, countDone, progressOf } from '#domain/attempt/progress.ts';
import { openLookFors, standings } from '#domain/assessment/standing.ts';
import { awardStateAt } from '#domain/award/status.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import { nextSteps } from '#domain/effort/next-steps.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status, type StatusName } from '#ui/status.tsx';
import { EvidenceReady } from './evidence-ready.tsx';
import type { OwnCoaching } from '../coaching/coaching.queries.ts';
import { WhoSees } from '../coaching/who-sees.tsx';
import type { OwnConcern } from '../concerns/concerns.queries.ts';
import { OwnConcernsSection } from '../concerns/own-concerns-section.tsx';
import type { FlagOfWork } from '../privacy/flags.queries.ts';
import { OwnFlags } from '../privacy/own-flags.tsx';
import { AiDeclaration, type ReturnedDeclaration } from './ai-declaration.tsx';
import { attemptStatus, pauseSentences } from './attempt-status.ts';
import { Attempts } from './attempts.tsx';
import { standsBetween } from './between.ts';
import { LostAward } from './lost-award.tsx';
import { NextStepLink } from './next-step.tsx';
import { TimeLeft } from './time-left.tsx';
import { findingHref, workPaths } from './work-paths.ts';
import type { Workspace } from './workspace.queries.ts';

export const stateNames: Record<RequirementState, { name: StatusName; word?: string }> = {
  'not-started': { name: 'not-started' },
  started: { name: 'started' },
  complete: { name: 'complete' },
  'to-revise': { name: 'open', word: 'To revise' },
  locked: { name: 'locked' },
};

export type WorkspacePageProps = {
  context: PageContext;
  workspace: Workspace;
  /** Who reads along, and what they wrote. */
  coaching: OwnCoaching;
  /** A declaration that could not be kept as it was typed. */
  declaration?: ReturnedDeclaration;
  /** What assessors hid of it. */
  flags?: readonly FlagOfWork[];
  /** What they were asked about this work. */
  concerns?: readonly OwnConcern[];
};

/** One micro-credential's work: its parts and requirements as a checklist, what came back, and what was handed in. */
export function WorkspacePage({
  context,
  workspace,
  coaching,
  declaration,
  flags = [],
  concerns = [],
}: WorkspacePageProps) {
  const { definition, enrolment, issuer } = workspace;
  const progress = progressOf(workspace, context.now);
  const done = countDone(progress);
  const byKey = new Map(progress.map((item) => [item.requirement.id, item]));
  return (
    <Layout context={context} title={`My work on ${definition.title}`} hasErrors={declaration !== undefined}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
      </nav>
      <header className="page-head work-head">
        <img src={`/tiles/${definition.slug}.svg`} alt="" width={120} height={120} className="work-head__tile" />
        <div>
          <p className="eyebrow">{issuer.name}</p>
          <h1>{definition.title}</h1>
          <p className="lead">{definition.statement}</p>
        </div>
      </header>
      <Turn workspace={workspace} progress={progress} now={context.now} />
      <OwnConcernsSection enrolmentId={workspace.enrolment.id} concerns={concerns} />
      <OwnFlags workspace={workspace} flags={flags} />
      <div className="split">
        <div>
          {enrolment.state === 'working' && <EvidenceReady done={done} of={progress.length} />}
          {definition.parts.map((part) => (
            <section key={part.id} className="checklist-part" aria-labelledby={`part-${part.id}`}>
              <h2 id={`part-${part.id}`}>{part.title}</h2>
              {part.summary && <p className="muted">{part.summary}</p>}
              <ul className="rows">
                {part.requirements.map((requirement) => {
                  const item = byKey.get(requirement.id);
                  return item && <ChecklistRow key={requirement.id} {...{ item, workspace, coaching }} />;
                })}
              </ul>
              <AiDeclaration workspace={workspace} part={part} returned={declaration} />
            </section>
          ))}
        </div>
        <aside className="stack" aria-label="About this work">
          <dl className="facts">
            <div>
              <dt>Worth</dt>
              <dd>{countOf(definition.worth.pdHours, 'PD hour')}</dd>
            </div>
            <div>
              <dt>Expected effort</dt>
              <dd>
                {definition.effort.hours.min} to {definition.effort.hours.max} hours
              </dd>
            </div>
            <div>
              <dt>Begun</dt>
              <dd>
                <Day at={enrolment.createdAt} />
              </dd>
            </div>
            <div>
              <dt>Version</dt>
              <dd>{enrolment.versionNumber}</dd>
            </div>
          </dl>
          <p>
            <a href={`/micro-credentials/${definition.slug}`}>Guide and scoring guide</a>
          </p>
          <Attempts workspace={workspace} />
          <WhoSees workspace={workspace} coaching={coaching} now={context.now} />
        </aside>
      </div>
    </Layout>
  );
}

type TurnProps = { workspace: Workspace; progress: readonly RequirementProgress[]; now: Date };

/** Whose turn it is, and what that means. */
function Turn({ workspace, progress, now }: TurnProps) {
  const { enrolment, definition, judged, attempts } = workspace;
  const paths = workPaths(enrolment.id);
  if (enrolment.state === 'submitted') {
    const current = attempts.at(-1);
    const dueAt = current?.dueAt ?? enrolment.dueAt;
    return (
      <section className="panel next-panel">
        {current && <Status {...attemptStatus(current)} />}
        <h2>Handed in</h2>
        <p>
          {current?.paused ? (
            <>The clock stands still: {current.paused.reason && pauseSentences[current.paused.reason]} </>
          ) : (
            dueAt && (
              <>
                Expect the decision by <Day at={dueAt} />.{' '}
              </>
            )
          )}
          You will have mail when it is there. <a href={paths.attempt(enrolment.attemptsCount)}>See the receipt</a>
        </p>
      </section>
    );
  }
  const { award } = workspace;
  const standing = award && awardStateAt(award, now);
  if (standing && standing.state !== 'in-force')
    return <LostAward award={{ id: award.id, ...standing }} issuerName={workspace.issuer.name} />;
  if (enrolment.state === 'earned') {
    return (
      <section className="panel next-panel">
        <Status name="earned" />
        <h2>You have earned this micro-credential</h2>
        <p>
          {award ? (
            <a href={`/verify/${award.id}`}>See the award</a>
          ) : (
            'The award is being made and will be here in a moment.'
          )}
        </p>
      </section>
    );
  }
  const all = standings(definition, judged);
  const open = openLookFors(all).length;
  const steps = nextSteps(progress, workspace.taken, standsBetween(workspace));
  const last = attempts.findLast((attempt) => attempt.outcome !== null);
  return (
    <section className="panel next-panel">
      <p className="eyebrow">Your next step</p>
      {last && (
        <p>
          <Status {...attemptStatus(last)} /> Attempt {last.number}
          {last.isAssessed ? (
            <>
              : {all.length - open} of {countOf(listLookFors(definition).length, 'look-for')} demonstrated, {open} to
              revise. <a href={paths.attempt(last.number)}>Read the feedback</a>
            </>
          ) : (
            <>
              : something was missing. <a href={paths.attempt(last.number)}>See what to mend</a>
            </>
          )}
        </p>
      )}
      <NextStepLink workspace={workspace} step={steps[0]} />
      <TimeLeft steps={steps} />
    </section>
  );
}

type ChecklistRowProps = { item: RequirementProgress } & Pick<WorkspacePageProps, 'workspace' | 'coaching'>;

function ChecklistRow({ item, workspace, coaching }: ChecklistRowProps) {
  const { requirement, state, findings } = item;
  const href = workPaths(workspace.enrolment.id).requirement(requirement.id);
  const blocking = findings.filter((finding) => finding.level === 'blocking');
  const comments = coaching.comments.filter((one) => one.requirement === requirement.id && one.resolvedAt === null);
  const shown =
    state === 'not-started' || state === 'locked' || workspace.enrolment.state !== 'working'
      ? []
      : findings.slice(0, 3);
  return (
    <li className="checklist-row" data-requirement={requirement.id} data-state={state}>
      <div className="checklist-row__head">
        <h3>
          <a href={href}>{requirement.title}</a>
        </h3>
        <Status {...stateNames[state]} />
      </div>
      {comments.length > 0 && (
        <p>
          <a href={`${href}#coach-comments`}>{countOf(comments.length, 'comment')} from your coach</a>
        </p>
      )}
      {shown.length > 0 && (
        <ul className="checklist-findings">
          {shown.map((finding, index) => (
            <li key={index}>
              <Status name={finding.level} />{' '}
              <a href={findingHref(workPaths(workspace.enrolment.id), requirement.id, finding)}>{finding.message}</a>
            </li>
          ))}
          {blocking.length > 3 && <li className="meta">and {blocking.length - 3} more</li>}
        </ul>
      )}
      {state === 'not-started' && requirement.minutes && (
        <p className="meta">About {countOf(Math.max(1, Math.round(requirement.minutes / 60)), 'hour')}</p>
      )}
    </li>
  );
}
