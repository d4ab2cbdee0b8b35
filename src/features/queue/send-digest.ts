import { sql } from 'kysely';
import { isWorkingDay } from '#domain/assessment/business-clock.ts';
import { localOf } from '#domain/assessment/local-day.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Database, Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { countToSettle } from '../concerns/led-concerns.queries.ts';
import { clockOf } from './clock.ts';
import { listAssigned, listClaimed } from './on-desk.queries.ts';
import { listQueue } from './queue.queries.ts';

/** The morning, by the clock on the wall, in hours: what was missed by noon waits for the next day. */
const morning = { from: 7, until: 12 };
/** More are not counted: “50 or more” says enough. */
const countedTo = 50;

/** The issuers that send digests, and at which anybody assesses. */
export async function listDigestIssuers(db: Database): Promise<string[]> {
  const issuers = await db
    .selectFrom('issuers as i')
    .leftJoin('assessing_settings as s', 's.issuer_id', 'i.id')
    .select('i.id')
    .where((eb) => eb.or([eb('s.sends_digest', 'is', null), eb('s.sends_digest', '=', true)]))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('memberships as m')
          .select('m.person_id')
          .whereRef('m.issuer_id', '=', 'i.id')
          .where('m.role', 'in', ['assessor', 'lead_assessor']),
      ),
    )
    .orderBy('i.id')
    .execute();
  return issuers.map(({ id }) => id);
}

/** If it is morning on a working day of an issuer: who assesses there, is present, wants a digest and has had none today. */
export async function listDigestPeople(
  db: Database,
  issuerId: string,
  now: Date,
): Promise<{ personId: string; day: string }[]> {
  const clock = await clockOf(db, issuerId);
  const { day, milliseconds } = localOf(clock.timeZone, now);
  const hour = milliseconds / 3600_000;
  if (!isWorkingDay(clock, day) || hour < morning.from || hour >= morning.until) return [];
  const { rows } = await sql<{ personId: string }>`
    select distinct m.person_id as "personId" from memberships m
    left join assessor_profiles f on f.issuer_id = m.issuer_id and f.person_id = m.person_id
    where m.issuer_id = ${issuerId} and m.role in ('assessor', 'lead_assessor') and coalesce(f.wants_digest, true)
      and not coalesce(${day}::date between f.away_from and f.away_until, false)
      and not exists (select from digests d where d.person_id = m.person_id and d.day = ${day}::date)
    order by 1`.execute(db);
  return rows.map(({ personId }) => ({ personId, day }));
}

/**
 * Tells somebody what waits for them, once a day and only if something does: counts and links, no names; of the issuers of
 * which they want to hear and from which they are not away.
 */
export async function sendDigest(
  trx: Trx,
  { personId, day, now, baseUrl }: { personId: string; day: string; now: Date; baseUrl: string },
): Promise<boolean> {
  const first = await trx
    .insertInto('digests')
    .values({ person_id: personId, day })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (first.numInsertedOrUpdatedRows !== 1n) return false;
  const { rows: roles } = await sql<{ email: string; issuerId: string; leads: boolean }>`
    select p.email, m.issuer_id as "issuerId", bool_or(m.role = 'lead_assessor') as leads
    from people p join memberships m on m.person_id = p.id
    left join assessing_settings s on s.issuer_id = m.issuer_id
    left join assessor_profiles f on f.issuer_id = m.issuer_id and f.person_id = m.person_id
    where p.id = ${personId} and m.role in ('assessor', 'lead_assessor') and coalesce(s.sends_digest, true)
      and coalesce(f.wants_digest, true) and not coalesce(${day}::date between f.away_from and f.away_until, false)
    group by p.email, m.issuer_id`.execute(trx);
  const issuerIds = roles.map(({ issuerId }) => issuerId);
  const led = roles.filter(({ leads }) => leads).map(({ issuerId }) => issuerId);
  const desk = await deskLines(trx, { id: personId, issuerIds, now });
  const lead = led.length === 0 ? [] : await leadLines(trx, { personId, issuerIds: led, now });
  const [to] = roles.map(({ email }) => email);
  if (to === undefined || desk.length + lead.length === 0) return false;

  await trx
    .updateTable('digests')
    .set({ sent_at: now })
    .where('person_id', '=', personId)
    .where('day', '=', day)
    .execute();
  await sendMailLater(
    trx,
    composeMail({
      to,
      subject: 'What waits for you today',
      paragraphs: [
        ...(desk.length > 0 ? ['On your desk and in the queue:', ...desk] : []),
        ...(lead.length > 0 ? ['In the assessing that you lead:', ...lead] : []),
      ],
      action:
        desk.length > 0
          ? { label: 'Open your desk', url: `${baseUrl}/desk` }
          : { label: 'Open the workload', url: `${baseUrl}/lead/workload` },
      notes: [
        ...(desk.length > 0 && lead.length > 0 ? [`The workload: ${baseUrl}/lead/workload`] : []),
        `You get this on working days when something waits. To stop it, see your profile: ${baseUrl}/profile`,
      ],
    }),
  );
  return true;
}

