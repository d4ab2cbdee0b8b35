import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deps } from '#platform/deps.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { clocksOf } from './clock.ts';
import { handOver, handOverRefusals } from './hand-over.ts';
import { leadOf } from '#domain/access/lead.ts';
import { issuersOf } from '#domain/access/issuers.ts';
import { WorkloadPage } from './workload.page.tsx';
import { getLedAttempt, listHeldBy, listUnheld, listWorkload, unheldShown } from './workload.queries.ts';

const notices: Record<string, string> = {
  given: 'Given. It is on their desk now.',
  back: 'It waits in the queue again.',
};

const Id = z.uuid();

type Shown = {
  assessor?: string | undefined;
  notice?: string | undefined;
  refusal?: string;
  typed?: Record<string, string>;
};

/** Who has how much; leads give attempts to somebody else. */
export function workloadRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const config = { policy: 'lead' } as const;

  app.get('/lead/workload', { config }, (request, reply) => {
    const { assessor, notice } = textFields(request.query);
    return send(request, reply, 200, { assessor, notice: noticeFor(notices, notice) });
  });

  app.post<{ Params: { attemptId: string } }>(
    '/lead/attempts/:attemptId/hand-over',
    { config },
    async (request, reply) => {
      const lead = leadOf(requireViewer(request));
      const attemptId = pathId(request.params.attemptId, 'attempt');
      const fields = textFields(request.body);
      const [from, to] = [Id.safeParse(fields.from).data, Id.safeParse(fields.to).data];
      const typed = { attempt: attemptId, to: to ?? '' };
      if (from === undefined && to === undefined) {
        await getLedAttempt(db, lead, attemptId);
        return send(request, reply, 422, { refusal: 'Choose to whom it goes.', typed });
      }
      const handed = await db.transaction().execute((trx) => handOver(trx, { lead, attemptId, from, to, now: now() }));
      if (!handed.ok)
        return send(request, reply, 409, { assessor: from, refusal: handOverRefusals[handed.reason], typed });
      const query = new URLSearchParams({ notice: to ? 'given' : 'back', ...(from && { assessor: from }) });
      return reply.redirect(`/lead/workload?${query.toString()}`, 303);
    },
  );

  async function send(request: FastifyRequest, reply: FastifyReply, status: number, shown: Shown) {
    const viewer = requireViewer(request);
    const lead = leadOf(viewer);
    const workload = await listWorkload(db, lead.issuerIds, now());
    const { assessor, ...rest } = shown;
    const chosen = workload.find(({ id }) => id === assessor);
    const page = {
      clocks: await clocksOf(db, lead.issuerIds),
      issuers: issuersOf(viewer, lead),
      chosen: chosen && { id: chosen.id, name: chosen.name },
      attempts: chosen ? await listHeldBy(db, chosen.id, lead) : await listUnheld(db, lead, unheldShown),
    };
    return sendPage(
      reply,
      status,
      <WorkloadPage context={pageContext(request, deps)} workload={workload} {...page} {...rest} />,
    );
  }
}
