import type { FastifyInstance } from 'fastify';
import type { Role } from '#domain/access/viewer.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage } from '#platform/http.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { networkLimits } from './account-limits.ts';
import { InvitationPage } from './invitation.page.tsx';
import { findInvitation } from './invitation.queries.ts';

type TokenParams = { Params: { token: string } };

/** The page on which each role begins. */
const firstPages: Record<Role, (issuerSlug: string) => string> = {
  assessor: () => '/desk',
  lead_assessor: () => '/desk',
  designer: () => '/library',
  coordinator: () => '/library',
  issuer_admin: (issuerSlug) => `/admin/${issuerSlug}`,
};

export function invitationRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;

  app.get<TokenParams>(
    '/invitations/:token',
    { config: { policy: 'public', rateLimit: networkLimits.signIn } },
    async (request, reply) => {
      const { token } = request.params;
      const invitation = await findInvitation(db, token, now());
      if (!invitation) throw new NotFoundError('invitation');
      return sendPage(
        reply,
        200,
        <InvitationPage context={pageContext(request, deps)} invitation={invitation} token={token} />,
      );
    },
  );

  app.post<TokenParams>('/invitations/:token', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const { token } = request.params;
    const { person } = requireViewer(request);
    const invitation = await findInvitation(db, token, now());
    const accepted = await db.transaction().execute((trx) => acceptInvitation(trx, { token, person, now: now() }));
    if (accepted.ok) return reply.redirect(firstPages[accepted.role](invitation?.issuerSlug ?? ''), 303);
    switch (accepted.reason) {
      case 'unknown':
      case 'other-person':
        throw new NotFoundError('invitation');
      case 'accepted':
      case 'withdrawn':
      case 'expired':
        throw new ConflictError('This invitation can no longer be accepted. Ask whoever sent it for another one.');
    }
  });
}
