import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage } from '#platform/http.ts';
import { badgeFileRoutes } from './badge-files.routes.ts';
import { endorsementRoutes } from './endorsements.routes.tsx';
import { loadAward } from './held-award.ts';
import { olderBadgeRoutes } from './older-badges.routes.ts';
import { SharePage } from './share.page.tsx';

/** Awards in the forms in which they travel. */
export function badgeRoutes(app: FastifyInstance, deps: Deps): void {
  badgeFileRoutes(app, deps);
  olderBadgeRoutes(app, deps);
  endorsementRoutes(app, deps);

  app.get('/awards/:publicId/share', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const { award, status } = await loadAward(deps, request);
    const own = await deps.db
      .selectFrom('awards')
      .select('id')
      .where('id', '=', award.id)
      .where('person_id', '=', requireViewer(request).person.id)
      .executeTakeFirst();
    if (!own) throw new NotFoundError('award');
    return sendPage(reply, 200, <SharePage context={pageContext(request, deps)} award={award} status={status} />);
  });
}
