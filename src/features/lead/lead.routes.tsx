import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { pageContext, requireViewer, sendPage } from '#platform/http.ts';
import { overseerOf } from '#domain/access/lead.ts';
import { countForLead } from './lead.queries.ts';
import { LeadOverviewPage } from './overview.page.tsx';

/** Where assessing is led. */
export function leadRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/lead', { config: { policy: 'lead-or-admin' } }, async (request, reply) => {
    const counts = await countForLead(deps.db, overseerOf(requireViewer(request)), deps.now());
    return sendPage(reply, 200, <LeadOverviewPage context={pageContext(request, deps)} counts={counts} />);
  });
}
