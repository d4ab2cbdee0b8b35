import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { describeIssuer, describeMicroCredential, describeSeries } from '#domain/open-data/ctdl.ts';
import type { Ctdl } from '#domain/open-data/ctdl-parts.ts';
import { subjectUrl } from '#domain/open-data/ids.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { decideBeginning } from '../series/standing.queries.ts';
import type { Known, KnownIds } from './known-ids.ts';
import { findIssuer, findOfferedNow, findSeriesNow } from './open-data.queries.ts';
import { asksForPage, openToAll, sendOpenJson } from './send-open.ts';

const open = { config: { policy: 'public', asksNobody: true } } as const;

type CtidParams = { Params: { ctid: string } };

/** Everything that CTDL describes, at the address that is its id: JSON-LD for programs, the page itself for people. */
export function resourceRoutes(
  app: FastifyInstance,
  { db, baseUrl }: Pick<Deps, 'db' | 'baseUrl'>,
  ids: KnownIds,
): void {
  app.get<CtidParams>('/resources/:ctid', open, async (request, reply) => {
    const known = await ids.findResource(request.params.ctid);
    void reply.header('vary', 'accept');
    if (!asksForPage(request)) return sendKnown(request, reply, known);
    if (!known) throw new NotFoundError('resource');
    return openToAll(reply).redirect(pageOf(known), 303);
  });

  // For whoever wants to see the data in a browser.
  app.get<CtidParams>('/resources/:ctid.json', open, async (request, reply) =>
    sendKnown(request, reply, await ids.findResource(request.params.ctid)),
  );

  async function sendKnown(request: FastifyRequest, reply: FastifyReply, known: Known | undefined) {
    const described = known && (await describe(known));
    if (described) return sendOpenJson(request, reply, described, 'application/ld+json');
    const title = 'There is no resource with this CTID here.';
    return openToAll(reply)
      .code(404)
      .type('application/problem+json')
      .send(JSON.stringify({ type: 'about:blank', title, status: 404 }));
  }

  function pageOf(known: Known): string {
    return known.kind === 'issuer' ? `${baseUrl}/library?issuer=${known.slug}` : subjectUrl(baseUrl, known);
  }

  async function describe({ kind, slug }: Known): Promise<Ctdl | undefined> {
    if (kind === 'issuer') {
      const row = await findIssuer(db, slug);
      return row && describeIssuer({ ...row, baseUrl });
    }
    if (kind === 'series') {
      const row = await findSeriesNow(db, slug);
      return row && describeSeries({ ...row, baseUrl });
    }
    const row = await findOfferedNow(db, slug);
    if (!row) return undefined;
    // Nobody in particular: what everybody needs who has earned nothing.
    const { beginning } = decideBeginning(row.orders, [], slug);
    const before = beginning.ok ? [] : beginning.missing;
    return describeMicroCredential({
      ...row,
      baseUrl,
      series: row.stacks,
      before: before.map(({ candidates, more }) => ({ atLeast: more, of: candidates })),
    });
  }
}
