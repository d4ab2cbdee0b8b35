import type { BusinessClock } from '#domain/assessment/business-clock.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { findRequirement, listRequirements } from '#domain/definition/outline.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Scoring as ScoringIsland } from '#islands/scoring.tsx';
import { ErrorSummary } from '#ui/form.tsx';
import { Island } from '#ui/island.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { DifferenceView } from '../attempts/difference-view.tsx';
import { RaiseConcernSection } from '../concerns/raise-form.tsx';
import { evidencePrefix, requirementAnchor } from './anchors.ts';
import type { Scoring } from './desk.queries.ts';
import { Due } from './due.tsx';
import { EvidencePane } from './evidence-pane.tsx';
import { SeatNote } from './seat-note.tsx';
import { type Returned, scoringProps } from './scoring-props.ts';

export type ScoringPageProps = {
  context: PageContext;
  scoring: Scoring;
  /** The issuer’s. */
  clock: BusinessClock;
  /** After a post that could not be carried out whole. */
  returned?: Returned;
  /** After everything was saved. */
  saved?: boolean;
};

/** The attempt beside its scoring guide. */
export function ScoringPage({ context, scoring, clock, returned, saved = false }: ScoringPageProps) {
  const { definition, sealed, number } = scoring;
  const conflicts = conflictsOf(returned);
  const errors = returned?.errors ?? [];
  return (
    <Layout
      context={context}
      title={`${definition.title}, attempt ${number} of ${sealed.earner.name}`}
      width="wide"
      hasErrors={errors.length > 0}
      islands
    >
      <ErrorSummary errors={errors} />
      {conflicts > 0 && (
        <div className="alert alert-warning" role="alert">
          {countOf(conflicts, 'change')} of yours {conflicts === 1 ? 'was' : 'were'} not saved, because the same was
          changed elsewhere meanwhile. Both versions stand below. Everything else is saved.
        </div>
      )}
      {saved && errors.length === 0 && conflicts === 0 && (
        <p className="alert alert-success" role="status">
          Everything is saved. Nothing is sent to the earner until you send the decision.
        </p>
      )}
      <div className="scoring-screen">
        <ScoringHead context={context} scoring={scoring} clock={clock} />
        <nav className="scoring-jumps" aria-label="On this page">
          <a href="#attempt" className="btn btn-sm">
            The attempt
          </a>
          <a href="#scoring-guide" className="btn btn-sm">
            Scoring guide
          </a>
        </nav>
        <div className="scoring" data-split="tessera.scoring-split">
          <section id="attempt" className="scoring__pane" aria-labelledby="attempt-title" tabIndex={0}>
            <h2 id="attempt-title">The attempt</h2>
            {scoring.previous && scoring.difference && (
              <DifferenceView
                difference={scoring.difference}
                since={scoring.previous.number}
                headingLevel={3}
                fileHref={(id) => `/artifacts/${id}`}
                hrefOf={(requirement, place) =>
                  place ? `#${evidencePrefix(requirement)}-${place}` : `#${requirementAnchor(requirement)}`
                }
              />
            )}
            <EvidencePane scoring={scoring} viewerId={context.viewer?.person.id} />
          </section>
          {/* Without the script there is nothing to drag, so the panes stand as they are. */}
          <div
            hidden
            role="separator"
            tabIndex={0}
            className="scoring__divider"
            aria-orientation="vertical"
            aria-label="Width of the attempt beside the scoring guide"
            aria-controls="attempt"
            aria-valuenow={52}
            aria-valuemin={25}
            aria-valuemax={75}
          />
          <section id="scoring-guide" className="scoring__pane" aria-labelledby="guide-title" tabIndex={0}>
            <h2 id="guide-title">Scoring guide</h2>
            <SeatNote scoring={scoring} />
            <Island
              name="scoring"
              component={ScoringIsland}
              props={scoringProps(scoring, context.viewer?.person.id ?? '', returned)}
            />
          </section>
        </div>
      </div>
      <RaiseConcernSection attemptId={scoring.attemptId} requirements={listRequirements(definition)} />
      {scoring.role !== 'qualification' && (
        <form method="post" action={`/desk/assessments/${scoring.id}/release`} className="let-go">
          <p className="meta">
            Not yours to judge after all? Let it go and it waits in the queue for another assessor. What you rated is
            kept in case you come back to it.
          </p>
          <button type="submit" className="btn btn-sm">
            Let go of this attempt
          </button>
        </form>
      )}
    </Layout>
  );
}

function ScoringHead({ context, scoring, clock }: Pick<ScoringPageProps, 'context' | 'scoring' | 'clock'>) {
  const { definition, sealed, previous, difference, number } = scoring;
  const changed = difference?.requirements.map(({ requirement }) => requirement.id) ?? [];
  return (
    <header className="scoring-head">
      <nav aria-label="Breadcrumb" className="crumbs">
        <a href="/desk">Assessor’s desk</a>
        <span aria-current="page">Attempt {number}</span>
      </nav>
      <h1>{definition.title}</h1>
      <p className="scoring-head__facts">
        <span>
          Attempt {number} by <strong>{sealed.earner.name}</strong>
        </span>
        <span>Handed in {formatDate(scoring.submittedAt)}</span>
        {scoring.dueAt && <Due at={scoring.dueAt} now={context.now} clock={clock} />}
        <span>{scoring.issuerName}</span>
      </p>
      {previous && (
        <p className="scoring-head__changes">
          <strong>Since attempt {previous.number}:</strong>{' '}
          {changed.length === 0
            ? 'no evidence was changed.'
            : changed.map((id, index) => (
                <span key={id}>
                  {index > 0 && ', '}
                  <a href={`#${requirementAnchor(id)}`}>{findRequirement(definition, id)?.title ?? id}</a>
                </span>
              ))}
          {changed.length > 0 && ' changed.'} {countOf(sealed.carriedOver.length, 'look-for')} demonstrated before{' '}
          {sealed.carriedOver.length === 1 ? 'is' : 'are'} not rated again.
        </p>
      )}
      <p className="scoring-head__take">
        <a href={`/attempts/${scoring.attemptId}/attempt.pdf`}>PDF</a>
        <a href={`/attempts/${scoring.attemptId}/pack.zip`}>Evidence pack (ZIP)</a>
      </p>
    </header>
  );
}

function conflictsOf(returned: Returned | undefined): number {
  return (returned?.saved?.conflicts.length ?? 0) + (returned?.saved?.overallConflict ? 1 : 0);
}
