import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, UnreadableError } from '#platform/errors.ts';
import { textFields, wantsJson } from '#platform/http.ts';
import { getOwnWork } from './get-own-work.ts';
import { saveSelfRatings } from './save-self-ratings.ts';
import { workRefusals } from './save-evidence.ts';
import { workPaths } from './work-paths.ts';

/** How the earner sees their own work: one form on the requirement’s page, one on the review page, one address. */
export function selfRatingRoutes(app: FastifyInstance, { db, now }: Deps): void {
  app.post('/work/:enrolmentId/self-ratings', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const { workspace, personId, enrolmentId } = await getOwnWork(db, request);
    const fields = textFields(request.body);
    const result = await db
      .transaction()
      .execute((trx) => saveSelfRatings(trx, { personId, enrolmentId, fields, now: now() }));
    if (!result.ok) {
      if (result.reason === 'not-working') throw new ConflictError(workRefusals['not-working']);
      throw new UnreadableError('These ratings can’t be read. Open the page again and rate from there.');
    }
    if (wantsJson(request)) return { saved: result.saved };
    const paths = workPaths(enrolmentId);
    const isHere = workspace.definition.parts.some((part) => part.requirements.some(({ id }) => id === fields.from));
    return reply.redirect(`${isHere ? paths.requirement(fields.from ?? '') : paths.review}?rated=1#self-ratings`, 303);
  });
}
