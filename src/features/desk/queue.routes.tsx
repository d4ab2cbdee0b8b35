import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { countOf } from '#domain/evidence/finding.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { ForbiddenError } from '#platform/errors.ts';
import { requireViewer, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { takeAppeal, takeRefusals } from '../appeals/take-appeal.ts';
import { leadOf } from '#domain/access/lead.ts';
import type { NothingToTake } from '../queue/count-waiting.queries.ts';
import { refuseAssignment } from '../queue/refuse-assignment.ts';
import { claimAttempt, claimRefusals } from './claim-attempt.ts';
import { assessorFor, param } from './desk-requests.ts';
import { sendQueue } from './send-queue.tsx';
import { type NextTaken, takeNext } from './take-next.ts';

const assessor = { config: { policy: 'assessor' } } as const;

/** The queue: what waits, taking it, and giving back what one was given. */
export function queueRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;

  app.get('/desk', assessor, (request, reply) => sendQueue(request, reply, deps, 200));

  app.post('/desk/next', assessor, async (request, reply) => {
    const fields = textFields(request.body);
    const language = /^([a-z]{2,3}|all)$/.test(fields.language ?? '') ? fields.language : undefined;
    const only = { microCredential: fields['micro-credential'] || undefined, language };
    const command = { assessor: assessorFor(request), only, now: now() };
    const taken = await db.transaction().execute((trx) => takeNext(trx, command));
    if (taken.ok) return reply.redirect(`/desk/assessments/${taken.assessmentId}`, 303);
    return sendQueue(request, reply, deps, 409, nextRefusal(taken));
  });

  app.post('/desk/attempts/:attemptId/claim', assessor, async (request, reply) => claim(request, reply));

  app.post('/desk/assignments/:assignmentId/refuse', assessor, async (request, reply) => {
    const assignmentId = pathId(param(request, 'assignmentId'), 'assignment');
    const note = cleanText(textFields(request.body).reason ?? '').trim();
    const command = { assessor: assessorFor(request), assignmentId, note, now: now() };
    const refused = await db.transaction().execute((trx) => refuseAssignment(trx, command));
    if (!refused.ok)
      return sendQueue(request, reply, deps, 422, 'Say in a few words why you give it back: at most 1,000 characters.');
    return reply.redirect('/desk?notice=given-back', 303);
  });

  async function claim(request: FastifyRequest, reply: FastifyReply) {
    const attemptId = pathId(param(request, 'attemptId'), 'attempt');
    const command = { assessor: assessorFor(request), attemptId, now: now() };
    const leadIssuerIds = leadOf(requireViewer(request)).issuerIds;
    const claimed = await db.transaction().execute(async (trx) => {
      const appeal = await takeAppeal(trx, { ...command, assessor: { ...command.assessor, leadIssuerIds } });
      return appeal ?? claimAttempt(trx, command);
    });
    if (claimed.ok) return reply.redirect(`/desk/assessments/${claimed.assessmentId}`, 303);
    if (claimed.reason === 'unchecked') return reply.redirect(`/desk/checks/${attemptId}`, 303);
    if (claimed.reason === 'obstacle') throw new ForbiddenError(claimed.obstacle.message);
    return sendQueue(request, reply, deps, 409, { ...takeRefusals, ...claimRefusals }[claimed.reason]);
  }
}

function nextRefusal(refused: Exclude<NextTaken, { ok: true }>): string {
  switch (refused.reason) {
    case 'nothing':
      return ['Nothing waits that you could take now.', ...nothingBecause(refused.because)].join(' ');
    case 'full':
      return `You hold ${refused.held}, as many as you take at a time. Finish or let go of one, or change the number in your profile.`;
    case 'away':
      return 'You have said that you are away. Change that in your profile to take work.';
  }
}

/** What waits all the same, why it is not for them, and what they can do. */
function nothingBecause(because: NothingToTake): string[] {
  const are = (count: number) => (count === 1 ? '1 is' : `${count.toLocaleString('en-US')} are`);
  const sentences: Record<keyof NothingToTake, (count: number) => string> = {
    uncertified: (count) =>
      `${countOf(count, 'attempt')} wait${count === 1 ? 's' : ''} for which you are not certified at present: open Calibration to qualify.`,
    language: (count) => `${are(count)} in a language that is not in your profile.`,
    conflict: (count) => `${are(count)} not for you because of a conflict of interest.`,
    'for-the-coach': (count) => `${are(count)} for the earner’s own coach.`,
    'in-hand': (count) => `${are(count)} paused, or in hand already.`,
  };
  return (Object.keys(sentences) as (keyof NothingToTake)[])
    .filter((reason) => because[reason] > 0)
    .map((reason) => sentences[reason](because[reason]));
}
