import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { ledSeriesRoutes } from './led-series.routes.tsx';
import { SeriesPage } from './series.page.tsx';
import { findSeries } from './series.queries.ts';
import { setListed } from './set-listed.ts';

type SlugParams = { Params: { slug: string } };

/** The mosaic of a series, and what its issuer sees of it. */
export function seriesRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;

  app.get<SlugParams>('/series/:slug', { config: { policy: 'public' } }, async (request, reply) => {
    const { before } = textFields(request.query);
    const mapped = await findSeries(db, {
      slug: request.params.slug,
      viewerId: request.viewer?.person.id ?? null,
      now: now(),
      before: before !== undefined && /^[a-z0-9]{16,64}$/.test(before) ? before : undefined,
    });
    if (!mapped) throw new NotFoundError('series');
    return sendPage(reply, 200, <SeriesPage context={pageContext(request, deps)} mapped={mapped} />);
  });

  app.post<SlugParams>('/series/:slug/listed', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const { slug } = request.params;
    const personId = requireViewer(request).person.id;
    const listed = textFields(request.body).listed === 'yes';
    await db.transaction().execute((trx) => setListed(trx, { personId, slug, listed, now: now() }));
    return reply.redirect(`/series/${slug}#finished`, 303);
  });

  ledSeriesRoutes(app, deps);
}
