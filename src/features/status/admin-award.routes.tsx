import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import type { Trx } from '#platform/database.ts';
import { ConflictError, NotFoundError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import type { FormErrors } from '#ui/form.tsx';
import { AdminAwardPage } from './admin-award.page.tsx';
import { announceRevocation } from './announce-revocation.ts';
import { findAwardHistory } from './award-history.queries.ts';
import { decideRenewal } from './decide-renewal.ts';
import { decideRevocation, withdrawRevocation } from './decide-revocation.ts';
import { listDeciders } from './deciders.queries.ts';
import { isOpen } from './own-status.page.tsx';
import { renewalRefusals } from './renewal-words.ts';
import { readAnnouncement, readOutcome, readStatusReason } from './status.form.ts';
import { statusRefusals } from './status-words.tsx';
import { reinstateAward, suspendAward } from './suspend-award.ts';

type Route = { Params: { issuer: string; publicId: string } };

const notices: Record<string, string> = {
  announced: 'It is announced. The earner has mail.',
  suspended: 'The award is suspended. The earner has mail.',
  reinstated: 'The award counts again. The earner has mail.',
  decided: 'It is decided. The earner has mail.',
  withdrawn: 'The revocation is withdrawn. The earner has mail.',
  reissued: 'It is issued again. The earner has mail.',
};

/** One award for the issuer’s admins and lead assessors: its history, and what can be done about its status. */
export function adminAwardRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const policy = { config: { policy: 'issuer-admin-or-lead' } } as const;
  const path = '/admin/:issuer/awards/:publicId';

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    more: { status?: number; typed?: Record<string, string>; errors?: FormErrors } = {},
  ) => {
    const { issuer: issuerSlug, publicId } = request.params as Route['Params'];
    const award = await findAwardHistory(db, publicId, { issuerSlug }, now());
    if (!award) throw new NotFoundError('award');
    const { code, done } = textFields(request.query);
    const { status = 200, typed = code ? { code } : {}, ...form } = more;
    const open = award.revocations.find(isOpen);
    const hasDeciders = open ? !(await listDeciders(db, award, open.startedBy)).isStuck : true;
    const notice = noticeFor(notices, done);
    const props = { context: pageContext(request, deps), award, hasDeciders, notice, typed, ...form };
    return sendPage(reply, status, <AdminAwardPage {...props} />);
  };

  app.get<Route>(path, policy, (request, reply) => show(request, reply));

  type Result = { ok: true } | { ok: false; reason: keyof typeof statusRefusals | keyof typeof renewalRefusals };
  type Command = { issuerSlug: string; publicId: string; actorId: string; now: Date; baseUrl: string };

  /** A form that is read, an act in one transaction, and the page again. */
  const act = <Value,>(
    name: string,
    done: string,
    read: (fields: Record<string, string>) => { ok: true; value: Value } | { ok: false; errors: FormErrors },
    run: (trx: Trx, command: Command, value: Value) => Promise<Result>,
  ) =>
    app.post<Route>(`${path}/${name}`, policy, async (request, reply) => {
      const { issuer: issuerSlug, publicId } = request.params;
      const typed = textFields(request.body);
      const form = read(typed);
      if (!form.ok) return show(request, reply, { status: 422, typed, errors: form.errors });
      const command = { issuerSlug, publicId, actorId: requireViewer(request).person.id, now: now(), baseUrl };
      const result = await db.transaction().execute((trx) => run(trx, command, form.value));
      if (!result.ok) throw new ConflictError({ ...renewalRefusals, ...statusRefusals }[result.reason]);
      return reply.redirect(`/admin/${issuerSlug}/awards/${publicId}?done=${done}`, 303);
    });

  act('announce', 'announced', readAnnouncement, (trx, command, value) =>
    announceRevocation(trx, { ...command, ...value }),
  );
  act('suspend', 'suspended', readStatusReason, (trx, command, reason) => suspendAward(trx, { ...command, reason }));
  act('reinstate', 'reinstated', readStatusReason, (trx, command, reason) =>
    reinstateAward(trx, { ...command, reason }),
  );
  act(
    'decide',
    'decided',
    (fields) => readOutcome(fields, ['revoked', 'dropped']),
    (trx, command, value) => decideRevocation(trx, { ...command, ...value }),
  );
  act(
    'withdraw',
    'withdrawn',
    () => ({ ok: true, value: undefined }),
    (trx, command) => withdrawRevocation(trx, command),
  );
  act(
    'renewal',
    'decided',
    (fields) => readOutcome(fields, ['renewed', 'refused']),
    (trx, command, value) => decideRenewal(trx, deps, { ...command, ...value }),
  );
}
