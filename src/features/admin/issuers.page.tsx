import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { counted } from './admin-frame.tsx';
import type { AdminIssuerSummary } from './admin.queries.ts';

export function IssuersPage({ context, issuers }: { context: PageContext; issuers: readonly AdminIssuerSummary[] }) {
  return (
    <Layout context={context} title="Admin" width="wide">
      <header className="page-head">
        <h1>Admin</h1>
        <p className="lead">The issuers that you look after.</p>
      </header>
      {issuers.length === 0 && (
        <p className="empty-state">
          There is no issuer yet. Load a programme folder with the command “npm run tessera -- publish”.
        </p>
      )}
      <div className="rows">
        {issuers.map(({ slug, name, statement, microCredentials, people, waiting }) => (
          <article key={slug}>
            <h2>
              <a href={`/admin/${slug}`}>{name}</a>
            </h2>
            <p className="measure muted mt-1">{statement}</p>
            <p className="meta numeral mt-2">
              {counted(microCredentials, 'micro-credential')} ·{' '}
              {counted(people, 'person with a role', 'people with roles')} ·{' '}
              {waiting === 0
                ? 'nothing waits for a decision'
                : `${counted(waiting, 'submission')} waiting for a decision`}
            </p>
          </article>
        ))}
      </div>
    </Layout>
  );
}
