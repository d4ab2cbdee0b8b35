import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError } from '#platform/errors.ts';
import { requireViewer } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { checkRoutes } from './checks.routes.tsx';
import { leadDecisionRoutes } from './lead-decisions.routes.tsx';
import { withdrawAttempt, withdrawRefusals } from './withdraw-attempt.ts';

const AttemptNumber = z.coerce.number().int().min(1).max(10_000);

/** The way of an attempt from its completeness check to its release, beside the desk where it is scored. */
export function judgingRoutes(app: FastifyInstance, deps: Deps): void {
  checkRoutes(app, deps);
  leadDecisionRoutes(app, deps);

  app.post<{ Params: { enrolmentId: string; number: string } }>(
    '/work/:enrolmentId/attempts/:number/withdraw',
    { config: { policy: 'signed-in' } },
    async (request, reply) => {
      const enrolmentId = pathId(request.params.enrolmentId, 'work');
      const number = AttemptNumber.safeParse(request.params.number);
      if (!number.success) throw new NotFoundError('attempt');
      const { person } = requireViewer(request);
      const command = { personId: person.id, enrolmentId, number: number.data, now: deps.now() };
      const result = await deps.db.transaction().execute((trx) => withdrawAttempt(trx, command));
      if (!result.ok) throw new ConflictError(withdrawRefusals[result.reason]);
      return reply.redirect(`/work/${enrolmentId}`, 303);
    },
  );
}
