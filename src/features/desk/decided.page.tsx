import { formatDate } from '#domain/text/format-date.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { ScoringSummary } from './confirm.page.tsx';
import type { Scoring } from './desk.queries.ts';
import { EvidencePane } from './evidence-pane.tsx';

type DecidedPageProps = {
  context: PageContext;
  scoring: Scoring;
  decision: NonNullable<Scoring['decision']>;
};

/** An assessment whose decision was sent, as it will stay. */
export function DecidedPage({ context, scoring, decision }: DecidedPageProps) {
  const { definition, sealed, overall, number } = scoring;
  return (
    <Layout
      context={context}
      width="wide"
      title={`${definition.title}, attempt ${number} of ${sealed.earner.name}, decided`}
    >
      <nav aria-label="Breadcrumb" className="crumbs">
        <a href="/desk">Assessor’s desk</a>
        <span aria-current="page">Attempt {number}, decided</span>
      </nav>
      <header className="page-head">
        <h1>{definition.title}</h1>
        <p className="lead">
          <Status name={decision.outcome} /> You sent this decision on attempt {number} of {sealed.earner.name} on{' '}
          {formatDate(decision.releasedAt)}. It stays as it is.
        </p>
        <p className="actions">
          <a href="/desk" className="btn btn-primary">
            Back to the queue
          </a>
        </p>
      </header>
      {overall.comment.trim() !== '' && <p className="look-for__said">{overall.comment}</p>}
      <ScoringSummary scoring={scoring} />
      <section className="section" aria-labelledby="attempt-title">
        <h2 id="attempt-title">The attempt</h2>
        <EvidencePane scoring={scoring} viewerId={context.viewer?.person.id} />
      </section>
    </Layout>
  );
}
