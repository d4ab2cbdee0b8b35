import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { pageContext, requireViewer, sendPage } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { enrol } from './enrol.ts';
import { getReadWork } from './get-own-work.ts';
import { historyRoutes } from './history.routes.tsx';
import { peopleRoutes } from './people.routes.tsx';
import { requirementRoutes } from './requirement.routes.tsx';
import { selfRatingRoutes } from './self-ratings.routes.ts';
import { sendWorkspace } from './send-workspace.tsx';
import { submissionRoutes } from './submission.routes.tsx';
import { WorkPage } from './work.page.tsx';
import { workPaths } from './work-paths.ts';
import { listWorkspaces } from './workspace.queries.ts';

/** Per person: nobody takes up as many. */
const enrolRate = personLimit({ max: 60, timeWindow: 10 * 60_000 });

/** The earner's own pages. */
export function workRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;

  app.get('/work', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const workspaces = await listWorkspaces(db, requireViewer(request).person.id);
    return sendPage(reply, 200, <WorkPage context={pageContext(request, deps)} workspaces={workspaces} />);
  });

  app.post<{ Params: { slug: string } }>(
    '/micro-credentials/:slug/enrol',
    { config: { policy: 'signed-in', rateLimit: enrolRate } },
    async (request, reply) => {
      const personId = requireViewer(request).person.id;
      const { slug } = request.params;
      const id = await db.transaction().execute((trx) => enrol(trx, { personId, slug, now: now() }));
      return reply.redirect(workPaths(id).home, 303);
    },
  );

  app.get('/work/:enrolmentId', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const { workspace } = await getReadWork(deps, request);
    return sendWorkspace(deps, request, reply, 200, { workspace });
  });

  requirementRoutes(app, deps);
  peopleRoutes(app, deps);
  historyRoutes(app, deps);
  submissionRoutes(app, deps);
  selfRatingRoutes(app, deps);
}
