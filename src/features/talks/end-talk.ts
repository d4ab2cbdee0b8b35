import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { auditTalk } from './ask-talk.ts';
import { mailCalledOff } from './talk-mails.ts';
import { type LockedTalk, type TalkPartner, lockTalk } from './talks.queries.ts';

export type EndRefusal = 'over' | 'not-begun';

export const endRefusals: Record<EndRefusal, string> = {
  over: 'This talk was held or called off meanwhile.',
  'not-begun': 'This talk has not begun yet. Come back once it has been held.',
};

type Now = { now: Date; baseUrl: string };
type EndResult = { ok: true } | { ok: false; reason: EndRefusal };

/** The earner calls a talk off, or takes the request back. */
export async function cancelTalk(
  trx: Trx,
  command: Now & { personId: string; enrolmentId: string; talkId: string },
): Promise<EndResult> {
  const { personId, enrolmentId, talkId, now } = command;
  const talk = await lockTalk(trx, talkId, { earner: { id: personId, enrolmentId } });
  if (!talk) throw new NotFoundError('talk');
  if (talk.state !== 'asked' && talk.state !== 'booked') return { ok: false, reason: 'over' };
  const sequence = talk.sequence + 1;
  await trx
    .updateTable('coach_talks')
    .set({ state: 'cancelled', cancelled_at: now, sequence })
    .where('id', '=', talk.id)
    .execute();
  await tell(trx, { ...talk, sequence }, 'earner', command);
  await auditTalk(trx, talk, personId, 'talk.cancelled');
  return { ok: true };
}

/** Whoever it is booked with can’t come: the request is open again, so that the earner need not ask once more. */
export async function giveBackTalk(
  trx: Trx,
  command: Now & { partner: TalkPartner; talkId: string },
): Promise<EndResult> {
  const { partner, talkId } = command;
  const talk = await lockBooked(trx, partner, talkId);
  if (talk.state !== 'booked') return { ok: false, reason: 'over' };
  const sequence = talk.sequence + 1;
  await trx
    .updateTable('coach_talks')
    .set({ state: 'asked', with_person_id: null, starts_at: null, minutes: null, place: '', sequence })
    .set({ offers: '[]', offered_by: null, offered_at: null })
    .where('id', '=', talk.id)
    .execute();
  await tell(trx, { ...talk, sequence }, 'partner', command);
  await auditTalk(trx, talk, partner.id, 'talk.given-back');
  return { ok: true };
}

/** It was held: says whoever it was booked with, from when it began. */
export async function holdTalk(trx: Trx, command: Now & { partner: TalkPartner; talkId: string }): Promise<EndResult> {
  const { partner, talkId, now } = command;
  const talk = await lockBooked(trx, partner, talkId);
  if (talk.state !== 'booked') return { ok: false, reason: 'over' };
  if (talk.startsAt && talk.startsAt > now) return { ok: false, reason: 'not-begun' };
  await trx.updateTable('coach_talks').set({ state: 'held', held_at: now }).where('id', '=', talk.id).execute();
  await auditTalk(trx, talk, partner.id, 'talk.held');
  return { ok: true };
}

async function lockBooked(trx: Trx, partner: TalkPartner, talkId: string): Promise<LockedTalk> {
  const talk = await lockTalk(trx, talkId, { partner });
  if (talk?.withId !== partner.id) throw new NotFoundError('talk');
  return talk;
}

/** Of a talk that nobody had booked there is nothing to call off. */
async function tell(trx: Trx, talk: LockedTalk, by: 'earner' | 'partner', mailing: Now): Promise<void> {
  const { startsAt, minutes, withEmail } = talk;
  if (talk.state !== 'booked' || startsAt === null || minutes === null || withEmail === null) return;
  await mailCalledOff(trx, { ...talk, startsAt, minutes, withEmail, by }, mailing);
}
