import type { SelfRatings } from '#domain/assessment/self-rating.ts';
import { openRequirements, standings } from '#domain/assessment/standing.ts';
import type { AttemptDifference } from '#domain/attempt/difference.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { findRequirement, listLookFors } from '#domain/definition/outline.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Layout } from '#ui/layout.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { PlacedArtifact } from '#ui/place-link.tsx';
import { Status } from '#ui/status.tsx';
import { DifferenceView } from '../attempts/difference-view.tsx';
import { SealedAgreement } from '../agreements/sealed-agreement.tsx';
import { SealedAttestations } from '../attestations/sealed-attestations.tsx';
import type { OwnConcern } from '../concerns/concerns.queries.ts';
import { OwnConcernsSection } from '../concerns/own-concerns-section.tsx';
import type { FlagOfWork } from '../privacy/flags.queries.ts';
import { OwnFlags } from '../privacy/own-flags.tsx';
import { SealedAiUse } from './ai-declaration.tsx';
import { EvidenceBesideLookFors } from './evidence-beside-look-fors.tsx';
import { DemonstratedList, ToReviseList, isToRevise } from './feedback-list.tsx';
import { Agreement } from './self-rating.tsx';
import { workPaths } from './work-paths.ts';
import { AppealLink, AttemptStanding, ReturnedReasons } from './attempt-standing.tsx';
import { attemptStatus } from './attempt-status.ts';
import type { AttemptSummary } from './attempt-summary.ts';
import type { Workspace } from './workspace.queries.ts';

type AttemptPageProps = {
  context: PageContext;
  workspace: Workspace;
  attempt: AttemptSummary;
  sealed: SealedAttempt;
  /** What changed since the attempt before. */
  difference: AttemptDifference | undefined;
  /** How the earner saw it, by attempt: nobody else’s page has them. */
  own: ReadonlyMap<number, SelfRatings>;
  /** What assessors hid of this work. */
  flags: readonly FlagOfWork[];
  /** Questions about it that the earner was asked. */
  concerns: readonly OwnConcern[];
  /** The files at which assessors pointed. */
  placed: ReadonlyMap<string, PlacedArtifact>;
};

/** The receipt of an attempt and, once it is decided, the feedback beside the evidence that it speaks of. */
export function AttemptPage(props: AttemptPageProps) {
  const { context, workspace, attempt, sealed, difference, own, flags, concerns, placed } = props;
  const { definition, enrolment } = workspace;
  const paths = workPaths(enrolment.id);
  const artifacts = new Map(sealed.artifacts.map((artifact) => [artifact.id, artifact]));
  return (
    <Layout context={context} title={`Attempt ${attempt.number}, ${definition.title}`} width="wide">
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href={paths.home}>{definition.title}</a>
      </nav>
      <header className="page-head">
        <p className="eyebrow">{definition.title}</p>
        <h1>Attempt {attempt.number}</h1>
        <p>
          <Status {...attemptStatus(attempt)} />
        </p>
      </header>
      <AttemptStanding workspace={workspace} attempt={attempt} />
      <OwnConcernsSection enrolmentId={enrolment.id} concerns={concerns} />
      <OwnFlags workspace={workspace} flags={flags} />
      <ReturnedReasons workspace={workspace} attempt={attempt} />
      {attempt.outcome !== null && (attempt.isAssessed || attempt.number > 1) && (
        <Feedback
          workspace={workspace}
          attempt={attempt}
          own={own}
          placed={new Map<string, PlacedArtifact>([...placed, ...artifacts])}
          now={context.now}
        />
      )}
      <Receipt attempt={attempt} sealed={sealed} />
      <section className="section">
        <h2>What was handed in</h2>
        {difference && (
          <DifferenceView
            difference={difference}
            since={attempt.number - 1}
            headingLevel={3}
            fileHref={(id) => `/artifacts/${id}`}
            hrefOf={(requirement, place) => (place ? `#${requirement}-${place}` : `#sealed-${requirement}`)}
          />
        )}
        <SealedAiUse sealed={sealed} parts={definition.parts} />
        {sealed.evidence.map((item) => {
          const requirement = findRequirement(definition, item.requirement);
          return (
            requirement && (
              <section key={requirement.id} className="reviewed" aria-labelledby={`sealed-${requirement.id}`}>
                <h3 id={`sealed-${requirement.id}`}>{requirement.title}</h3>
                <EvidenceBesideLookFors
                  definition={definition}
                  requirement={requirement}
                  data={item.data}
                  artifacts={artifacts}
                  judged={workspace.judged.filter(({ number }) => number <= attempt.number)}
                  own={own}
                />
                <SealedAgreement sealed={sealed} requirement={requirement.id} />
                <SealedAttestations sealed={sealed} requirement={requirement.id} />
              </section>
            )
          );
        })}
      </section>
    </Layout>
  );
}

