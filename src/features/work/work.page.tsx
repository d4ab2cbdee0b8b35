import { type AwardState, awardStateAt } from '#domain/award/status.ts';
import { type RequirementProgress, countDone, progressOf } from '#domain/attempt/progress.ts';
import { type SizedStep, nextSteps } from '#domain/effort/next-steps.ts';
import { restingFor } from '#domain/effort/resting.ts';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { standsBetween } from './between.ts';
import { EvidenceReady } from './evidence-ready.tsx';
import { NextStepLink, StepLink } from './next-step.tsx';
import { TimeLeft } from './time-left.tsx';
import { workPaths } from './work-paths.ts';
import type { Workspace } from './workspace.queries.ts';

type WorkItem = {
  workspace: Workspace;
  progress: RequirementProgress[];
  /** Of its award, once it is issued. */
  award: { id: string; state: AwardState; since: Date | null } | undefined;
  /** While it is the earner’s turn. */
  steps: [SizedStep, ...SizedStep[]] | undefined;
};

type Working = WorkItem & { steps: [SizedStep, ...SizedStep[]] };

/** My work at a glance: the next smallest step over everything first, then everything by whose turn it is. */
export function WorkPage({ context, workspaces }: { context: PageContext; workspaces: readonly Workspace[] }) {
  const items = workspaces.map((workspace): WorkItem => {
    const progress = progressOf(workspace, context.now);
    const isWorking = workspace.enrolment.state === 'working';
    return {
      workspace,
      progress,
      award: workspace.award ? { id: workspace.award.id, ...awardStateAt(workspace.award, context.now) } : undefined,
      steps: isWorking ? nextSteps(progress, workspace.taken, standsBetween(workspace)) : undefined,
    };
  });
  const working = items.filter((item): item is Working => item.steps !== undefined).sort(byCloseness);
  const submitted = items.filter(({ workspace }) => workspace.enrolment.state === 'submitted');
  const ended = items.filter(({ workspace }) => workspace.enrolment.state === 'earned');
  const earned = ended.filter(({ award }) => award === undefined || award.state === 'in-force');
  const lost = ended.filter((item) => !earned.includes(item));
  const [first] = working.toSorted((a, b) => sizeOf(a) - sizeOf(b));
  return (
    <Layout context={context} title="My work">
      <header className="page-head">
        <h1>My work</h1>
        {items.length > 0 && (
          <p className="lead">
            {working.length} in progress, {submitted.length} with an assessor, {earned.length} earned
            {lostStates.map((state) => countLost(lost, state))}.
          </p>
        )}
        {items.length > 0 && (
          <p className="meta">
            <a href="/consent">Your consent register</a>
          </p>
        )}
      </header>
      {items.length === 0 && <NothingYet />}
      {first && (
        <section className="panel next-panel" aria-labelledby="next-title">
          <p className="eyebrow">Your next step</p>
          <h2 id="next-title">{first.workspace.definition.title}</h2>
          <NextStepLink workspace={first.workspace} step={first.steps[0]} />
        </section>
      )}
      <WorkList title="In progress" items={working} now={context.now} />
      <WorkList title="With an assessor" items={submitted} now={context.now} />
      <WorkList title="Earned" items={earned} now={context.now} />
      <WorkList title="Earned, not in force" items={lost} now={context.now} />
    </Layout>
  );
}

const lostStates = ['expired', 'suspended', 'revoked'] as const;

function countLost(lost: readonly WorkItem[], state: AwardState): string {
  const count = lost.filter(({ award }) => award?.state === state).length;
  return count === 0 ? '' : `, ${count} ${state}`;
}

/** Minutes of its next step; what nobody can size comes last. */
function sizeOf({ steps }: Working): number {
  return steps[0].size?.minutes ?? Number.MAX_SAFE_INTEGER;
}

/** What came back first, then what is nearest to being done. */
function byCloseness(a: WorkItem, b: WorkItem): number {
  const sentBack = (item: WorkItem) => (item.workspace.judged.length > 0 ? 1 : 0);
  const share = ({ progress }: WorkItem) => countDone(progress) / progress.length;
  return sentBack(b) - sentBack(a) || share(b) - share(a);
}

function NothingYet() {
  return (
    <div className="empty-state">
      <h2>Nothing here yet</h2>
      <p>
        Find a micro-credential for work that you do anyway, enrol, and collect evidence of it here at your own pace.
        Everything you write or upload is kept as you go.
      </p>
      <p>
        <a href="/library" className="btn btn-primary">
          Look through the library
        </a>
      </p>
    </div>
  );
}

function WorkList({ title, items, now }: { title: string; items: WorkItem[]; now: Date }) {
  if (items.length === 0) return null;
  return (
    <section className="section">
      <h2>
        {title} <span className="muted numeral">({items.length})</span>
      </h2>
      <ul className="work-list">
        {items.map((item) => (
          <li key={item.workspace.enrolment.id}>
            <WorkCard item={item} now={now} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function WorkCard({ item: { workspace, progress, award, steps }, now }: { item: WorkItem; now: Date }) {
  const { enrolment, definition, issuer } = workspace;
  const lost = award && award.state !== 'in-force' ? award.state : undefined;
  const done = countDone(progress);
  return (
    <article className="work-card">
      <img src={`/tiles/${definition.slug}.svg`} alt="" width={96} height={96} className="work-card__tile" />
      <div className="work-card__body">
        <h3>
          <a href={workPaths(enrolment.id).home}>{definition.title}</a>
        </h3>
        <p className="meta">{issuer.name}</p>
        <p className="work-card__state">
          <Status
            name={lost ?? enrolment.state}
            {...(enrolment.state === 'working' && workspace.judged.length > 0 ? { word: 'Sent back to revise' } : {})}
          />{' '}
          <span className="meta">
            {enrolment.state === 'submitted' && enrolment.dueAt && (
              <>
                decision by <Day at={enrolment.dueAt} />
              </>
            )}
            {lost && award?.since ? (
              <>
                on <Day at={award.since} />
              </>
            ) : (
              enrolment.state === 'earned' && enrolment.earnedAt && <Day at={enrolment.earnedAt} />
            )}
          </span>
        </p>
        {steps && (
          <>
            <EvidenceReady done={done} of={progress.length} />
            <Resting workspace={workspace} now={now} />
            <p className="work-card__next">
              <span className="meta">Next:</span> <StepLink workspace={workspace} step={steps[0]} />
            </p>
            <TimeLeft steps={steps} />
          </>
        )}
        {enrolment.state === 'earned' && award && (
          <p>
            {award.state === 'in-force' ? (
              <a href={`/verify/${award.id}`}>See the award</a>
            ) : (
              <a href={`/awards/${award.id}/status`}>{lostWays[award.state]}</a>
            )}
          </p>
        )}
      </div>
    </article>
  );
}

const lostWays: Record<(typeof lostStates)[number], string> = {
  expired: 'See whether it can be renewed',
  suspended: 'Read why it is suspended',
  revoked: 'Read why it was revoked',
};

/** Work that was left alone for a while is as it was left: that is all there is to say of it. */
function Resting({ workspace: { enrolment, evidence }, now }: { workspace: Workspace; now: Date }) {
  const times = [enrolment.createdAt, ...[...evidence.values()].flatMap(({ updatedAt }) => updatedAt ?? [])];
  const touchedAt = new Date(Math.max(...times.map((time) => time.getTime())));
  if (restingFor(touchedAt, now) === undefined) return null;
  return (
    <p className="meta">
      Everything is as you left it on <Day at={touchedAt} />. A small step is enough to be back in it.
    </p>
  );
}
