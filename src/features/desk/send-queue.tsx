import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { leadOf } from '#domain/access/lead.ts';
import { clocksOf } from '../queue/clock.ts';
import { countWaiting } from '../queue/count-waiting.queries.ts';
import { listAppeals, listAssigned, listClaimed } from '../queue/on-desk.queries.ts';
import { type WaitingStage, listQueue } from '../queue/queue.queries.ts';
import { assessorFor } from './desk-requests.ts';
import { listDecided } from './desk.queries.ts';
import { QueuePage } from './queue.page.tsx';

const notices: Record<string, string> = {
  'let-go': 'You let the attempt go; it waits in the queue again.',
  'given-back': 'You gave it back; it goes to somebody else.',
  conflict: 'Noted. The attempt is off your desk and goes to somebody else.',
};

const stages: Record<string, WaitingStage> = { checks: 'pre_check', adjudications: 'adjudication' };

/** Rows of a list that is not the one looked at. */
const few = 5;
const appealsShown = 20;

/** The desk: what the assessor has, and what they may take. A refusal stands above it. */
export async function sendQueue(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Deps,
  status: number,
  refusal?: string,
): Promise<FastifyReply> {
  const { db, now } = deps;
  // A form that was refused names what its page showed.
  const query = { ...textFields(request.query), ...(request.method === 'POST' ? textFields(request.body) : {}) };
  const viewer = assessorFor(request);
  const shown = stages[query.show ?? ''] ?? 'scoring';
  const filter = { microCredential: query['micro-credential'] || undefined, language: languageOf(query.language) };
  const listOf = (stage: WaitingStage) =>
    listQueue(db, viewer, {
      ...filter,
      stage,
      now: now(),
      ...(stage === shown ? { after: query.after } : { limit: few }),
    });
  const isWhole = shown === 'scoring';
  const [clocks, claimed, assigned, appeals, checks, queue, adjudications, counts, decided] = await Promise.all([
    clocksOf(db, viewer.issuerIds),
    listClaimed(db, viewer),
    listAssigned(db, viewer),
    isWhole ? listAppeals(db, leadOf(requireViewer(request)), { limit: appealsShown }) : [],
    isWhole || shown === 'pre_check' ? listOf('pre_check') : undefined,
    isWhole ? listOf('scoring') : undefined,
    isWhole || shown === 'adjudication' ? listOf('adjudication') : undefined,
    countWaiting(db, viewer, { language: filter.language, now: now() }),
    listDecided(db, viewer, now()),
  ]);
  return sendPage(
    reply,
    status,
    <QueuePage
      context={pageContext(request, deps)}
      shown={shown}
      {...{ clocks, claimed, assigned, appeals, checks, queue, adjudications, counts, decided, filter }}
      after={query.after || undefined}
      notice={noticeFor(notices, query.notice)}
      refusal={refusal}
    />,
  );
}

function languageOf(language: string | undefined): string | undefined {
  return language === 'all' || /^[a-z]{2,3}$/.test(language ?? '') ? language : undefined;
}
