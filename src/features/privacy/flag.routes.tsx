import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { FlagPage } from './flag.page.tsx';
import { flaggerOf } from './flag.policy.ts';
import { findFlaggable, readTarget } from './flaggable.queries.ts';
import { listFlags } from './flags.queries.ts';
import { FlagsPage } from './flags.page.tsx';
import { liftFlag } from './lift-flag.ts';
import { raiseFlag } from './raise-flag.ts';

type Params = { Params: { attemptId: string; flagId: string } };

/** Most letters of a reason. */
const longestReason = 2000;

/** Hiding what slipped through, and showing it again. */
export function flagRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const config = { policy: 'assessor' } as const;
  const flaggerFor = (request: FastifyRequest) => flaggerOf(requireViewer(request));

  app.get('/desk/privacy-flags', { config }, async (request, reply) => {
    const flagger = flaggerFor(request);
    const after = z.uuid().safeParse(textFields(request.query).after);
    const page = await listFlags(db, { personId: flagger.id, ...flagger }, after.success ? after.data : undefined);
    return sendPage(reply, 200, <FlagsPage context={pageContext(request, deps)} {...page} />);
  });

  app.post<Params>('/desk/attempts/:attemptId/privacy-flags', { config }, async (request, reply) => {
    const flagger = flaggerFor(request);
    const attemptId = pathId(request.params.attemptId, 'attempt');
    const flaggable = await findFlaggable(db, flagger, attemptId);
    if (!flaggable) throw new NotFoundError('attempt');
    const typed = textFields(request.body);
    const reason = cleanText(typed.reason ?? '').trim();
    const target = readTarget(typed.target ?? '');
    const errors: { field: string; message: string }[] = [];
    if (!target) errors.push({ field: 'target', message: 'Choose what should be hidden' });
    if (reason === '') errors.push({ field: 'reason', message: 'Say why it should be hidden' });
    if (reason.length > longestReason)
      errors.push({ field: 'reason', message: 'Shorten the reason to at most 2,000 characters' });
    const refuse = () =>
      sendPage(
        reply,
        422,
        <FlagPage context={pageContext(request, deps)} flaggable={flaggable} typed={typed} errors={errors} />,
      );
    if (!target || errors.length > 0) return refuse();

    const command = { flagger, attemptId, target, reason, now: now(), baseUrl };
    const result = await db.transaction().execute((trx) => raiseFlag(trx, command));
    if (!result.ok) {
      errors.push({ field: 'target', message: 'This is hidden already, or not there. Choose something else' });
      return refuse();
    }
    const { assessmentId } = result;
    const anchor = 'requirement' in target ? `#requirement-${target.requirement}` : '';
    return reply.redirect(
      assessmentId === null ? '/desk/privacy-flags' : `/desk/assessments/${assessmentId}${anchor}`,
      303,
    );
  });

  app.post<Params>('/desk/attempts/:attemptId/privacy-flags/:flagId/lift', { config }, async (request, reply) => {
    const attemptId = pathId(request.params.attemptId, 'attempt');
    const flagId = pathId(request.params.flagId, 'flag');
    const flagger = flaggerFor(request);
    await db.transaction().execute((trx) => liftFlag(trx, { flagger, attemptId, flagId, now: now() }));
    const back = textFields(request.body).back;
    const assessment = z.uuid().safeParse(back);
    return reply.redirect(assessment.success ? `/desk/assessments/${assessment.data}` : '/desk/privacy-flags', 303);
  });
}
