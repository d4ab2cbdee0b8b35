import { sql } from 'kysely';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { endSeatings } from './end-seatings.ts';
import { recordRevision } from './revision.ts';

type Lead = { id: string; issuerIds: readonly string[] };

/** Why a seeded anchor that a meeting spoke of is retired for good. */
export const shownAtMeeting = 'It was on the agenda of a norming meeting, so assessors know it.';

type MakeMeeting = {
  lead: Lead;
  microCredentialId: string;
  title: string;
  startsAt: Date;
  place: string;
  items: readonly { attemptId: string; lookFor: string }[];
  now: Date;
};

/** Calls a meeting on disputed look-fors. Seeded anchors among them are known from then on, so they are retired. */
export async function makeMeeting(trx: Trx, command: MakeMeeting): Promise<string> {
  const { lead, now, items } = command;
  const offered = await trx
    .selectFrom('micro_credentials')
    .select(['id', 'issuer_id'])
    .where('id', '=', command.microCredentialId)
    .where('issuer_id', '=', sql<string>`any(${lead.issuerIds}::uuid[])`)
    .executeTakeFirst();
  if (!offered) throw new NotFoundError('micro-credential');
  const attempts = await trx
    .selectFrom('attempts as t')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .select('t.id')
    .where('t.id', '=', sql<string>`any(${items.map(({ attemptId }) => attemptId)}::uuid[])`)
    .where('e.micro_credential_id', '=', offered.id)
    .where('t.issuer_id', '=', offered.issuer_id)
    .execute();
  const known = new Set(attempts.map(({ id }) => id));
  if (items.some(({ attemptId }) => !known.has(attemptId))) throw new NotFoundError('attempt');
  const { id } = await trx
    .insertInto('norming_meetings')
    .values({
      issuer_id: offered.issuer_id,
      micro_credential_id: offered.id,
      title: command.title,
      starts_at: command.startsAt,
      place: command.place,
      created_by: lead.id,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('norming_items')
    .values(
      items.map(({ attemptId, lookFor }, position) => ({
        meeting_id: id,
        position,
        attempt_id: attemptId,
        look_for_key: lookFor,
      })),
    )
    .execute();
  const shown = await trx
    .updateTable('anchors')
    .set({ state: 'retired', retired_because: shownAtMeeting })
    .where('attempt_id', 'in', [...known])
    .where('use', '=', 'seed')
    .where('state', '=', 'active')
    .returning('id')
    .execute();
  await endSeatings(trx, { anchorIds: shown.map(({ id: anchorId }) => anchorId), letGo: true, now });
  await audit(trx, {
    issuerId: offered.issuer_id,
    actorId: lead.id,
    action: 'norming.called',
    subject: { type: 'norming-meeting', id },
    details: { items: items.length },
  });
  return id;
}

export type MeetingRecord = {
  items: readonly { position: number; agreedValue: RatingValue | null; conclusion: string }[];
  present: readonly string[];
  record: string;
};

export type RecordRefusal = 'closed' | 'changed' | 'unsettled';

export const recordRefusals: Record<RecordRefusal, string> = {
  closed: 'This meeting is closed, so its record stays as it is.',
  changed: 'Somebody saved another record while you wrote yours. What they wrote stands beside it: compare, then save.',
  unsettled:
    'Give every look-for an agreed rating and what follows from it, or say in its conclusion why there is none.',
};

/**
 * Writes the record, unless somebody saved another since the form was made. Once the meeting is closed the record stays;
 * every item needs a conclusion by then.
 */
export async function recordMeeting(
  trx: Trx,
  command: { lead: Lead; meetingId: string; revision: string; record: MeetingRecord; close: boolean; now: Date },
): Promise<{ ok: true } | { ok: false; reason: RecordRefusal }> {
  const { lead, meetingId, revision, record, close, now } = command;
  const meeting = await trx
    .selectFrom('norming_meetings')
    .select(['issuer_id', 'closed_at', 'record'])
    .where('id', '=', meetingId)
    .where('issuer_id', '=', sql<string>`any(${lead.issuerIds}::uuid[])`)
    .forUpdate()
    .executeTakeFirst();
  if (!meeting) throw new NotFoundError('meeting');
  if (meeting.closed_at !== null) return { ok: false, reason: 'closed' };
  if (revision !== (await revisionOf(trx, meetingId, meeting.record))) return { ok: false, reason: 'changed' };
  if (close && record.items.some(({ conclusion }) => conclusion === '')) return { ok: false, reason: 'unsettled' };
  for (const { position, agreedValue, conclusion } of record.items) {
    await trx
      .updateTable('norming_items')
      .set({ agreed_value: agreedValue, conclusion })
      .where('meeting_id', '=', meetingId)
      .where('position', '=', position)
      .execute();
  }
  await trx.deleteFrom('norming_attendance').where('meeting_id', '=', meetingId).execute();
  // Only people of the issuer who score can have been there.
  await sql`insert into norming_attendance (meeting_id, person_id)
    select distinct ${meetingId}::uuid, m.person_id from memberships m
    where m.issuer_id = ${meeting.issuer_id} and m.role in ('assessor', 'lead_assessor')
      and m.person_id = any(${record.present}::uuid[])`.execute(trx);
  await trx
    .updateTable('norming_meetings')
    .set({ record: record.record, ...(close ? { closed_at: now } : {}) })
    .where('id', '=', meetingId)
    .execute();
  await audit(trx, {
    issuerId: meeting.issuer_id,
    actorId: lead.id,
    action: close ? 'norming.closed' : 'norming.recorded',
    subject: { type: 'norming-meeting', id: meetingId },
  });
  return { ok: true };
}

async function revisionOf(trx: Trx, meetingId: string, record: string): Promise<string> {
  const items = await trx
    .selectFrom('norming_items')
    .select(['position', 'agreed_value as agreedValue', 'conclusion'])
    .where('meeting_id', '=', meetingId)
    .execute();
  const present = await trx
    .selectFrom('norming_attendance')
    .select('person_id')
    .where('meeting_id', '=', meetingId)
    .execute();
  return recordRevision({ items, present: present.map(({ person_id }) => person_id), record });
}
