import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RoleName } from '#domain/access/role-words.ts';
import type { Role } from '#domain/access/viewer.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { ListQuery, parseInvitation } from './admin.form.ts';
import { type AdminIssuer, getIssuer } from './admin.queries.ts';
import { giveRole } from './give-role.ts';
import { invitePerson } from './invite-person.ts';
import { type PeopleNotice, PeoplePage } from './people.page.tsx';
import { countMembers, listMembers, listOpenInvitations } from './people.queries.ts';
import { removeRole } from './remove-role.ts';
import { withdrawInvitation } from './withdraw-invitation.ts';

type Answer = { status?: number; typed?: Record<string, string>; errors?: FormErrors };

/** An issuer's people: roles, and invitations to them. */
export function peopleRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const policy = { config: { policy: 'issuer-admin' as const } };

  const sendPeople = async (request: FastifyRequest, reply: FastifyReply, issuer: AdminIssuer, answer: Answer = {}) => {
    const { status = 200, ...form } = answer;
    const { q: search, after } = ListQuery.parse(request.query);
    const filter = { issuerId: issuer.id, search, after };
    const [members, count, invitations] = await Promise.all([
      listMembers(db, filter),
      countMembers(db, filter),
      listOpenInvitations(db, issuer.id, now()),
    ]);
    const notice = readNotice(request.query);
    const props = { context: pageContext(request, deps), issuer, members, count, invitations, search, notice, ...form };
    return sendPage(reply, status, <PeoplePage {...props} />);
  };
  const done = (reply: FastifyReply, issuer: AdminIssuer, notice: PeopleNotice) =>
    reply.redirect(`/admin/${issuer.slug}/people?done=${notice}`, 303);

  app.get<{ Params: { issuer: string } }>('/admin/:issuer/people', policy, async (request, reply) =>
    sendPeople(request, reply, await getIssuer(db, request.params.issuer)),
  );

  app.post<{ Params: { issuer: string } }>('/admin/:issuer/people/invitations', policy, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const form = parseInvitation(request.body);
    if (!form.ok) return sendPeople(request, reply, issuer, { status: 422, typed: form.typed, errors: form.errors });
    const actor = requireViewer(request).person;
    const invited = await db
      .transaction()
      .execute((trx) => invitePerson(trx, { issuer, actor, ...form.values, now: now(), baseUrl }));
    if (invited.ok) return done(reply, issuer, 'invited');
    const errors = [{ field: 'email', message: 'The person with this address has that role already' }];
    return sendPeople(request, reply, issuer, { status: 409, typed: textFields(request.body), errors });
  });

  app.post<{ Params: { issuer: string; id: string } }>(
    '/admin/:issuer/people/invitations/:id/withdraw',
    policy,
    async (request, reply) => {
      const issuer = await getIssuer(db, request.params.issuer);
      const invitationId = pathId(request.params.id, 'invitation');
      const actorId = requireViewer(request).person.id;
      await db
        .transaction()
        .execute((trx) => withdrawInvitation(trx, { issuerId: issuer.id, actorId, invitationId, now: now() }));
      return done(reply, issuer, 'withdrawn');
    },
  );

  app.post<{ Params: { issuer: string; personId: string } }>(
    '/admin/:issuer/people/:personId/roles',
    policy,
    async (request, reply) => {
      const issuer = await getIssuer(db, request.params.issuer);
      const personId = pathId(request.params.personId, 'person');
      const role = RoleName.safeParse(textFields(request.body).role);
      if (!role.success) {
        return sendPeople(request, reply, issuer, {
          status: 422,
          errors: [{ field: 'main', message: 'Choose a role to give' }],
        });
      }
      const actorId = requireViewer(request).person.id;
      const change = { issuerId: issuer.id, actorId, personId, role: role.data, now: now() };
      await db.transaction().execute((trx) => giveRole(trx, change));
      return done(reply, issuer, 'given');
    },
  );

  app.post<{ Params: { issuer: string; personId: string; role: string } }>(
    '/admin/:issuer/people/:personId/roles/:role/remove',
    policy,
    async (request, reply) => {
      const issuer = await getIssuer(db, request.params.issuer);
      const personId = pathId(request.params.personId, 'person');
      const role = getRole(request.params.role);
      const actorId = requireViewer(request).person.id;
      const removed = await db
        .transaction()
        .execute((trx) => removeRole(trx, { issuerId: issuer.id, actorId, personId, role, now: now() }));
      // Whoever gave up their own admin role can't see this page any more.
      const ownWay = role === 'issuer_admin' && personId === actorId && !requireViewer(request).person.isOperator;
      if (removed.ok) return ownWay ? reply.redirect('/work', 303) : done(reply, issuer, 'removed');
      const message = 'An issuer needs one issuer admin at least. Make someone else one first';
      return sendPeople(request, reply, issuer, { status: 409, errors: [{ field: 'main', message }] });
    },
  );
}

function getRole(value: string): Role {
  const role = RoleName.safeParse(value);
  if (!role.success) throw new NotFoundError('role');
  return role.data;
}

function readNotice(query: unknown): PeopleNotice | undefined {
  const { done } = textFields(query);
  return (['invited', 'withdrawn', 'given', 'removed'] as const).find((notice) => notice === done);
}
