import type { FastifyInstance } from 'fastify';
import { mostListed, robotsText, sitemapIndexXml, sitemapXml } from '#domain/open-data/sitemap.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, sendPage, textFields } from '#platform/http.ts';
import { caseRoutes } from './case.routes.ts';
import { createKnownIds } from './known-ids.ts';
import { OpenDataPage } from './open-data.page.tsx';
import { listOpenData } from './open-data.queries.ts';
import { resourceRoutes } from './resources.routes.ts';
import { sendOpen } from './send-open.ts';
import { readSitemapPart } from './sitemap.queries.ts';

const forAll = { config: { policy: 'public', asksNobody: true } } as const;

/** What programs read of what is offered here, and where search engines begin. */
export function openDataRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, baseUrl } = deps;
  const ids = createKnownIds(db, baseUrl);
  resourceRoutes(app, deps, ids);
  caseRoutes(app, deps, ids);

  app.get('/open-data', { config: { policy: 'public' } }, async (request, reply) => {
    const { title, after } = textFields(request.query);
    const from = title !== undefined && after !== undefined ? { title, slug: after } : undefined;
    const props = { context: pageContext(request, deps), listing: await listOpenData(db, from), isFirst: !from };
    return sendPage(reply, 200, <OpenDataPage {...props} />);
  });

  app.get('/robots.txt', forAll, (request, reply) =>
    sendOpen(request, reply, { type: 'text/plain; charset=utf-8', body: robotsText(baseUrl), maxAge: 3600 }),
  );

  app.get('/sitemap.xml', forAll, async (request, reply) => {
    const { pages, parts } = await readSitemapPart(db, { part: 1, perPart: mostListed });
    const body = parts === 1 ? sitemapXml(baseUrl, pages) : sitemapIndexXml(baseUrl, parts);
    return sendOpen(request, reply, { type: 'application/xml; charset=utf-8', body, maxAge: 3600 });
  });

  app.get<{ Params: { number: string } }>('/sitemaps/:number.xml', forAll, async (request, reply) => {
    const part = /^[1-9]\d{0,3}$/.test(request.params.number) ? Number(request.params.number) : 0;
    const { pages } = part > 0 ? await readSitemapPart(db, { part, perPart: mostListed }) : { pages: [] };
    if (pages.length === 0) throw new NotFoundError('sitemap');
    const body = sitemapXml(baseUrl, pages);
    return sendOpen(request, reply, { type: 'application/xml; charset=utf-8', body, maxAge: 3600 });
  });
}
