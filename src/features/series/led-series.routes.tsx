import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { getIssuer } from '../admin/admin.queries.ts';
import { type KeepResult, keepStackAward } from './keep-stack-award.ts';
import { PeopleQuery, type ReasonForm, parseReason } from './led-series.form.ts';
import { LedSeriesPage } from './led-series.page.tsx';
import {
  type SeriesPerson,
  countSeriesPeople,
  findLedSeries,
  hasReview,
  listOpenReviews,
  listSeriesPeople,
  peoplePerPage,
} from './led-series.queries.ts';
import { peopleCsv } from './people-file.ts';

type LedParams = { Params: { issuer: string; slug: string } };
type Refused = { reviewId: string; form: Extract<ReasonForm, { ok: false }> };

const policy = { config: { policy: 'issuer-admin-or-lead' as const } };
/** People that are read at a time for a file. */
const peoplePerRead = 1000;

const refusals: Record<Extract<KeepResult, { ok: false }>['reason'], string> = {
  'decided-already': 'Somebody else has decided this meanwhile; what you typed was not kept',
  'own-award': 'This stack award is your own: somebody else has to decide about it',
};

/** Who finished a series and how far the others are, for its issuer. */
export function ledSeriesRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;

  app.get<LedParams>('/admin/:issuer/series/:slug', policy, async (request, reply) =>
    sendPage(reply, 200, await page(request)),
  );

  app.get<LedParams>('/admin/:issuer/series/:slug/people.csv', policy, async (request, reply) => {
    const { led } = await getLed(request);
    const people: SeriesPerson[] = [];
    for (let after: string | undefined; ; after = people.at(-1)?.personId) {
      const read = await listSeriesPeople(db, led, { after, limit: peoplePerRead, now: now() });
      people.push(...read.slice(0, peoplePerRead));
      if (read.length <= peoplePerRead) break;
    }
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${request.params.slug}-people.csv"`)
      .send(peopleCsv(people, led.series.members.length));
  });

  app.post<{ Params: LedParams['Params'] & { reviewId: string } }>(
    '/admin/:issuer/series/:slug/reviews/:reviewId',
    policy,
    async (request, reply) => {
      const { led } = await getLed(request);
      const reviewId = pathId(request.params.reviewId, 'review');
      if (!(await hasReview(db, led, reviewId))) throw new NotFoundError('review');
      const personId = requireViewer(request).person.id;
      const form = parseReason(request.body, reviewId);
      if (!form.ok) return sendPage(reply, 422, await page(request, { reviewId, form }));
      const command = { reviewId, seriesId: led.id, personId, reason: form.reason, now: now() };
      const result = await db.transaction().execute((trx) => keepStackAward(trx, command));
      if (!result.ok) {
        const message = refusals[result.reason];
        const refused = { ok: false as const, typed: form.reason, errors: [{ field: 'reviews', message }] };
        return sendPage(reply, 422, await page(request, { reviewId, form: refused }));
      }
      return reply.redirect(`/admin/${request.params.issuer}/series/${request.params.slug}`, 303);
    },
  );

  async function getLed(request: FastifyRequest<LedParams>) {
    const issuer = await getIssuer(db, request.params.issuer);
    const led = await findLedSeries(db, issuer.id, request.params.slug);
    if (!led) throw new NotFoundError('series');
    return { issuer, led };
  }

  async function page(request: FastifyRequest<LedParams>, refused?: Refused) {
    const { issuer, led } = await getLed(request);
    const { after } = PeopleQuery.parse(request.query);
    const [people, counts, reviews] = await Promise.all([
      listSeriesPeople(db, led, { after, limit: peoplePerPage, now: now() }),
      countSeriesPeople(db, led, now()),
      listOpenReviews(db, led, now()),
    ]);
    const props = { context: pageContext(request, deps), issuer, led, people, counts, reviews, after, refused };
    return <LedSeriesPage {...props} />;
  }
}
