import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { countOf } from '#domain/evidence/finding.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { leadOf } from '#domain/access/lead.ts';
import { showNames, showNamesRefusals } from '../blind/show-names.ts';
import { clockOf, clocksOf } from '../queue/clock.ts';
import { DecisionsPage } from './decisions.page.tsx';
import { endAdjudication, endAdjudicationRefusals } from './end-adjudication.ts';
import { listAdjudications, listHeld, listReleased, pageSize } from './lead-decisions.queries.ts';
import { LedAttemptPage, type LedReturned } from './led-attempt.page.tsx';
import { getLedAttempt } from './led-attempt.queries.ts';
import { recallCheck, recallCheckRefusals } from './recall-check.ts';
import { recallDecision, recallRefusals } from './recall-decision.ts';
import { releaseHeld, releaseRefusals } from './release-decision.ts';
import { adjudicationRefusals, sendToAdjudication } from './send-to-adjudication.ts';
import { listUnderWay, wayStages } from './under-way.queries.ts';
import { waiveRefusals, waiveSecondSeat } from './waive-second-seat.ts';

const leading = { config: { policy: 'lead' } } as const;

const longestReason = 2000;

const notices: Record<string, string> = {
  released: 'The decision is released.',
  recalled: 'The decision is recalled. It is held again.',
  adjudicated: 'An adjudicator will look at these look-fors again.',
  waived: 'The second seat is waived. What the one assessor said is the decision.',
  'taken-back': 'It is taken back from adjudication, and held.',
  'to-check': 'It is taken back, and waits for its completeness check again.',
  'to-scoring': 'It is taken back, and waits to be scored.',
  names: 'You see the names now, and judge nothing of this work any more.',
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
      if (!result.ok) refusals.push(wordsOf(result, releaseRefusals));
    }
    const done = chosen.length - refusals.length;
    if (refusals.length === 0) return reply.redirect(`/lead/decisions?released=${done}`, 303);
    const refusal = [...(done > 0 ? [`${countOf(done, 'decision')} released.`] : []), ...new Set(refusals)].join(' ');
    return sendDecisions(request, reply, deps, { status: 409, refusal });
  });

  app.get('/lead/attempts/:attemptId', leading, (request, reply) => {
    const notice = noticeFor(notices, textFields(request.query).done);
    return sendAttempt(request, reply, deps, { status: 200, notice });
  });

  app.post('/lead/attempts/:attemptId/release', leading, async (request, reply) => {
    const attemptId = attemptOf(request);
    const reason = reasonOf(request, 'alone');
    const command = { lead: leadFor(request), attemptId, reason, now: deps.now(), baseUrl: deps.baseUrl };
    const result = await deps.db.transaction().execute((trx) => releaseHeld(trx, command));
    if (result.ok) return reply.redirect(`/lead/attempts/${attemptId}?done=released`, 303);
    if (result.reason === 'reason-missing') return refuse(request, reply, deps, 422, unsaid, 'alone');
    return refuse(request, reply, deps, 409, wordsOf(result, releaseRefusals));
  });

  app.post('/lead/attempts/:attemptId/recall', leading, async (request, reply) => {
    const attemptId = attemptOf(request);
    const reason = reasonOf(request);
    if (reason === undefined) return refuse(request, reply, deps, 422, unsaid);
    const command = { lead: leadFor(request), attemptId, reason, now: deps.now(), baseUrl: deps.baseUrl };
    const result = await deps.db.transaction().execute((trx) => recallDecision(trx, command));
    if (result.ok) return reply.redirect(`/lead/attempts/${attemptId}?done=recalled`, 303);
    return refuse(request, reply, deps, 409, wordsOf(result, recallRefusals));
  });

  app.post('/lead/attempts/:attemptId/adjudicate', leading, async (request, reply) => {
    const attemptId = attemptOf(request);
    const reason = reasonOf(request);
    if (reason === undefined) return refuse(request, reply, deps, 422, unsaid);
    const command = { lead: leadFor(request), attemptId, lookFors: listed(request.body, 'look-for'), reason };
    const result = await deps.db.transaction().execute((trx) => sendToAdjudication(trx, command));
    if (result.ok) return reply.redirect(`/lead/attempts/${attemptId}?done=adjudicated`, 303);
    const isForm = result.reason === 'no-look-fors';
    const field = isForm ? 'look-for' : 'reason';
    return refuse(request, reply, deps, isForm ? 422 : 409, adjudicationRefusals[result.reason], field);
  });

  app.post('/lead/attempts/:attemptId/end-adjudication', leading, async (request, reply) => {
    const attemptId = attemptOf(request);
    const reason = reasonOf(request);
    if (reason === undefined) return refuse(request, reply, deps, 422, unsaid);
    const command = { lead: leadFor(request), attemptId, reason, now: deps.now() };
    const result = await deps.db.transaction().execute((trx) => endAdjudication(trx, command));
    if (result.ok) return reply.redirect(`/lead/attempts/${attemptId}?done=taken-back`, 303);
    return refuse(request, reply, deps, 409, wordsOf(result, endAdjudicationRefusals));
  });

  app.post('/lead/attempts/:attemptId/waive', leading, async (request, reply) => {
    const attemptId = attemptOf(request);
    const reason = reasonOf(request);
    if (reason === undefined) return refuse(request, reply, deps, 422, unsaid);
    const command = { lead: leadFor(request), attemptId, reason, now: deps.now(), baseUrl: deps.baseUrl };
    const result = await deps.db.transaction().execute((trx) => waiveSecondSeat(trx, command));
    if (result.ok) return reply.redirect(`/lead/attempts/${attemptId}?done=waived`, 303);
    return refuse(request, reply, deps, 409, wordsOf(result, waiveRefusals));
  });

  app.post('/lead/attempts/:attemptId/recall-check', leading, async (request, reply) => {
    const attemptId = attemptOf(request);
    const reason = reasonOf(request);
    const to = textFields(request.body).to;
    if (reason === undefined) return refuse(request, reply, deps, 422, unsaid);
    if (to !== 'check' && to !== 'scoring') return refuse(request, reply, deps, 422, 'Choose where it goes.', 'to');
    const command = { lead: leadFor(request), attemptId, to, reason, now: deps.now(), baseUrl: deps.baseUrl } as const;
    const result = await deps.db.transaction().execute((trx) => recallCheck(trx, command));
    if (result.ok) return reply.redirect(`/lead/attempts/${attemptId}?done=to-${to}`, 303);
    const words = result.reason === 'obstacle' ? result.obstacle.message : recallCheckRefusals[result.reason];
    return refuse(request, reply, deps, 409, words);
  });

  app.post('/lead/attempts/:attemptId/names', leading, async (request, reply) => {
    const attemptId = attemptOf(request);
    const command = { lead: leadFor(request), attemptId, now: deps.now() };
    const result = await deps.db.transaction().execute((trx) => showNames(trx, command));
    if (result.ok) return reply.redirect(`/lead/attempts/${attemptId}?done=names`, 303);
    return refuse(request, reply, deps, 409, showNamesRefusals[result.reason]);
  });
}