function Receipt({ attempt, sealed }: Pick<AttemptPageProps, 'attempt' | 'sealed'>) {
  return (
    <section className="panel receipt" aria-labelledby="receipt-title">
      <h2 id="receipt-title">Receipt</h2>
      <dl className="facts">
        <div>
          <dt>Handed in</dt>
          <dd>
            <Moment at={attempt.submittedAt} />
          </dd>
        </div>
        <div>
          <dt>By</dt>
          <dd>{sealed.earner.name}</dd>
        </div>
        <div>
          <dt>Sealed</dt>
          <dd>
            {countOf(sealed.evidence.length, 'piece')} of evidence,{' '}
            {countOf(sealed.artifacts.length, 'file or link', 'files and links')}
          </dd>
        </div>
        {attempt.releasedAt && (
          <div>
            <dt>Decided</dt>
            <dd>
              <Moment at={attempt.releasedAt} />
            </dd>
          </div>
        )}
        <div>
          <dt>SHA-256 of what was sealed</dt>
          <dd>
            <code className="fingerprint">{attempt.sha256}</code>
          </dd>
        </div>
      </dl>
      <p className="hint">
        The fingerprint changes with a single letter: it proves later what was handed in. The pack holds every text and
        file, opens without this site, and says how to check the fingerprint.
      </p>
      <p className="receipt__take">
        <a href={`/attempts/${attempt.id}/pack.zip`} className="btn btn-sm">
          Evidence pack (ZIP)
        </a>
        <a href={`/attempts/${attempt.id}/attempt.pdf`} className="btn btn-sm">
          PDF
        </a>
      </p>
    </section>
  );
}

/** What there is to revise, with what was said of it; then what stays. */
type FeedbackProps = Pick<AttemptPageProps, 'workspace' | 'attempt' | 'own' | 'placed'> & { now: Date };

function Feedback({ workspace, attempt, own, placed, now }: FeedbackProps) {
  const { definition, enrolment } = workspace;
  const judged = workspace.judged.filter(({ number }) => number <= attempt.number);
  const all = standings(definition, judged);
  const demonstrated = all.filter((standing) => standing.state === 'demonstrated').length;
  const hasToRevise = all.some(isToRevise);
  const reopened = openRequirements(definition, all);
  const isLatest = attempt.number === enrolment.attemptsCount && enrolment.state === 'working';
  const paths = workPaths(enrolment.id);
  return (
    <section className="feedback stack" aria-labelledby="feedback-title">
      <h2 id="feedback-title">Feedback</h2>
      <p className="lead">
        {demonstrated} of {countOf(listLookFors(definition).length, 'look-for')} demonstrated.
        {demonstrated < all.length && ' What is demonstrated stays; only the others are judged again.'}
      </p>
      {attempt.overallComment && <blockquote className="assessor-comment">{attempt.overallComment}</blockquote>}
      <AppealLink workspace={workspace} attempt={attempt} now={now} />
      <Agreement
        own={own.get(attempt.number)}
        ratings={judged.find(({ number }) => number === attempt.number)?.ratings ?? []}
      />
      {hasToRevise && (
        <ToReviseList
          definition={definition}
          standings={all}
          own={own}
          artifacts={placed}
          hrefOf={(requirement, place) => {
            if (isLatest) return paths.requirement(requirement.id) + (place ? `#${place}` : '');
            return place ? `#${requirement.id}-${place}` : `#sealed-${requirement.id}`;
          }}
        />
      )}
      {demonstrated > 0 && (
        <>
          <h3>Demonstrated</h3>
          <DemonstratedList definition={definition} standings={all} own={own} artifacts={placed} />
        </>
      )}
      {isLatest && !hasToRevise && reopened.length > 0 && (
        <div className="panel">
          <h3>What you can revise now</h3>
          <ul className="checklist-findings">
            {reopened.map((key) => (
              <li key={key}>
                <Status name="open" word="To revise" />{' '}
                <a href={paths.requirement(key)}>{findRequirement(definition, key)?.title}</a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