async function deskLines(trx: Trx, { now, ...assessor }: { id: string; issuerIds: string[]; now: Date }) {
  const claimed = await listClaimed(trx, assessor);
  const assigned = await listAssigned(trx, assessor);
  const own = [...claimed, ...assigned];
  const overdue = own.filter(({ dueAt, pausedAt }) => pausedAt === null && dueAt < now).length;
  const waiting = await countUpTo(trx, assessor, 'scoring', now);
  const checks = await countUpTo(trx, assessor, 'pre_check', now);
  return [
    ...(own.length > 0
      ? [`${countOf(own.length, 'attempt')} on your desk${overdue > 0 ? `, ${overdue} overdue` : ''}.`]
      : []),
    ...(waiting !== '' ? [`${waiting} in the queue that you may take.`] : []),
    ...(checks !== '' ? [`${checks} to check for completeness.`] : []),
  ];
}

async function countUpTo(
  trx: Trx,
  assessor: { id: string; issuerIds: string[] },
  stage: 'pre_check' | 'scoring',
  now: Date,
): Promise<string> {
  const { attempts, next } = await listQueue(trx, assessor, { stage, limit: countedTo, now });
  const free = attempts.filter(({ holder, pausedAt }) => holder === null && pausedAt === null).length;
  if (next !== undefined) return `${countedTo} or more attempts`;
  return free === 0 ? '' : countOf(free, 'attempt');
}

async function leadLines(
  trx: Trx,
  { personId, issuerIds, now }: { personId: string; issuerIds: string[]; now: Date },
): Promise<string[]> {
  const { rows } = await sql<Record<'overdue' | 'contested' | 'held' | 'stuck' | 'appeals', number>>`
    select count(*) filter (where paused_at is null and
        case stage when 'pre_check' then check_due_at else due_at end < ${now}) as overdue,
      count(*) filter (where stage = 'adjudication') as contested, count(*) filter (where stage = 'held') as held,
      count(*) filter (where passed_over_at is not null and paused_at is null and stage in ('scoring', 'adjudication')
        and not exists (select from assessments a where a.attempt_id = judgings.attempt_id and a.state = 'claimed')
        and not exists (select from assignments g where g.attempt_id = judgings.attempt_id and g.ended_at is null)) as stuck,
      (select count(*) from appeals where issuer_id = any(${issuerIds}::uuid[]) and state = 'open') as appeals
    from judgings where issuer_id = any(${issuerIds}::uuid[]) and stage in ('pre_check', 'scoring', 'adjudication', 'held')`.execute(
    trx,
  );
  const [found] = rows;
  if (!found) return [];
  const { overdue, contested, held, stuck, appeals } = found;
  const concerns = await countToSettle(trx, { personId, issuerIds, now });
  return [
    ...(overdue > 0 ? [`${countOf(overdue, 'attempt')} overdue.`] : []),
    ...(contested > 0 ? [`${countOf(contested, 'attempt')} to adjudicate.`] : []),
    ...(stuck > 0 ? [`${countOf(stuck, 'attempt')} with nobody to give ${stuck === 1 ? 'it' : 'them'} to.`] : []),
    ...(held > 0 ? [`${countOf(held, 'decision')} held for you to release.`] : []),
    ...(appeals > 0 ? [`${countOf(appeals, 'appeal')} open.`] : []),
    ...(concerns.all > 0
      ? [
          `${countOf(concerns.all, 'concern')} to look at${concerns.found > 0 ? `, ${concerns.found} found by the search` : ''}.`,
        ]
      : []),
  ];
}
