import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { ScoringSummary } from './confirm.page.tsx';
import type { Scoring } from './desk.queries.ts';

/** An assessment that is finished and whose attempt is not decided yet: it says nothing of what others think of it. */
export function CompletedPage({ context, scoring }: { context: PageContext; scoring: Scoring }) {
  const { definition, sealed, overall, number } = scoring;
  return (
    <Layout
      context={context}
      width="wide"
      title={`${definition.title}, attempt ${number} of ${sealed.earner.name}, your ratings`}
    >
      <nav aria-label="Breadcrumb" className="crumbs">
        <a href="/desk">Assessor’s desk</a>
        <span aria-current="page">Attempt {number}, your ratings</span>
      </nav>
      <header className="page-head">
        <h1>{definition.title}</h1>
        <p className="lead">
          <Status name="complete" word="Sent" /> Your ratings of attempt {number} of {sealed.earner.name} are in. They
          stay as they are.
        </p>
        <p>
          {scoring.isRevealed ? (
            <>
              This was an anchor: an attempt with agreed ratings, given to you like any other so that all assessors
              score alike. No earner waits for it. <a href="/desk/calibration#seeded-title">Compare your ratings</a>{' '}
              with the agreed ones.
            </>
          ) : scoring.role === 'appeal' ? (
            'The appeal is answered, and the earner has mail. There is nothing more for you to do.'
          ) : (
            'The decision follows from all assessments of this attempt. There is nothing more for you to do.'
          )}
        </p>
        <p className="actions">
          <a href="/desk" className="btn btn-primary">
            Back to the queue
          </a>
        </p>
      </header>
      {overall.comment.trim() !== '' && <p className="look-for__said">{overall.comment}</p>}
      <ScoringSummary scoring={scoring} />
    </Layout>
  );
}
