import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { countOf } from '#domain/evidence/finding.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { leadOf } from '#domain/access/lead.ts';
import { DecisionsPage } from './decisions.page.tsx';
import { listAdjudications, listHeld, listReleased, pageSize } from './lead-decisions.queries.ts';
import { LedAttemptPage, type LedReturned } from './led-attempt.page.tsx';
import { getLedAttempt } from './led-attempt.queries.ts';
import { recallDecision, recallRefusals } from './recall-decision.ts';
import { releaseHeld, releaseRefusals } from './release-decision.ts';
import { adjudicationRefusals, sendToAdjudication } from './send-to-adjudication.ts';

const leading = { config: { policy: 'lead' } } as const;

const longestReason = 2000;

const notices: Record<string, string> = {
  released: 'The decision is released.',
  recalled: 'The decision is recalled. It is held again.',
  adjudicated: 'An adjudicator will look at these look-fors again.',
};

/** Where lead assessors release, recall and have looked at again. */
export function leadDecisionRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/lead/decisions', leading, (request, reply) => {
    const released = Number(textFields(request.query).released);
    const notice = released > 0 ? `${countOf(released, 'decision')} released.` : undefined;
    return sendDecisions(request, reply, deps, { status: 200, notice });
  });

  app.post('/lead/decisions/release', leading, async (request, reply) => {
    const lead = leadFor(request);
    // No more than stand on the page, each once.
    const posted = new Set(listed(request.body, 'attempt').slice(0, pageSize));
    const chosen = [...posted].map((id) => pathId(id, 'attempt'));
    if (chosen.length === 0)
      return sendDecisions(request, reply, deps, { status: 422, refusal: 'Choose at least one decision to release.' });
    // One transaction each: what can’t go out does not keep the others back.
    const refusals: string[] = [];
    for (const attemptId of chosen) {
      const command = { lead, attemptId, now: deps.now(), baseUrl: deps.baseUrl };
      const result = await deps.db.transaction().execute((trx) => releaseHeld(trx, command));
      if (!result.ok) refusals.push(releaseRefusals[result.reason]);
    }
    const done = chosen.length - refusals.length;
    if (refusals.length === 0) return reply.redirect(`/lead/decisions?released=${done}`, 303);
    const refusal = [...(done > 0 ? [`${countOf(done, 'decision')} released.`] : []), ...new Set(refusals)].join(' ');
    return sendDecisions(request, reply, deps, { status: 409, refusal });
  });

  app.get('/lead/attempts/:attemptId', leading, (request, reply) => {
    const notice = notices[textFields(request.query).done ?? ''];
    return sendAttempt(request, reply, deps, { status: 200, notice });
  });

  app.post('/lead/attempts/:attemptId/release', leading, async (request, reply) => {
    const attemptId = attemptOf(request);
    const command = { lead: leadFor(request), attemptId, now: deps.now(), baseUrl: deps.baseUrl };
    const result = await deps.db.transaction().execute((trx) => releaseHeld(trx, command));
    if (result.ok) return reply.redirect(`/lead/attempts/${attemptId}?done=released`, 303);
    return refuse(request, reply, deps, 409, releaseRefusals[result.reason]);
  });

  app.post('/lead/attempts/:attemptId/recall', leading, async (request, reply) => {
    const attemptId = attemptOf(request);
    const reason = reasonOf(request);
    if (reason === undefined) return refuse(request, reply, deps, 422, 'Say why, in at most 2,000 characters.');
    const command = { lead: leadFor(request), attemptId, reason, now: deps.now(), baseUrl: deps.baseUrl };
    const result = await deps.db.transaction().execute((trx) => recallDecision(trx, command));
    if (result.ok) return reply.redirect(`/lead/attempts/${attemptId}?done=recalled`, 303);
    return refuse(request, reply, deps, 409, recallRefusals[result.reason]);
  });

  app.post('/lead/attempts/:attemptId/adjudicate', leading, async (request, reply) => {
    const attemptId = attemptOf(request);
    const reason = reasonOf(request);
    if (reason === undefined) return refuse(request, reply, deps, 422, 'Say why, in at most 2,000 characters.');
    const command = { lead: leadFor(request), attemptId, lookFors: listed(request.body, 'look-for'), reason };
    const result = await deps.db.transaction().execute((trx) => sendToAdjudication(trx, command));
    if (result.ok) return reply.redirect(`/lead/attempts/${attemptId}?done=adjudicated`, 303);
    const isForm = result.reason === 'no-look-fors';
    const field = isForm ? 'look-for' : 'reason';
    return refuse(request, reply, deps, isForm ? 422 : 409, adjudicationRefusals[result.reason], field);
  });
}

function leadFor(request: FastifyRequest) {
  return leadOf(requireViewer(request));
}

function attemptOf(request: FastifyRequest): string {
  return pathId((request.params as { attemptId: string }).attemptId, 'attempt');
}

function reasonOf(request: FastifyRequest): string | undefined {
  const reason = cleanText(textFields(request.body).reason ?? '').trim();
  return reason === '' || reason.length > longestReason ? undefined : reason;
}

/** A field that may be posted several times. */
function listed(body: unknown, name: string): string[] {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return [value].flat().filter((one): one is string => typeof one === 'string');
}

async function sendDecisions(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Deps,
  { status, notice, refusal }: { status: number; notice?: string | undefined; refusal?: string },
) {
  const lead = leadFor(request);
  const page = {
    context: pageContext(request, deps),
    held: await listHeld(deps.db, lead),
    adjudications: await listAdjudications(deps.db, lead),
    released: await listReleased(deps.db, lead),
    notice,
    ...(refusal === undefined ? {} : { refusal }),
  };
  return sendPage(reply, status, <DecisionsPage {...page} />);
}

async function sendAttempt(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Deps,
  { status, notice, returned }: { status: number; notice?: string | undefined; returned?: LedReturned },
) {
  const led = await getLedAttempt(deps.db, { lead: leadFor(request), attemptId: attemptOf(request), now: deps.now() });
  const page = { context: pageContext(request, deps), led, notice, ...(returned && { returned }) };
  return sendPage(reply, status, <LedAttemptPage {...page} />);
}

/** The page again, with everything that was typed. */
function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Deps,
  status: number,
  message: string,
  field = 'reason',
) {
  const returned = {
    errors: [{ field, message }],
    reason: textFields(request.body).reason ?? '',
    lookFors: listed(request.body, 'look-for'),
  };
  return sendAttempt(request, reply, deps, { status, returned });
}
