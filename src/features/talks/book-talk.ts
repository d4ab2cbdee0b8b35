import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { lockOwnRoles } from '../queue/lock-role.ts';
import { auditTalk } from './ask-talk.ts';
import { mailBooked, offeredMail } from './talk-mails.ts';
import { type LockedTalk, type TalkPartner, couldHave, lockTalk } from './talks.queries.ts';

export type BookRefusal = 'not-asked' | 'no-such-time' | 'past' | 'no-longer';

export const bookRefusals: Record<BookRefusal, string> = {
  'not-asked': 'This talk was booked or called off meanwhile. The list shows what is still open.',
  'no-such-time': 'This time is not among those that were proposed. Choose one of them, or offer others.',
  past: 'This time has passed. Choose a later one, or offer others.',
  'no-longer':
    'Whoever offered these times can’t have this talk any more. Your request is still open, and somebody else can book it.',
};

export type TalkDetails = { minutes: number; place: string };

type Now = { now: Date; baseUrl: string };

/** Books one of the times that the earner proposed. The locks let one of two who book at once go first. */
export async function bookTalk(
  trx: Trx,
  command: Now & TalkDetails & { partner: TalkPartner; talkId: string; startsAt: Date },
): Promise<{ ok: true } | { ok: false; reason: BookRefusal }> {
  const { talkId, startsAt, minutes, place } = command;
  const partner = await lockPartner(trx, command.partner);
  const talk = await lockTalk(trx, talkId, { partner });
  if (!talk) throw new NotFoundError('talk');
  const refusal = refuse(talk, talk.proposals, command);
  if (refusal) return { ok: false, reason: refusal };
  const { email } = await trx
    .selectFrom('people')
    .select('email')
    .where('id', '=', partner.id)
    .executeTakeFirstOrThrow();
  await book(trx, { ...talk, startsAt, minutes, place, withEmail: email }, partner.id, command);
  await auditTalk(trx, talk, partner.id, 'talk.booked');
  return { ok: true };
}

/**
 * The earner takes one of the times that they were offered. Whoever offered them may have lost the role since then, or sit
 * before an attempt of this work: then the offer is gone.
 */
export async function acceptOffer(
  trx: Trx,
  command: Now & { personId: string; enrolmentId: string; talkId: string; startsAt: Date },
): Promise<{ ok: true } | { ok: false; reason: BookRefusal }> {
  const { personId, enrolmentId, talkId, startsAt } = command;
  const offering = await findOffering(trx, talkId);
  const talk = await lockTalk(trx, talkId, { earner: { id: personId, enrolmentId } });
  if (!talk) throw new NotFoundError('talk');
  const refusal = refuse(talk, talk.offers, command);
  if (refusal) return { ok: false, reason: refusal };
  const { offeredBy, withEmail, minutes } = talk;
  // Others may have been offered since: in the place of those that were chosen from.
  if (offeredBy === null || offeredBy !== offering?.id || withEmail === null || minutes === null)
    return { ok: false, reason: 'no-such-time' };
  if (!(await couldHave(trx, talk.id, offering))) {
    await clearOffers(trx, talk.id);
    return { ok: false, reason: 'no-longer' };
  }
  await book(trx, { ...talk, startsAt, minutes, withEmail }, offeredBy, command);
  await auditTalk(trx, talk, personId, 'talk.booked');
  return { ok: true };
}

/** Offers other times, in the place of those offered before; the request stays open for everyone. */
export async function offerTimes(
  trx: Trx,
  command: Now & TalkDetails & { partner: TalkPartner; talkId: string; offers: readonly Date[] },
): Promise<{ ok: true } | { ok: false; reason: BookRefusal }> {
  const { talkId, offers, minutes, place, now, baseUrl } = command;
  const partner = await lockPartner(trx, command.partner);
  const talk = await lockTalk(trx, talkId, { partner });
  if (!talk) throw new NotFoundError('talk');
  if (talk.state !== 'asked') return { ok: false, reason: 'not-asked' };
  await trx
    .updateTable('coach_talks')
    .set({ offers: JSON.stringify(offers.map((at) => at.toISOString())), offered_by: partner.id, offered_at: now })
    .set({ minutes, place })
    .where('id', '=', talk.id)
    .execute();
  await sendMailLater(trx, offeredMail(talk, baseUrl));
  await auditTalk(trx, talk, partner.id, 'talk.times-offered');
  return { ok: true };
}

/** With the roles that they have now, held until the transaction ends; locked before the enrolment, as always. */
async function lockPartner(trx: Trx, partner: TalkPartner): Promise<TalkPartner> {
  const held = await lockOwnRoles(trx, partner.id);
  return { id: partner.id, issuerIds: held.filter((id) => partner.issuerIds.includes(id)) };
}

/** Whoever offers times for a talk, with their roles held. */
async function findOffering(trx: Trx, talkId: string): Promise<TalkPartner | undefined> {
  const talk = await trx.selectFrom('coach_talks').select('offered_by').where('id', '=', talkId).executeTakeFirst();
  if (!talk?.offered_by) return undefined;
  return { id: talk.offered_by, issuerIds: await lockOwnRoles(trx, talk.offered_by) };
}

async function clearOffers(trx: Trx, talkId: string): Promise<void> {
  await trx
    .updateTable('coach_talks')
    .set({ offers: '[]', offered_by: null, offered_at: null, minutes: null, place: '' })
    .where('id', '=', talkId)
    .execute();
}

function refuse(
  { state }: LockedTalk,
  among: readonly Date[],
  { startsAt, now }: { startsAt: Date; now: Date },
): BookRefusal | undefined {
  if (state !== 'asked') return 'not-asked';
  if (!among.some((at) => at.getTime() === startsAt.getTime())) return 'no-such-time';
  return startsAt <= now ? 'past' : undefined;
}

type Booking = LockedTalk & { startsAt: Date; minutes: number; withEmail: string };

async function book(trx: Trx, talk: Booking, withId: string, mailing: Now): Promise<void> {
  const { id, startsAt, minutes, place } = talk;
  const sequence = talk.sequence + 1;
  await trx
    .updateTable('coach_talks')
    .set({ state: 'booked', with_person_id: withId, starts_at: startsAt, minutes, place, sequence })
    .where('id', '=', id)
    .execute();
  await mailBooked(trx, { ...talk, sequence }, mailing);
}
