import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { issuerDid } from '#domain/credential/did-web.ts';
import type { Deps } from '#platform/deps.ts';
import { GoneError, NotFoundError } from '#platform/errors.ts';
import { OutsideError } from '#platform/fetch-outside.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { type AdminIssuer, getIssuer } from '../admin/admin.queries.ts';
import { type EndorsementRefusal, addEndorsement } from './add-endorsement.ts';
import { parseAdded, parseGiven } from './endorsements.form.ts';
import { EndorsementsPage } from './endorsements.page.tsx';
import {
  findGivenEndorsement,
  largestEndorsement,
  listEndorsements,
  listGivenEndorsements,
} from './endorsements.queries.ts';
import { type EndorsementGiven, giveEndorsement, removeEndorsement, withdrawEndorsement } from './give-endorsement.ts';
import { sendTagged } from './held-award.ts';

type Route = { Params: { issuer: string; endorsementId: string } };

const refusals: Record<EndorsementRefusal['reason'], string> = {
  'too-large': `That is too long to be an endorsement: it may have ${largestEndorsement.toLocaleString('en-US')} characters.`,
  unreadable: 'This is no endorsement that can be read.',
  'does-not-hold': 'The endorsement does not hold, so it was not added.',
  'about-others': 'It endorses something else. Ask for one that names your micro-credential’s address or your DID.',
  own: 'It is signed by you yourself. Only others can endorse you.',
  'there-already': 'This endorsement is here already.',
};

const notGiven: Record<Extract<EndorsementGiven, { ok: false }>['reason'], string> = {
  own: 'This is you yourself. You can endorse others only.',
  'given-already': 'You endorse it already. Withdraw that endorsement first to say something else.',
};

/** Checking one may ask the web: seldom enough. */
const checks = { max: 20, timeWindow: '1 minute' };

/** What partners say of an issuer, and what it says of others. */
export function endorsementRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const config = { policy: 'issuer-admin' } as const;

  app.get<Route>('/admin/:issuer/endorsements', { config }, async (request, reply) =>
    send(request, reply, 200, await getIssuer(db, request.params.issuer)),
  );

  app.post<Route>(
    '/admin/:issuer/endorsements',
    { config: { ...config, rateLimit: checks } },
    async (request, reply) => {
      const issuer = await getIssuer(db, request.params.issuer);
      const form = parseAdded(request.body);
      if (!form.ok) return send(request, reply, 422, issuer, form);
      const typed = textFields(request.body);
      const text = await readText(form.values.credential);
      if (!text.ok)
        return send(request, reply, 422, issuer, { typed, errors: [{ field: 'credential', message: text.problem }] });
      const actorId = requireViewer(request).person.id;
      const added = await addEndorsement(deps, { ...form.values, issuer, actorId, text: text.text });
      if (added.ok) return reply.redirect(`/admin/${issuer.slug}/endorsements`, 303);
      const message = [refusals[added.reason], added.detail].filter(Boolean).join(' ');
      return send(request, reply, 422, issuer, { typed, errors: [{ field: 'credential', message }] });
    },
  );

  app.post<Route>('/admin/:issuer/endorsements/:endorsementId/remove', { config }, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const command = endOf(request, issuer);
    await db.transaction().execute((trx) => removeEndorsement(trx, command));
    return reply.redirect(`/admin/${issuer.slug}/endorsements`, 303);
  });

  app.post<Route>('/admin/:issuer/endorsements/given', { config }, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const form = parseGiven(request.body);
    if (!form.ok) return send(request, reply, 422, issuer, form);
    const actorId = requireViewer(request).person.id;
    const given = await db
      .transaction()
      .execute((trx) => giveEndorsement(trx, deps, { ...form.values, issuer, actorId }));
    if (given.ok) return reply.redirect(`/admin/${issuer.slug}/endorsements`, 303);
    const errors = [{ field: 'subjectId', message: notGiven[given.reason] }];
    return send(request, reply, 422, issuer, { typed: textFields(request.body), errors });
  });

  app.post<Route>('/admin/:issuer/endorsements/given/:endorsementId/withdraw', { config }, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const command = endOf(request, issuer);
    await db.transaction().execute((trx) => withdrawEndorsement(trx, command));
    return reply.redirect(`/admin/${issuer.slug}/endorsements`, 303);
  });

  app.get<Route>(
    '/endorsements/:endorsementId',
    { config: { policy: 'public', asksNobody: true } },
    async (request, reply) => {
      const found = await findGivenEndorsement(db, pathId(request.params.endorsementId, 'endorsement'));
      if (!found) throw new NotFoundError('endorsement');
      if (found.withdrawnAt) throw new GoneError('This endorsement was withdrawn by who gave it.');
      if (found.keyRevokedAt)
        throw new GoneError('The key that signed this endorsement was revoked. Ask who gave it for a new one.');
      return sendTagged(request, reply, { type: 'application/vc', body: JSON.stringify(found.credential) });
    },
  );

  function endOf(request: FastifyRequest<Route>, issuer: AdminIssuer) {
    const id = pathId(request.params.endorsementId, 'endorsement');
    return { issuerId: issuer.id, id, actorId: requireViewer(request).person.id, now: now() };
  }

  /** What was pasted, or what is at the address that was. */
  async function readText(pasted: string): Promise<{ ok: true; text: string } | { ok: false; problem: string }> {
    if (!/^https?:\/\/\S+$/.test(pasted)) return { ok: true, text: pasted };
    try {
      const page = await deps.fetchDocument(pasted);
      if (page.status === 200) return { ok: true, text: page.body.toString('utf8') };
      return { ok: false, problem: `The address answered ${page.status}. Paste the endorsement itself.` };
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      return { ok: false, problem: `The address can’t be read. ${error.message} Paste the endorsement itself.` };
    }
  }

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    issuer: AdminIssuer,
    form: { typed?: Readonly<Record<string, string>>; errors?: FormErrors } = {},
  ) {
    const [endorsements, given] = await Promise.all([
      listEndorsements(db, issuer.id),
      listGivenEndorsements(db, issuer.id),
    ]);
    const props = { context: pageContext(request, deps), issuer, did: issuerDid(deps.baseUrl, issuer.slug) };
    const { typed, errors } = form;
    return sendPage(
      reply,
      status,
      <EndorsementsPage
        {...props}
        endorsements={endorsements}
        given={given}
        {...(typed && { typed })}
        {...(errors && { errors })}
      />,
    );
  }
}
