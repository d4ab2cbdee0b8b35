import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { pageContext, requireViewer, sendPage } from '#platform/http.ts';
import { leadOf, overseerOf } from '#domain/access/lead.ts';
import { clocksOf } from '../queue/clock.ts';
import { listNobodys } from '../queue/who-may.queries.ts';
import { listWaitingStatus } from '../status/award-history.queries.ts';
import { countForLead } from './lead.queries.ts';
import { LeadOverviewPage } from './overview.page.tsx';

/** Where assessing is led. */
export function leadRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/lead', { config: { policy: 'lead-or-admin' } }, async (request, reply) => {
    const viewer = requireViewer(request);
    const overseer = overseerOf(viewer);
    const now = deps.now();
    const counts = await countForLead(deps.db, overseer, now);
    const nobodys = await listNobodys(deps.db, overseer, now);
    const clocks = await clocksOf(deps.db, overseer.issuerIds);
    const statusWaiting = await listWaitingStatus(deps.db, overseer.issuerIds);
    const ledIds = leadOf(viewer).issuerIds;
    return sendPage(
      reply,
      200,
      <LeadOverviewPage {...{ context: pageContext(request, deps), counts, nobodys, clocks, ledIds, statusWaiting }} />,
    );
  });
}
