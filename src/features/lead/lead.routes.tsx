import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { pageContext, sendPage } from '#platform/http.ts';
import { LeadOverviewPage } from './overview.page.tsx';

/** Where assessing is led. */
export function leadRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/lead', { config: { policy: 'lead-or-admin' } }, (request, reply) =>
    sendPage(reply, 200, <LeadOverviewPage context={pageContext(request, deps)} />),
  );
}
