import { sql } from 'kysely';
import { dueAfter } from '#domain/assessment/business-clock.ts';
import { earlierThatMatter, planJudging } from '#domain/assessment/policy.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Database, Trx } from '#platform/database.ts';
import { listBlindFiles } from '../blind/blind-files.queries.ts';
import { clockOf } from '../queue/clock.ts';

export type OpenJudging = {
  attemptId: string;
  issuerId: string;
  enrolmentId: string;
  versionId: string;
  assessment: Definition['assessment'];
  /** A random number from 0 up to, not including, 1. */
  draw: number;
  now: Date;
};

/** Sets an attempt that was just handed in on its way: how it is judged is decided here, once. Returns when a decision is due. */
export async function openJudging(trx: Trx, command: OpenJudging): Promise<{ dueAt: Date }> {
  const { attemptId, issuerId, enrolmentId, versionId, assessment, draw, now } = command;
  const plan = planJudging(assessment, {
    earlier: await countEarlier(trx, versionId, earlierThatMatter(assessment)),
    draw,
    hasCoach: assessment.policy === 'coach' && (await hasAssessingCoach(trx, { enrolmentId, issuerId })),
  });
  const clock = await clockOf(trx, issuerId);
  const dueAt = dueAfter(clock, now, assessment.decisionDays);
  const checkDueAt = dueAfter(clock, now, assessment.completenessDays);
  await sql`
    insert into judgings (attempt_id, issuer_id, enrolment_id, micro_credential_id, definition_version_id, stage, independent,
      why_double, is_blind, by_coach, language, submitted_at, check_due_at, due_at)
    select ${attemptId}, e.issuer_id, e.id, e.micro_credential_id, ${versionId}, 'pre_check', ${plan.independent},
      ${plan.whyDouble}, ${plan.isBlind}, ${plan.byCoach}, ${assessment.language ?? 'en'}, ${now}, ${checkDueAt}, ${dueAt}
    from enrolments e where e.id = ${enrolmentId}`.execute(trx);
  // Asks for the copies that are given out in place of the files, so that they are there when somebody looks.
  if (plan.isBlind) await listBlindFiles(trx, enrolmentId);
  return { dueAt };
}

/** What was returned or taken back taught nobody anything about the version. Two at once may both count too few: then two score. */
async function countEarlier(trx: Trx, versionId: string, most: number): Promise<number> {
  if (most === 0) return 0;
  const { rows } = await sql<{ earlier: number }>`
    select count(*) as earlier from (
      select from judgings where definition_version_id = ${versionId} and stage not in ('returned', 'withdrawn') limit ${most}
    ) counted`.execute(trx);
  return rows[0]?.earlier ?? 0;
}

/** Whether somebody coaches this work now who may also assess at its issuer. */
export async function hasAssessingCoach(
  trx: Trx,
  { enrolmentId, issuerId }: { enrolmentId: string; issuerId: string },
): Promise<boolean> {
  return (await listAssessingCoaches(trx, { enrolmentId, issuerId })).length > 0;
}

export async function listAssessingCoaches(
  trx: Database | Trx,
  { enrolmentId, issuerId }: { enrolmentId: string; issuerId: string },
): Promise<string[]> {
  const rows = await trx
    .selectFrom('coaches as c')
    .innerJoin('memberships as m', 'm.person_id', 'c.person_id')
    .select('m.person_id')
    .distinct()
    .where('c.enrolment_id', '=', enrolmentId)
    .where('c.ended_at', 'is', null)
    .where('m.issuer_id', '=', issuerId)
    .where('m.role', 'in', ['assessor', 'lead_assessor'])
    .execute();
  return rows.map((row) => row.person_id);
}

/** Whether the programme keeps an attempt that waits to be scored for its coaches, of whom this person is none. */
export async function isForTheCoach(
  db: Database | Trx,
  judging: { stage: string; byCoach: boolean; enrolmentId: string; issuerId: string },
  personId: string,
): Promise<boolean> {
  if (!judging.byCoach || judging.stage !== 'scoring') return false;
  const coaches = await listAssessingCoaches(db, judging);
  return coaches.length > 0 && !coaches.includes(personId);
}
