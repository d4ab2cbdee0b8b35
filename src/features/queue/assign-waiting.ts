import { sql } from 'kysely';
import { type AssignableRole, type OpenSeat, planAssignments } from '#domain/assessment/plan-assignments.ts';
import type { Trx } from '#platform/database.ts';
import { addJob } from '#platform/jobs.ts';
import { listClosedRubrics } from '../calibration/certification.queries.ts';
import { seedAnchor } from '../calibration/seed-anchor.ts';
import { auditAssignment } from './assignments.ts';
import { notConflicted } from './eligibility.queries.ts';
import { type AssessorLoad, listLoads } from './load.queries.ts';
import { lockRoles } from './lock-role.ts';
import { notClosed } from './queue.queries.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'assign-waiting': { issuerId?: string } | undefined;
  }
}

/** Has what waits at an issuer assigned soon, where it assigns. Many attempts that open at once are one job. */
export async function askForAssignment(trx: Trx, issuerId: string): Promise<void> {
  await addJob(trx, 'assign-waiting', { issuerId }, `assign-waiting:${issuerId}`);
}

/** No more are looked at in one go, whatever waits. */
const mostAtOnce = 300;

type Waiting = {
  attemptId: string;
  enrolmentId: string;
  stage: 'scoring' | 'adjudication';
  round: number;
  independent: number;
  dueAt: Date;
  language: string;
};

/** How many were given, and whether more could be: another look then begins where this one ended. */
export type Assigned = { given: number; goOn: boolean };

const nothingGiven: Assigned = { given: 0, goOn: false };

/**
 * Gives what waits at an issuer to those who may score or adjudicate it, are there and have room: the first due first. What
 * nobody could be given is looked at again after all the rest, so that it holds up nothing. What somebody is claiming at
 * this moment is left out.
 */
export async function assignWaiting(
  trx: Trx,
  { issuerId, now, most = mostAtOnce }: { issuerId: string; now: Date; most?: number },
): Promise<Assigned> {
  const settings = await trx
    .selectFrom('assessing_settings')
    .select('assignment')
    .where('issuer_id', '=', issuerId)
    .executeTakeFirst();
  if (settings?.assignment !== 'auto') return nothingGiven;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`assign:${issuerId}`}, 0))`.execute(trx);
  await lockRoles(trx, issuerId);
  const assessors = (await listLoads(trx, { issuerIds: [issuerId], now })).filter(
    ({ away, claimed, assigned, maxLoad }) => !away && claimed + assigned < maxLoad,
  );
  const room = assessors.reduce((sum, { maxLoad, claimed, assigned }) => sum + maxLoad - claimed - assigned, 0);
  if (room === 0) return nothingGiven;
  // What none of them reads must not stand before what they do.
  const languages = assessors.some((one) => one.languages === null)
    ? null
    : assessors.flatMap((one) => one.languages ?? []);
  const waiting = await lockWaiting(trx, { issuerId, languages, most });
  const seats = await listOpenSeats(trx, waiting, now);
  const mayScore = await findMayScore(trx, { issuerId, assessors, waiting, now });

  const plan = planAssignments(
    seats,
    assessors.map(({ id, claimed, assigned, maxLoad }) => ({ id, maxLoad, load: claimed + assigned })),
    (assessorId, attemptId) => mayScore.has(`${assessorId}/${attemptId}`),
  );
  await passOver(trx, { seats, plan, mayScore, now });
  const goOn = waiting.length === most && plan.length < room;
  if (plan.length === 0) return { given: 0, goOn };
  await trx
    .insertInto('assignments')
    .values(
      plan.map(({ attemptId, role, assessorId }) => ({
        issuer_id: issuerId,
        attempt_id: attemptId,
        role,
        assessor_id: assessorId,
        assigned_by: null,
        assigned_at: now,
      })),
    )
    .execute();
  const seeded = await giveAnchors(trx, { issuerId, assessors, plan, now });
  for (const { attemptId, role, assessorId } of [...plan, ...seeded]) {
    const details = { assessor: assessorId, role };
    await auditAssignment(trx, { issuerId, actorId: null, action: 'assignment.made', attemptId, details });
  }
  return { given: plan.length, goOn };
}

/** To those who were given something now and then a seeded anchor with it, where they have room for one more. */
async function giveAnchors(
  trx: Trx,
  {
    issuerId,
    assessors,
    plan,
    now,
  }: {
    issuerId: string;
    assessors: readonly AssessorLoad[];
    plan: readonly { assessorId: string }[];
    now: Date;
  },
): Promise<{ attemptId: string; role: 'first'; assessorId: string }[]> {
  const given: { attemptId: string; role: 'first'; assessorId: string }[] = [];
  // Each draw is made by one at a time: always in this order.
  for (const { id, claimed, assigned, maxLoad } of assessors.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const pieces = plan.filter(({ assessorId }) => assessorId === id).length;
    if (pieces === 0) continue;
    const attemptId = await seedAnchor(trx, { assessor: { id }, issuerId, now });
    // Without room it waits in their queue.
    if (attemptId === undefined || claimed + assigned + pieces >= maxLoad) continue;
    given.push({ attemptId, role: 'first', assessorId: id });
  }
  if (given.length > 0)
    await trx
      .insertInto('assignments')
      .values(
        given.map(({ attemptId, role, assessorId }) => ({
          issuer_id: issuerId,
          attempt_id: attemptId,
          role,
          assessor_id: assessorId,
          assigned_by: null,
          assigned_at: now,
        })),
      )
      .execute();
  return given;
}

/**
 * Notes what there is nobody for: no one who is there, has room, and may. Where the room ran out in this round there is, and
 * it keeps its place.
 */
async function passOver(
  trx: Trx,
  {
    seats,
    plan,
    mayScore,
    now,
  }: { seats: readonly OpenSeat[]; plan: readonly { attemptId: string }[]; mayScore: ReadonlySet<string>; now: Date },
): Promise<void> {
  const has = new Set([...mayScore].map((pair) => pair.slice(pair.indexOf('/') + 1)));
  const given = plan.map(({ attemptId }) => attemptId);
  const passed = [...new Set(seats.map(({ attemptId }) => attemptId))].filter((id) => !has.has(id));
  // In the order in which judgings are locked: their enrolments are held already.
  if (passed.length + given.length === 0) return;
  await sql`
    update judgings set passed_over_at = case when attempt_id = any(${passed}::uuid[]) then ${now}::timestamptz end
    where attempt_id = any(${[...passed, ...given]}::uuid[])`.execute(trx);
}

const seatRoles = sql`case j.stage when 'adjudication' then array['adjudicator'] else array['first', 'second'] end`;

/**
 * Those with a seat that nobody has or was given, what was passed over last of all, and then the first due first. Enrolments
 * in somebody else’s hands are left out.
 */
async function lockWaiting(
  trx: Trx,
  { issuerId, languages, most }: { issuerId: string; languages: string[] | null; most: number },
): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select j.attempt_id as "attemptId", e.id as "enrolmentId", j.stage, j.adjudication_round as round, j.independent,
      j.due_at as "dueAt", j.language
    from judgings j join enrolments e on e.id = j.enrolment_id
    where j.issuer_id = ${issuerId} and j.stage in ('scoring', 'adjudication') and j.paused_at is null and e.state = 'submitted'
      ${languages === null ? sql`` : sql`and split_part(j.language, '-', 1) = any(${languages}::text[])`}
      and (select count(*) from assignments g where g.attempt_id = j.attempt_id and g.ended_at is null and g.role = any(${seatRoles}))
        + (select count(*) from assessments a where a.attempt_id = j.attempt_id and a.role = any(${seatRoles})
          and (a.role <> 'adjudicator' or a.round = j.adjudication_round) and a.state in ('claimed', 'completed'))
        < case j.stage when 'adjudication' then 1 else j.independent end
    order by coalesce(j.passed_over_at, '-infinity'::timestamptz), j.due_at, j.attempt_id limit ${most}
    for update of e skip locked`.execute(trx);
  return rows;
}

