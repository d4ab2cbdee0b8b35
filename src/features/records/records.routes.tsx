import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import { getNameAmong } from '../awards/present-name.ts';
import { shareToken } from '../wallets/wallet-secrets.ts';
import { RecordsPage, type RecordsPageProps } from './records.page.tsx';
import { listAwardsOfRecord, listRecordIssuers, listShares } from './records.queries.ts';
import { SharedRecordPage } from './shared-record.page.tsx';
import { endShare, findShared, mostShares, shareRecord } from './shares.ts';
import { getRecord } from './sign-record.ts';

const notices: Record<string, string> = {
  made: 'The link is made. Copy it and give it to whom you want.',
  ended: 'The link is ended. It opens nothing any more.',
};

/** Signing takes far longer than reading. */
const limit = { max: 60, timeWindow: '1 minute' };

type Form = 'json' | 'jwt';
const forms: readonly Form[] = ['json', 'jwt'];

/** Learner records (CLR 2.0): one's own, and those that somebody gave a link to. */
export function recordRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl, secret } = deps;
  const config = { policy: 'signed-in' } as const;
  const rateLimit = personLimit({ max: 60, timeWindow: 60_000 });

  app.get('/awards/record', { config }, (request, reply) =>
    send(request, reply, 200, { notice: noticeFor(notices, textFields(request.query).notice) }),
  );

  app.post('/awards/record/shares', { config: { ...config, rateLimit } }, async (request, reply) => {
    const typed = textFields(request.body).note ?? '';
    const note = cleanText(typed).trim();
    const refuse = (message: string) =>
      send(request, reply, 422, { typed: typed.slice(0, 1000), errors: [{ field: 'note', message }] });
    if (note === '') return refuse('Say for whom the link is');
    if ([...note].length > 100) return refuse('Shorten it to 100 characters');
    const result = await shareRecord(deps, { personId: requireViewer(request).person.id, note });
    if (!result.ok) return refuse(`You have ${mostShares} links already. End one that you no longer need`);
    return reply.redirect('/awards/record?notice=made', 303);
  });

  app.post('/awards/record/shares/:shareId/end', { config }, async (request, reply) => {
    const shareId = pathId((request.params as { shareId: string }).shareId, 'link');
    await endShare(deps, { personId: requireViewer(request).person.id, shareId });
    return reply.redirect('/awards/record?notice=ended', 303);
  });

  for (const form of forms) {
    app.get(`/awards/transcript.clr.${form}`, { config: { ...config, rateLimit } }, async (request, reply) =>
      sendRecord(request, reply, requireViewer(request).person.id, form, '/awards/record'),
    );
    app.get(
      `/records/:recordToken/transcript.clr.${form}`,
      { config: { policy: 'public', rateLimit: limit } },
      async (request, reply) => {
        const { token, personId } = await loadShared(request, reply);
        return sendRecord(request, reply, personId, form, `/records/${token}`);
      },
    );
  }

  app.get('/records/:recordToken', { config: { policy: 'public', rateLimit: limit } }, async (request, reply) => {
    const { token, personId } = await loadShared(request, reply);
    const issuers = [];
    for (const issuer of await listRecordIssuers(db, personId, now()))
      issuers.push({ ...issuer, list: await listAwardsOfRecord(db, { personId, issuerId: issuer.id, now: now() }) });
    const name = await getNameAmong(
      db,
      personId,
      issuers.map(({ id }) => id),
    );
    const props = { context: pageContext(request, deps), name, token, issuers };
    return sendPage(reply, 200, <SharedRecordPage {...props} />);
  });

  async function loadShared(request: FastifyRequest, reply: FastifyReply) {
    const token = (request.params as { recordToken: string }).recordToken;
    // The address is the key to it: no search engine, and no cache on the way, is to keep it.
    void reply.headers({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'private, no-store' });
    const shared = await findShared(db, token);
    if (!shared) throw new NotFoundError('record');
    return { token, ...shared };
  }

  /** One issuer's record; without a name the only one, or the page on which to choose. */
  async function sendRecord(request: FastifyRequest, reply: FastifyReply, personId: string, form: Form, page: string) {
    const asked = textFields(request.query).issuer;
    const issuers = await listRecordIssuers(db, personId, now());
    if (asked === undefined && issuers.length > 1) return reply.redirect(page, 303);
    const issuerSlug = asked === undefined ? issuers[0]?.slug : issuers.find(({ slug }) => slug === asked)?.slug;
    const record = issuerSlug === undefined ? undefined : await getRecord(deps, { personId, issuerSlug });
    if (!record) throw new NotFoundError('record');
    const { type, body } =
      form === 'json'
        ? { type: 'application/vc+ld+json', body: JSON.stringify(record.credential) }
        : { type: 'application/vc+jwt', body: record.jwt };
    return reply
      .type(type)
      .header('content-disposition', `attachment; filename="learner-record-${issuerSlug ?? ''}.${form}"`)
      .send(body);
  }

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    shown: Pick<RecordsPageProps, 'notice' | 'typed' | 'errors'>,
  ) {
    const { person } = requireViewer(request);
    const [issuers, shares] = await Promise.all([listRecordIssuers(db, person.id, now()), listShares(db, person.id)]);
    const withAddress = shares.map((share) => ({
      ...share,
      address: `${baseUrl}/records/${shareToken(secret, share.id)}`,
    }));
    const context = pageContext(request, deps);
    return sendPage(reply, status, <RecordsPage context={context} issuers={issuers} shares={withAddress} {...shown} />);
  }
}
