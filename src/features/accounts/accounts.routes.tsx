import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { createAddressLimits } from './account-limits.ts';
import { accountMailRoutes } from './account-mail.routes.tsx';
import { invitationRoutes } from './invitations.routes.tsx';
import { signInRoutes } from './sign-in.routes.tsx';

export function accountRoutes(app: FastifyInstance, deps: Deps): void {
  const limits = createAddressLimits(app);
  signInRoutes(app, deps, limits);
  accountMailRoutes(app, deps, limits);
  invitationRoutes(app, deps);
}
