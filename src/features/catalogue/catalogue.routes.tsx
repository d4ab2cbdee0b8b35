import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, sendPage } from '#platform/http.ts';
import { findOffered, findSeries, getHome } from './catalogue.queries.ts';
import { HomePage } from './home.page.tsx';
import { readLibraryFilter } from './library-filter.ts';
import { LibraryPage } from './library.page.tsx';
import { listLibrary, listLibraryChoices } from './library.queries.ts';
import { MicroCredentialPage } from './micro-credential.page.tsx';
import { SeriesPage } from './series.page.tsx';
import { tileRoutes } from './tiles.routes.ts';

const open = { config: { policy: 'public' } } as const;

/** What anyone may look at: the home page, the library, and each micro-credential and series. */
export function catalogueRoutes(app: FastifyInstance, deps: Deps): void {
  const { db } = deps;
  tileRoutes(app, deps);

  app.get('/', open, async (request, reply) =>
    sendPage(reply, 200, <HomePage context={pageContext(request, deps)} home={await getHome(db)} />),
  );

  app.get('/library', open, async (request, reply) => {
    const filter = readLibraryFilter(request.query);
    const [listing, choices] = await Promise.all([
      listLibrary(db, filter, request.viewer?.person.id ?? null),
      listLibraryChoices(db),
    ]);
    const context = pageContext(request, deps);
    return sendPage(reply, 200, <LibraryPage context={context} filter={filter} listing={listing} choices={choices} />);
  });

  app.get<{ Params: { slug: string } }>('/micro-credentials/:slug', open, async (request, reply) => {
    const offered = await findOffered(db, request.params.slug, request.viewer?.person.id ?? null);
    if (!offered) throw new NotFoundError('micro-credential');
    return sendPage(reply, 200, <MicroCredentialPage context={pageContext(request, deps)} offered={offered} />);
  });

  app.get<{ Params: { slug: string } }>('/series/:slug', open, async (request, reply) => {
    const offered = await findSeries(db, request.params.slug, request.viewer?.person.id ?? null);
    if (!offered) throw new NotFoundError('series');
    return sendPage(reply, 200, <SeriesPage context={pageContext(request, deps)} offered={offered} />);
  });
}
