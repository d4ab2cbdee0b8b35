import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { pageContext, requireViewer, sendPage } from '#platform/http.ts';
import { getReadWork } from './get-own-work.ts';
import { historyRoutes } from './history.routes.tsx';
import { peopleRoutes } from './people.routes.tsx';
import { requirementRoutes } from './requirement.routes.tsx';
import { selfRatingRoutes } from './self-ratings.routes.ts';
import { sendWorkspace } from './send-workspace.tsx';
import { submissionRoutes } from './submission.routes.tsx';
import { WorkPage } from './work.page.tsx';
import { listWorkspaces } from './workspace.queries.ts';

/** The earner's own pages. */
export function workRoutes(app: FastifyInstance, deps: Deps): void {
  const { db } = deps;

  app.get('/work', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const workspaces = await listWorkspaces(db, requireViewer(request).person.id);
    return sendPage(reply, 200, <WorkPage context={pageContext(request, deps)} workspaces={workspaces} />);
  });

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
