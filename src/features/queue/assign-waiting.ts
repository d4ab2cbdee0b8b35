import { sql } from 'kysely';
import { type OpenSeat, planAssignments } from '#domain/assessment/plan-assignments.ts';
import type { Trx } from '#platform/database.ts';
import { addJob } from '#platform/jobs.ts';
import { listClosedRubrics } from '../calibration/certification.queries.ts';
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

type Waiting = { attemptId: string; enrolmentId: string; independent: number; dueAt: Date; language: string };

/**
 * Gives what waits at an issuer to those who may score it, are there and have room: the first due first. Returns how many
 * were given. What somebody is claiming at this moment is left out.
 */
export async function assignWaiting(trx: Trx, { issuerId, now }: { issuerId: string; now: Date }): Promise<number> {
  const settings = await trx
    .selectFrom('assessing_settings')
    .select('assignment')
    .where('issuer_id', '=', issuerId)
    .executeTakeFirst();
  if (settings?.assignment !== 'auto') return 0;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`assign:${issuerId}`}, 0))`.execute(trx);
  await lockRoles(trx, issuerId);
  const assessors = (await listLoads(trx, { issuerIds: [issuerId], now })).filter(
    ({ away, claimed, assigned, maxLoad }) => !away && claimed + assigned < maxLoad,
  );
  const room = assessors.reduce((sum, { maxLoad, claimed, assigned }) => sum + maxLoad - claimed - assigned, 0);
  if (room === 0) return 0;
  // What none of them reads must not stand before what they do.
  const languages = assessors.some((one) => one.languages === null)
    ? null
    : assessors.flatMap((one) => one.languages ?? []);
  const waiting = await lockWaiting(trx, { issuerId, languages });
  const seats = await listOpenSeats(trx, waiting, now);
  if (seats.length === 0) return 0;
  const mayScore = await findMayScore(trx, { issuerId, assessors, waiting, now });

  const plan = planAssignments(
    seats,
    assessors.map(({ id, claimed, assigned, maxLoad }) => ({ id, maxLoad, load: claimed + assigned })),
    (assessorId, attemptId) => mayScore.has(`${assessorId}/${attemptId}`),
  );
  if (plan.length === 0) return 0;
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
  for (const { attemptId, role, assessorId } of plan) {
    const details = { assessor: assessorId, role };
    await auditAssignment(trx, { issuerId, actorId: null, action: 'assignment.made', attemptId, details });
  }
  return plan.length;
}

/** The first due with a seat that nobody has or was given. Enrolments in somebody else’s hands are passed over. */
async function lockWaiting(
  trx: Trx,
  { issuerId, languages }: { issuerId: string; languages: string[] | null },
): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select j.attempt_id as "attemptId", e.id as "enrolmentId", j.independent, j.due_at as "dueAt", j.language
    from judgings j join enrolments e on e.id = j.enrolment_id
    where j.issuer_id = ${issuerId} and j.stage = 'scoring' and j.paused_at is null and e.state = 'submitted'
      ${languages === null ? sql`` : sql`and split_part(j.language, '-', 1) = any(${languages}::text[])`}
      and (select count(*) from assignments g where g.attempt_id = j.attempt_id and g.ended_at is null and g.role in ('first', 'second'))
        + (select count(*) from assessments a where a.attempt_id = j.attempt_id and a.role in ('first', 'second')
          and a.state in ('claimed', 'completed')) < j.independent
    order by j.due_at, j.attempt_id limit ${mostAtOnce}
    for update of e skip locked`.execute(trx);
  return rows;
}

/** Asked again once they are locked: what was claimed until then is seen now. */
async function listOpenSeats(trx: Trx, waiting: readonly Waiting[], now: Date): Promise<OpenSeat[]> {
  if (waiting.length === 0) return [];
  const ids = waiting.map(({ attemptId }) => attemptId);
  const taken = await sql<{ attemptId: string; role: 'first' | 'second' }>`
    select attempt_id as "attemptId", role from assignments
    where attempt_id = any(${ids}::uuid[]) and ended_at is null and role in ('first', 'second')
    union all
    select attempt_id, role from assessments where attempt_id = any(${ids}::uuid[]) and role in ('first', 'second')
      and (state = 'completed' or (state = 'claimed' and lease_expires_at > ${now}))`.execute(trx);
  return waiting.flatMap(({ attemptId, independent, dueAt }) => {
    const here = taken.rows.filter((seat) => seat.attemptId === attemptId).map(({ role }) => role);
    const free = (['first', 'second'] as const).slice(0, independent).filter((role) => !here.includes(role));
    // By number, not by name: whoever was given the one seat may sit down in the other.
    return free.slice(0, Math.max(0, independent - here.length)).map((role) => ({ attemptId, role, dueAt }));
  });
}

/** “assessor/attempt” of all who may score what: role, language, certification, no conflict, no seat, not given back. */
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
  for (const { id, languages } of assessors) {
    const closed = await listClosedRubrics(trx, { personId: id, issuerIds: [issuerId], now });
    const { rows } = await sql<{ attemptId: string }>`
      select j.attempt_id as "attemptId" from judgings j join enrolments e on e.id = j.enrolment_id
      where j.attempt_id = any(${ids}::uuid[]) and ${notConflicted(id)} ${notClosed(closed)}
        ${languages === null ? sql`` : sql`and split_part(j.language, '-', 1) = any(${languages}::text[])`}
        and not exists (select from assessments a
          where a.attempt_id = j.attempt_id and a.assessor_id = ${id} and a.state in ('claimed', 'completed'))
        and not exists (select from assignments g where g.attempt_id = j.attempt_id and g.assessor_id = ${id}
          and (g.ended_at is null or g.end_reason in ('refused', 'conflict')))`.execute(trx);
    for (const { attemptId } of rows) pairs.add(`${id}/${attemptId}`);
  }
  return pairs;
}
