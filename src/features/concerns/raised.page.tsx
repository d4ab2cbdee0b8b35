import { concernKinds, isResolved } from '#domain/assessment/concern.ts';
import { Layout } from '#ui/layout.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { ConcernStatus } from './concern-status.tsx';
import type { RaisedConcern } from './concerns.queries.ts';

type RaisedPageProps = { context: PageContext; concerns: readonly RaisedConcern[]; isNew: boolean };

/** What the assessor raised, and where it stands. */
export function RaisedPage({ context, concerns, isNew }: RaisedPageProps) {
  return (
    <Layout context={context} width="wide" title="Concerns that you raised">
      <nav aria-label="Breadcrumb" className="crumbs">
        <a href="/desk">Assessor’s desk</a>
        <span aria-current="page">Concerns</span>
      </nav>
      {isNew && (
        <p className="alert alert-success mb-6" role="status">
          Your concern is with the lead assessors. The decision waits until they have settled it.
        </p>
      )}
      <header className="page-head">
        <h1>Concerns that you raised</h1>
        <p className="lead">Only you and the lead assessors see them.</p>
      </header>
      {concerns.length === 0 ? (
        <p>You have raised none. You raise one on the page of the attempt that it is about.</p>
      ) : (
        <ul className="rows concern-rows">
          {concerns.map(({ id, kind, state, title, number, detail, raisedAt }) => (
            <li key={id}>
              <p>
                <ConcernStatus state={isResolved(state) ? 'settled' : 'open'} />{' '}
                <strong>{concernKinds[kind].label}</strong>, attempt {number} of “{title}”
              </p>
              <p className="concern-words">{detail}</p>
              <p className="meta">
                <Moment at={raisedAt} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Layout>
  );
}
