import { countOf } from '#domain/evidence/finding.ts';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import type { CoachedSummary } from './coached-work.queries.ts';
import { coachingPaths } from './coaching-paths.ts';

type CoachingPageProps = { context: PageContext; coached: readonly CoachedSummary[]; hasEnded: boolean };

/** Whose work the viewer reads along with. */
export function CoachingPage({ context, coached, hasEnded }: CoachingPageProps) {
  return (
    <Layout context={context} title="Coaching">
      <header className="page-head">
        <h1>Coaching</h1>
        <p className="lead">The work that you read along with. You comment; the earner decides and changes.</p>
        <p>
          <a href="/desk/talks">Talks that earners ask for</a>
        </p>
      </header>
      {hasEnded && (
        <p className="alert alert-success" role="status">
          Ended. You no longer see that work; your comments stay with its earner.
        </p>
      )}
      {coached.length === 0 ? (
        <section className="panel">
          <h2>You coach nobody now</h2>
          <p>Somebody who wants you as their coach sends you a link by mail. Open it, and their work is here.</p>
        </section>
      ) : (
        <ul className="rows coach-list">
          {coached.map((one) => (
            <li key={one.coachId}>
              <h2 className="coach-list__title">
                <a href={coachingPaths(one.coachId).home}>
                  {one.earner}: {one.title}
                </a>
              </h2>
              <p className="coached-head">
                <Status name={one.state} />
                {one.changed > 0 && <Status name="changed" word={`${countOf(one.changed, 'requirement')} changed`} />}
                {one.asked > 0 && <Status name="advice" word={`Asks you to look at ${one.asked}`} />}
              </p>
              <p className="meta">
                {one.issuerName}, coached since <Day at={one.since} />
                {one.changedAt && (
                  <>
                    ; last change <Day at={one.changedAt} />
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Layout>
  );
}
