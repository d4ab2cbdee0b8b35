import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { listShownEndorsements } from '../badges/endorsements.queries.ts';
import { enrol } from '../work/enrol.ts';
import { findOffered, getHome } from './catalogue.queries.ts';
import { HomePage } from './home.page.tsx';
import { readLibraryFilter } from './library-filter.ts';
import { LibraryPage } from './library.page.tsx';
import { listLibrary, listLibraryChoices } from './library.queries.ts';
import { MicroCredentialPage } from './micro-credential.page.tsx';
import { tileRoutes } from './tiles.routes.ts';
import { olderAchievementId, versionRoutes } from './versions.routes.tsx';

const open = { config: { policy: 'public' } } as const;

/** Per person: nobody takes up as many. */
const enrolRate = personLimit({ max: 60, timeWindow: 10 * 60_000 });

type SlugParams = { Params: { slug: string } };

/** What anyone may look at: the home page, the library, and each micro-credential. */
export function catalogueRoutes(app: FastifyInstance, deps: Deps): void {
  const { db } = deps;
  tileRoutes(app, deps);
  versionRoutes(app, deps);

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

  app.get<SlugParams>('/micro-credentials/:slug', open, async (request, reply) => {
    const version = olderAchievementId(request);
    if (version) return reply.header('access-control-allow-origin', '*').redirect(version, 303);
    const offered = await getOffered(request);
    const about = { issuer: offered.issuer.slug, slug: request.params.slug, now: deps.now() };
    const props = {
      context: pageContext(request, deps),
      offered,
      endorsements: await listShownEndorsements(db, about),
    };
    return sendPage(reply, 200, <MicroCredentialPage {...props} />);
  });

  app.post<SlugParams>(
    '/micro-credentials/:slug/enrol',
    { config: { policy: 'signed-in', rateLimit: enrolRate } },
    async (request, reply) => {
      const personId = requireViewer(request).person.id;
      const { slug } = request.params;
      const result = await db.transaction().execute((trx) => enrol(trx, { personId, slug, now: deps.now() }));
      if (result.ok) return reply.redirect(`/work/${result.enrolmentId}`, 303);
      const props = { context: pageContext(request, deps), offered: await getOffered(request), refused: true };
      return sendPage(reply, 422, <MicroCredentialPage {...props} />);
    },
  );

  async function getOffered(request: FastifyRequest<SlugParams>) {
    const viewerId = request.viewer?.person.id ?? null;
    const offered = await findOffered(db, request.params.slug, viewerId, deps.now());
    if (!offered) throw new NotFoundError('micro-credential');
    return offered;
  }
}
