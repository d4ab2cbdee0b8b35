import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { ConflictError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import { assessorOf } from '#domain/access/assessor.ts';
import { getOwnWork } from '../work/get-own-work.ts';
import { workPaths } from '../work/work-paths.ts';
import { askRefusals, askTalk } from './ask-talk.ts';
import { acceptOffer, bookRefusals, bookTalk, offerTimes } from './book-talk.ts';
import { DeskTalksPage, type DeskTalksPageProps } from './desk-talks.page.tsx';
import { cancelTalk, endRefusals, giveBackTalk, holdTalk } from './end-talk.ts';
import { readAsk, readBooking, readChosen, readOffer } from './talk.form.ts';
import { TalkPage, type TalkPageProps } from './talk.page.tsx';
import { type TalkPartner, listDeskTalks } from './talks.queries.ts';

/** Per person: mail goes out for each. */
const mailRate = personLimit({ max: 60, timeWindow: 60 * 60_000 });

const notices: Record<string, string> = {
  asked: 'You have asked for a talk. You will have mail as soon as there is a time.',
  booked: 'The talk is booked. You both have mail with an entry for your calendars.',
  cancelled: 'Called off.',
  offered: 'The earner has mail with the times that you offer.',
  'given-back': 'The request is open again for others, and the earner has mail.',
  held: 'Thank you. The talk is marked as held.',
};

type Route = { Params: { talkId: string } };
type Then = { ok: true } | { ok: false; reason: keyof typeof bookRefusals | keyof typeof endRefusals };

/** Talks with a coach between two attempts: the earner’s page, and the list of those who could have them. */
export function talkRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const signedIn = { config: { policy: 'signed-in' } } as const;
  const mailing = { config: { policy: 'signed-in', rateLimit: mailRate } } as const;

  const showOwn = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    more: Partial<TalkPageProps>,
  ) => {
    const { workspace } = await getOwnWork(db, request);
    const notice = noticeFor(notices, textFields(request.query).done);
    const props = { context: pageContext(request, deps), workspace, notice, ...more };
    return sendPage(reply, status, <TalkPage {...props} />);
  };

  app.get('/work/:enrolmentId/talk', signedIn, (request, reply) => showOwn(request, reply, 200, {}));

  app.post('/work/:enrolmentId/talk', signedIn, async (request, reply) => {
    const { workspace, personId, enrolmentId } = await getOwnWork(db, request);
    const typed = textFields(request.body);
    const read = readAsk(typed, workspace.issuerSettings.timeZone, now());
    if (!read.ok) return showOwn(request, reply, 422, { typed, errors: read.errors });
    const command = { personId, enrolmentId, ...read.value, now: now() };
    const result = await db.transaction().execute((trx) => askTalk(trx, command));
    if (!result.ok) throw new ConflictError(askRefusals[result.reason]);
    return reply.redirect(`${workPaths(enrolmentId).talk}?done=asked`, 303);
  });

  app.post<Route>('/work/:enrolmentId/talk/:talkId/accept', mailing, async (request, reply) => {
    const { personId, enrolmentId } = await getOwnWork(db, request);
    const talkId = pathId(request.params.talkId, 'talk');
    // A form without a chosen time names one that was never offered.
    const startsAt = readChosen(textFields(request.body)) ?? new Date(0);
    const command = { personId, enrolmentId, talkId, startsAt, now: now(), baseUrl };
    refuseUnless(await db.transaction().execute((trx) => acceptOffer(trx, command)));
    return reply.redirect(`${workPaths(enrolmentId).talk}?done=booked`, 303);
  });

  app.post<Route>('/work/:enrolmentId/talk/:talkId/cancel', mailing, async (request, reply) => {
    const { personId, enrolmentId } = await getOwnWork(db, request);
    const talkId = pathId(request.params.talkId, 'talk');
    const command = { personId, enrolmentId, talkId, now: now(), baseUrl };
    refuseUnless(await db.transaction().execute((trx) => cancelTalk(trx, command)));
    return reply.redirect(`${workPaths(enrolmentId).talk}?done=cancelled`, 303);
  });

  const showDesk = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    returned?: DeskTalksPageProps['returned'],
  ) => {
    const talks = await listDeskTalks(db, partnerOf(request));
    const notice = noticeFor(notices, textFields(request.query).done);
    const props = { context: pageContext(request, deps), talks, notice, ...(returned && { returned }) };
    return sendPage(reply, status, <DeskTalksPage {...props} />);
  };

  /** A talk that the one who asks could have; another’s is *not found*. */
  const timeZoneOf = async (request: FastifyRequest, talkId: string) =>
    (await listDeskTalks(db, partnerOf(request))).find(({ id }) => id === talkId)?.timeZone ?? 'UTC';

  app.get('/desk/talks', signedIn, (request, reply) => showDesk(request, reply, 200));

  app.post<Route>('/desk/talks/:talkId/book', mailing, async (request, reply) => {
    const talkId = pathId(request.params.talkId, 'talk');
    const typed = textFields(request.body);
    const read = readBooking(typed);
    if (!read.ok && (await isOpenTo(deps, partnerOf(request), talkId)))
      return showDesk(request, reply, 422, { talkId, form: 'book', typed, errors: read.errors });
    const details = read.ok ? read.value : { startsAt: new Date(0), minutes: 30, place: '' };
    const command = { partner: partnerOf(request), talkId, ...details, now: now(), baseUrl };
    refuseUnless(await db.transaction().execute((trx) => bookTalk(trx, command)));
    return reply.redirect('/desk/talks?done=booked', 303);
  });

  app.post<Route>('/desk/talks/:talkId/offer', mailing, async (request, reply) => {
    const talkId = pathId(request.params.talkId, 'talk');
    const typed = textFields(request.body);
    const read = readOffer(typed, await timeZoneOf(request, talkId), now());
    if (!read.ok && (await isOpenTo(deps, partnerOf(request), talkId)))
      return showDesk(request, reply, 422, { talkId, form: 'offer', typed, errors: read.errors });
    const details = read.ok ? read.value : { offers: [], minutes: 30, place: '' };
    const command = { partner: partnerOf(request), talkId, ...details, now: now(), baseUrl };
    refuseUnless(await db.transaction().execute((trx) => offerTimes(trx, command)));
    return reply.redirect('/desk/talks?done=offered', 303);
  });

  app.post<Route>('/desk/talks/:talkId/give-back', mailing, async (request, reply) => {
    const command = { partner: partnerOf(request), talkId: pathId(request.params.talkId, 'talk'), now: now(), baseUrl };
    refuseUnless(await db.transaction().execute((trx) => giveBackTalk(trx, command)));
    return reply.redirect('/desk/talks?done=given-back', 303);
  });

  app.post<Route>('/desk/talks/:talkId/held', signedIn, async (request, reply) => {
    const command = { partner: partnerOf(request), talkId: pathId(request.params.talkId, 'talk'), now: now(), baseUrl };
    refuseUnless(await db.transaction().execute((trx) => holdTalk(trx, command)));
    return reply.redirect('/desk/talks?done=held', 303);
  });
}

function partnerOf(request: FastifyRequest): TalkPartner {
  const { id, issuerIds } = assessorOf(requireViewer(request));
  return { id, issuerIds };
}

/** Whether the form can be shown again: of one that is not open the use case says why, or that there is none. */
async function isOpenTo({ db }: Deps, partner: TalkPartner, talkId: string): Promise<boolean> {
  return (await listDeskTalks(db, partner)).some(({ id, state }) => id === talkId && state === 'asked');
}

function refuseUnless(result: Then): void {
  if (!result.ok) throw new ConflictError({ ...bookRefusals, ...endRefusals }[result.reason]);
}
