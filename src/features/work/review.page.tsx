import { type RequirementProgress, progressOf } from '#domain/attempt/progress.ts';
import type { SelfRatings } from '#domain/assessment/self-rating.ts';
import { isTalkMissing } from '#domain/coaching/talk.ts';
import type { StandsBetween } from '#domain/effort/next-steps.ts';
import { openLookFors, standings } from '#domain/assessment/standing.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { SealedAgreement } from '../agreements/sealed-agreement.tsx';
import { SealedAttestations } from '../attestations/sealed-attestations.tsx';
import { PrivacySection } from '../privacy/privacy-section.tsx';
import { standsBetween } from './between.ts';
import { SealedAiUse } from './ai-declaration.tsx';
import { EvidenceBesideLookFors } from './evidence-beside-look-fors.tsx';
import { sealStatements } from './seal-attempt.ts';
import { SelfRatingForm, SelfRatingList } from './self-rating.tsx';
import { findingHref, workPaths } from './work-paths.ts';
import type { Workspace } from './workspace.queries.ts';

type ReviewPageProps = {
  context: PageContext;
  workspace: Workspace;
  /** How the earner sees their own work. */
  selfRatings: SelfRatings;
  justRated?: boolean;
  /** Set when handing in was refused: the findings are why. */
  isRefused?: boolean;
};

/** The self-check: what is missing first, then everything as the assessor will see it, the look-fors beside it. */
export function ReviewPage(props: ReviewPageProps) {
  const { context, workspace, selfRatings, justRated = false, isRefused = false } = props;
  const { definition, enrolment, judged } = workspace;
  const progress = progressOf(workspace, context.now);
  const statements = sealStatements(workspace, context.now);
  const paths = workPaths(enrolment.id);
  const blocking = progress.filter(({ findings }) => findings.some((finding) => finding.level === 'blocking'));
  const all = standings(definition, judged);
  const open = new Set(openLookFors(all));
  const between = standsBetween(workspace);
  return (
    <Layout
      context={context}
      title={`Review and hand in, ${definition.title}`}
      width="wide"
      hasErrors={isRefused}
      islands
    >
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href={paths.home}>{definition.title}</a>
      </nav>
      <header className="page-head">
        <h1>Review and hand in</h1>
        <p className="lead">This is what the assessor will see, beside what they look for.</p>
      </header>
      <SelfCheck workspace={workspace} progress={progress} isRefused={isRefused} />
      <SealedAiUse sealed={statements} parts={definition.parts} />
      {definition.parts.map((part) => (
        <section key={part.id} className="section">
          <h2>{part.title}</h2>
          {part.requirements.map((requirement) => (
            <ReviewedRequirement
              key={requirement.id}
              workspace={workspace}
              statements={statements}
              item={progress.find((item) => item.requirement.id === requirement.id)}
            />
          ))}
        </section>
      ))}
      {enrolment.state === 'working' && <PrivacySection workspace={workspace} />}
      <section className="section" aria-labelledby="how-you-see-it">
        <h2 id="how-you-see-it">How you see it</h2>
        <SelfRatingForm paths={paths} justRated={justRated}>
          <SelfRatingList lookFors={listLookFors(definition).filter(({ id }) => open.has(id))} ratings={selfRatings} />
        </SelfRatingForm>
      </section>
      {blocking.length === 0 && enrolment.state === 'working' && !isHeldUp(between) && (
        <form method="post" action={paths.submit} className="panel hand-in">
          <input type="hidden" name="number" value={enrolment.attemptsCount + 1} />
          <h2>Hand in attempt {enrolment.attemptsCount + 1}</h2>
          <p>
            What you see above is sealed as it is now and goes to an assessor, who judges{' '}
            {countOf(open.size, 'look-for')}
            {judged.length > 0 ? '; what is demonstrated already is carried over' : ''}. You can’t change it while it is
            being judged. The decision is due within {countOf(definition.assessment.decisionDays, 'business day')}.
          </p>
          <p className="actions">
            <button type="submit" className="btn btn-primary btn-lg">
              Hand in
            </button>
            <a href={paths.home} className="btn">
              Not yet
            </a>
          </p>
        </form>
      )}
    </Layout>
  );
}

