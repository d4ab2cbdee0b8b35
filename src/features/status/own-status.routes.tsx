import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import type { FormErrors } from '#ui/form.tsx';
import { appealRevocation } from './appeal-revocation.ts';
import { findAwardHistory } from './award-history.queries.ts';
import { giveUpAward } from './give-up-award.ts';
import { OwnStatusPage } from './own-status.page.tsx';
import { hoursEarnedSince } from './renewal-hours.queries.ts';
import { renewByEarner } from './renew-award.ts';
import { renewalRefusals } from './renewal-words.ts';
import { readRenewalStatement, readRevocationAppeal } from './status.form.ts';
import { statusRefusals } from './status-words.tsx';

type Route = { Params: { publicId: string } };

const notices: Record<string, string> = {
  appealed: 'Your appeal is on its way. You will have mail when it is decided.',
  'given-up': 'You have given up this award.',
  renewed: 'Your award is renewed.',
  asked: 'Your statement is on its way. You will have mail when it is decided.',
};

/** The earner’s own page of an award’s status: to appeal, to renew, to give it up. */
export function ownStatusRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const policy = { config: { policy: 'signed-in' } } as const;
  const path = '/awards/:publicId/status';

  const findOwn = async (request: FastifyRequest) => {
    const { publicId } = request.params as Route['Params'];
    const award = await findAwardHistory(db, publicId, { personId: requireViewer(request).person.id }, now());
    if (!award) throw new NotFoundError('award');
    return award;
  };

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    more: { status?: number; typed?: Record<string, string>; errors?: FormErrors } = {},
  ) => {
    const award = await findOwn(request);
    const { status = 200, ...form } = more;
    const hoursSince = award.validUntil ? await hoursEarnedSince(db, award.id, now()) : 0;
    const notice = noticeFor(notices, textFields(request.query).done);
    const props = { context: pageContext(request, deps), award, hoursSince, notice, ...form };
    return sendPage(reply, status, <OwnStatusPage {...props} />);
  };

  const back = (reply: FastifyReply, publicId: string, done: string) =>
    reply.redirect(`/awards/${publicId}/status?done=${done}`, 303);

  app.get<Route>(path, policy, (request, reply) => show(request, reply));

  app.post<Route>(`${path}/appeal`, policy, async (request, reply) => {
    const { publicId } = await findOwn(request);
    const typed = textFields(request.body);
    const form = readRevocationAppeal(typed);
    if (!form.ok) return show(request, reply, { status: 422, typed, errors: form.errors });
    const command = { personId: requireViewer(request).person.id, publicId, text: form.value, now: now(), baseUrl };
    const result = await db.transaction().execute((trx) => appealRevocation(trx, command));
    if (!result.ok) throw new ConflictError(statusRefusals[result.reason]);
    return back(reply, publicId, 'appealed');
  });

  app.post<Route>(`${path}/give-up`, policy, async (request, reply) => {
    const { publicId } = await findOwn(request);
    if (textFields(request.body).sure !== 'yes') {
      const message = 'Tick the box to say that you know that this can’t be undone';
      return show(request, reply, { status: 422, errors: [{ field: 'sure', message }] });
    }
    const command = { personId: requireViewer(request).person.id, publicId, now: now(), baseUrl };
    const result = await db.transaction().execute((trx) => giveUpAward(trx, command));
    if (!result.ok) throw new ConflictError(statusRefusals[result.reason]);
    return back(reply, publicId, 'given-up');
  });

  app.post<Route>(`${path}/renew`, policy, async (request, reply) => {
    const { publicId, definition } = await findOwn(request);
    const typed = textFields(request.body);
    const form = readRenewalStatement(typed);
    if (definition?.award.renewal?.by === 'statement' && !form.ok)
      return show(request, reply, { status: 422, typed, errors: form.errors });
    const command = {
      ...{ personId: requireViewer(request).person.id, publicId, now: now(), baseUrl },
      statement: form.ok ? form.value : undefined,
    };
    const result = await db.transaction().execute((trx) => renewByEarner(trx, deps, command));
    if (!result.ok) throw new ConflictError(renewalRefusals[result.reason]);
    return back(reply, publicId, result.renewed ? 'renewed' : 'asked');
  });
}
