import type { FastifyInstance } from 'fastify';
import { compareDocuments } from '#domain/definition/compare.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage } from '#platform/http.ts';
import { CompareQuery, ListQuery } from './admin.form.ts';
import { getIssuer, listIssuers } from './admin.queries.ts';
import { AwardsGivenPage } from './awards-given.page.tsx';
import { countAwardsGiven, listAwardsGiven } from './awards-given.queries.ts';
import { DashboardPage } from './dashboard.page.tsx';
import { findDecisionFigures, listFunnel, listHardLookFors } from './dashboard.queries.ts';
import { IssuersPage } from './issuers.page.tsx';
import { peopleRoutes } from './people.routes.tsx';
import { ProgrammePage, ProgrammesPage } from './programmes.page.tsx';
import {
  type VersionRow,
  findDocuments,
  findProgramme,
  listProgrammes,
  listSeries,
  listVersions,
} from './programmes.queries.ts';

type IssuerParams = { Params: { issuer: string } };

/** What an issuer's administrators see. */
export function adminRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const policy = { config: { policy: 'issuer-admin' as const } };

  app.get('/admin', { config: { policy: 'any-issuer-admin' } }, async (request, reply) => {
    const issuers = await listIssuers(db, requireViewer(request));
    return sendPage(reply, 200, <IssuersPage context={pageContext(request, deps)} issuers={issuers} />);
  });

  app.get<IssuerParams>('/admin/:issuer', policy, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const [funnel, figures, lookFors] = await Promise.all([
      listFunnel(db, issuer.id, now()),
      findDecisionFigures(db, issuer.id),
      listHardLookFors(db, issuer.id),
    ]);
    const props = { context: pageContext(request, deps), issuer, funnel, figures, lookFors };
    return sendPage(reply, 200, <DashboardPage {...props} />);
  });

  app.get<IssuerParams>('/admin/:issuer/programmes', policy, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const [programmes, series] = await Promise.all([listProgrammes(db, issuer.id), listSeries(db, issuer.id)]);
    return sendPage(
      reply,
      200,
      <ProgrammesPage context={pageContext(request, deps)} issuer={issuer} programmes={programmes} series={series} />,
    );
  });

  app.get<{ Params: { issuer: string; slug: string } }>(
    '/admin/:issuer/programmes/:slug',
    policy,
    async (request, reply) => {
      const issuer = await getIssuer(db, request.params.issuer);
      const programme = await findProgramme(db, issuer.id, request.params.slug);
      if (!programme) throw new NotFoundError('micro-credential');
      const versions = await listVersions(db, issuer.id, programme.id);
      const pair = chooseVersions(versions, CompareQuery.parse(request.query));
      const documents = pair && (await findDocuments(db, programme.id, [pair.from, pair.to]));
      const comparison = pair && {
        ...pair,
        differences: compareDocuments(documents?.get(pair.from), documents?.get(pair.to)),
      };
      const props = { context: pageContext(request, deps), issuer, programme, versions, comparison };
      return sendPage(reply, 200, <ProgrammePage {...props} />);
    },
  );

  app.get<IssuerParams>('/admin/:issuer/awards', policy, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const { q: search, before } = ListQuery.parse(request.query);
    const filter = { issuerId: issuer.id, search, before };
    const [awards, count] = await Promise.all([
      listAwardsGiven(db, { ...filter, now: now() }),
      countAwardsGiven(db, filter),
    ]);
    const props = { context: pageContext(request, deps), issuer, awards, count, search };
    return sendPage(reply, 200, <AwardsGivenPage {...props} />);
  });

  peopleRoutes(app, deps);
}

/** The two versions to compare: those asked for where they exist, else the last two; none while there is only one. */
function chooseVersions(
  versions: readonly VersionRow[],
  asked: { from?: number | undefined; to?: number | undefined },
) {
  const [latest, previous] = versions;
  if (!latest || !previous) return undefined;
  const known = (number: number | undefined) => versions.find((version) => version.number === number)?.number;
  return { from: known(asked.from) ?? previous.number, to: known(asked.to) ?? latest.number };
}