type SelfCheckProps = {
  workspace: Workspace;
  progress: readonly RequirementProgress[];
  isRefused: boolean;
};

/** Whether something other than the work itself keeps it from being handed in. */
function isHeldUp({ talk, hasOpenAppeal }: StandsBetween): boolean {
  return hasOpenAppeal || isTalkMissing(talk);
}

function SelfCheck({ workspace, progress, isRefused }: SelfCheckProps) {
  const { enrolment, talk } = workspace;
  const paths = workPaths(enrolment.id);
  const { hasOpenAppeal } = standsBetween(workspace);
  const found = progress.flatMap(({ requirement, findings, state }) =>
    state === 'locked' ? [] : findings.map((finding) => ({ requirement, finding })),
  );
  const blocking = found.filter(({ finding }) => finding.level === 'blocking');
  const untouched = progress.filter(({ state }) => state === 'to-revise');
  const left = blocking.length + (isTalkMissing(talk) ? 1 : 0) + (hasOpenAppeal ? 1 : 0);
  return (
    <section className={isRefused ? 'error-summary' : 'panel'} role={isRefused ? 'alert' : undefined}>
      <h2>
        {isRefused
          ? 'This can’t be handed in yet'
          : left > 0
            ? `${countOf(left, 'thing')} left to do`
            : 'The self-check finds nothing missing'}
      </h2>
      <ul className="checklist-findings">
        {hasOpenAppeal && (
          <li>
            <Status name="blocking" />{' '}
            <a href={paths.appeal(enrolment.attemptsCount)}>
              Wait for the answer to your appeal, or withdraw it, before you hand in again
            </a>
          </li>
        )}
        {isTalkMissing(talk) && (
          <li>
            <Status name="blocking" />{' '}
            <a href={paths.talk}>
              {talk === 'needed'
                ? 'Ask for a talk with a coach: it comes before this attempt'
                : 'Settle a time for your talk with a coach: you asked for one'}
            </a>
          </li>
        )}
        {found.map(({ requirement, finding }, index) => (
          <li key={index}>
            <Status name={finding.level} />{' '}
            <span>
              <a href={findingHref(paths, requirement.id, finding)}>{finding.message}</a>{' '}
              <span className="meta">({requirement.title})</span>
            </span>
          </li>
        ))}
        {untouched.map(({ requirement }) => (
          <li key={requirement.id}>
            <Status name="advice" />{' '}
            <a href={paths.requirement(requirement.id)}>
              You have not changed “{requirement.title}” since it came back
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ReviewedRequirement({
  workspace,
  statements,
  item,
}: {
  workspace: Workspace;
  statements: ReturnType<typeof sealStatements>;
  item: RequirementProgress | undefined;
}) {
  if (!item) return null;
  const { requirement, state } = item;
  const { definition, judged, enrolment } = workspace;
  return (
    <section className="reviewed" aria-labelledby={`reviewed-${requirement.id}`}>
      <div className="reviewed__head">
        <h3 id={`reviewed-${requirement.id}`}>{requirement.title}</h3>
        {state !== 'locked' && enrolment.state === 'working' && (
          <span className="no-print">
            <a href={workPaths(enrolment.id).requirement(requirement.id)}>
              Change<span className="sr-only"> {requirement.title}</span>
            </a>
          </span>
        )}
      </div>
      <EvidenceBesideLookFors
        definition={definition}
        requirement={requirement}
        data={workspace.evidence.get(requirement.id)?.data}
        artifacts={workspace.artifacts}
        judged={judged}
      />
      <SealedAgreement sealed={statements} requirement={requirement.id} />
      <SealedAttestations sealed={statements} requirement={requirement.id} />
    </section>
  );
}