/** Asked again once they are locked: what was claimed until then is seen now. */
async function listOpenSeats(trx: Trx, waiting: readonly Waiting[], now: Date): Promise<OpenSeat[]> {
  if (waiting.length === 0) return [];
  const ids = waiting.map(({ attemptId }) => attemptId);
  const taken = await sql<{ attemptId: string; role: AssignableRole; round: number | null }>`
    select attempt_id as "attemptId", role, null::int as round from assignments
    where attempt_id = any(${ids}::uuid[]) and ended_at is null and role in ('first', 'second', 'adjudicator')
    union all
    select attempt_id, role, round from assessments
    where attempt_id = any(${ids}::uuid[]) and role in ('first', 'second', 'adjudicator')
      and (state = 'completed' or (state = 'claimed' and lease_expires_at > ${now}))`.execute(trx);
  return waiting.flatMap(({ attemptId, stage, round, independent, dueAt }) => {
    const isAdjudication = stage === 'adjudication';
    const roles: AssignableRole[] = isAdjudication ? ['adjudicator'] : ['first', 'second'];
    const places = isAdjudication ? 1 : independent;
    const here = taken.rows.filter(
      (seat) =>
        seat.attemptId === attemptId &&
        roles.includes(seat.role) &&
        (!isAdjudication || seat.round === null || seat.round === round),
    );
    const free = roles.slice(0, places).filter((role) => !here.some((seat) => seat.role === role));
    // By number, not by name: whoever was given the one seat may sit down in the other.
    return free.slice(0, Math.max(0, places - here.length)).map((role) => ({ attemptId, role, dueAt }));
  });
}

/**
 * “assessor/attempt” of all who may be given what: role, language, certification, no conflict, and no part in it so far.
 * Whoever let it go, gave it back, or had it taken from them may come back to it, but is not given it again.
 */
async function findMayScore(
  trx: Trx,
  {
    issuerId,
    assessors,
    waiting,
    now,
  }: { issuerId: string; assessors: readonly AssessorLoad[]; waiting: readonly Waiting[]; now: Date },
): Promise<Set<string>> {
  const ids = waiting.map(({ attemptId }) => attemptId);
  const pairs = new Set<string>();
  if (ids.length === 0) return pairs;
  for (const { id, languages } of assessors) {
    const closed = await listClosedRubrics(trx, { personId: id, issuerIds: [issuerId], now });
    const { rows } = await sql<{ attemptId: string }>`
      select j.attempt_id as "attemptId" from judgings j join enrolments e on e.id = j.enrolment_id
      where j.attempt_id = any(${ids}::uuid[]) and ${notConflicted(id)} ${notClosed(closed)}
        ${languages === null ? sql`` : sql`and split_part(j.language, '-', 1) = any(${languages}::text[])`}
        and not exists (select from assessments a
          where a.attempt_id = j.attempt_id and a.assessor_id = ${id})
        and not exists (select from assignments g where g.attempt_id = j.attempt_id and g.assessor_id = ${id}
          and (g.ended_at is null or g.end_reason in ('refused', 'conflict', 'reassigned')))`.execute(trx);
    for (const { attemptId } of rows) pairs.add(`${id}/${attemptId}`);
  }
  return pairs;
}