const unsaid = 'Say why, in at most 2,000 characters.';

/** What was refused, in words; whoever scored an attempt hears whom to ask. */
function wordsOf<Reason extends string>(
  result: { reason: Reason } | { reason: 'scored-it'; message: string },
  words: Record<Reason, string>,
): string {
  return 'message' in result ? result.message : words[result.reason];
}

function leadFor(request: FastifyRequest) {
  return leadOf(requireViewer(request));
}

function attemptOf(request: FastifyRequest): string {
  return pathId((request.params as { attemptId: string }).attemptId, 'attempt');
}

function reasonOf(request: FastifyRequest, field: 'reason' | 'alone' = 'reason'): string | undefined {
  const reason = cleanText(textFields(request.body)[field] ?? '').trim();
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
  const query = textFields(request.query);
  const filter = { stage: wayStages.find((one) => one === query.stage), after: query.after || undefined };
  const page = {
    context: pageContext(request, deps),
    held: await listHeld(deps.db, lead),
    adjudications: await listAdjudications(deps.db, lead),
    released: await listReleased(deps.db, lead),
    way: await listUnderWay(deps.db, lead, { ...filter, now: deps.now() }),
    filter,
    clocks: await clocksOf(deps.db, lead.issuerIds),
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
  const clock = await clockOf(deps.db, led.judging.issuerId);
  const page = { context: pageContext(request, deps), led, clock, notice, ...(returned && { returned }) };
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
    alone: textFields(request.body).alone ?? '',
    to: textFields(request.body).to,
    lookFors: listed(request.body, 'look-for'),
  };
  return sendAttempt(request, reply, deps, { status, returned });
}
