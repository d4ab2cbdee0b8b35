import { type RawBuilder, sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';
import { listClosedRubrics } from '../calibration/certification.queries.ts';
import { seededFor } from '../calibration/seeded.queries.ts';
import {
  coachedBy,
  colleaguesOf,
  confirmedBy,
  declaredBy,
  forAnotherCoach,
  namedTo,
  notConflicted,
} from './eligibility.queries.ts';
import {
  type DeskAssessor,
  type QueueOptions,
  type WaitingStage,
  inLanguage,
  isTaken,
  notClosed,
  notGivenAway,
  notSeated,
} from './queue.queries.ts';

export type WaitingCount = { slug: string; title: string; stage: WaitingStage; waiting: number };

/**
 * How many wait to be taken, by micro-credential and stage, of those that the assessor may judge in their languages. All that
 * waits is counted from an index; what is in hand already, and what they must not judge, is few, and taken away again.
 */
export async function countWaiting(
  db: Database | Trx,
  assessor: DeskAssessor,
  { language, now }: { language?: string | undefined; now: Date },
): Promise<WaitingCount[]> {
  const closed = await listClosedRubrics(db, { personId: assessor.id, issuerIds: assessor.issuerIds, now });
  const { rows } = await sql<WaitingCount>`
    select m.slug, m.title, w.stage, sum(w.waiting)::bigint as waiting from (
      select j.issuer_id, j.stage, j.micro_credential_id, j.definition_version_id, j.language, count(*) as waiting
      from judgings j where j.issuer_id = any(${assessor.issuerIds}::uuid[]) and j.stage in ('pre_check', 'scoring', 'adjudication')
      group by 1, 2, 3, 4, 5
      union all
      select j.issuer_id, j.stage, j.micro_credential_id, j.definition_version_id, j.language, -count(*)
      from (${perhapsNotToTake(assessor)}) x (id)
      -- One by one, whatever the planner expects: they are few, and what waits is much.
      cross join lateral (
        select * from judgings j where j.attempt_id = x.id and j.stage in ('pre_check', 'scoring', 'adjudication') offset 0
      ) j
      cross join lateral (select * from enrolments e where e.id = j.enrolment_id offset 0) e
      where j.issuer_id = any(${assessor.issuerIds}::uuid[]) and not ${isToTake(assessor.id, now)}
      group by 1, 2, 3, 4, 5
      union all
      select j.issuer_id, 'scoring', j.micro_credential_id, j.definition_version_id, j.language, count(*)
      from ${seededFor(assessor.id)} and j.issuer_id = any(${assessor.issuerIds}::uuid[]) and ${notConflicted(assessor.id)}
      group by 1, 2, 3, 4, 5
    ) w (issuer_id, stage, micro_credential_id, definition_version_id, language, waiting)
    join micro_credentials m on m.id = w.micro_credential_id
    left join assessor_profiles f on f.issuer_id = w.issuer_id and f.person_id = ${assessor.id}
    cross join lateral (select w.language, w.definition_version_id) j
    where true ${inLanguage(language)} ${notClosed(closed)}
    group by m.slug, m.title, w.stage having sum(w.waiting) > 0 order by m.title, m.slug, w.stage`.execute(db);
  return rows;
}

/** Whether somebody may take it now: no conflict, no seat of theirs, and one that is free. */
function isToTake(assessorId: string, now: Date): RawBuilder<unknown> {
  const free = (stage: WaitingStage, seats: RawBuilder<unknown>) => sql`${notSeated(assessorId)}
    and ${notGivenAway(assessorId, stage, now)} and (select count(*) from assessments a where ${isTaken(stage, now)}) < ${seats}`;
  return sql`(${notConflicted(assessorId)} and case j.stage when 'pre_check' then true
    when 'scoring' then ${free('scoring', sql`j.independent`)} else ${free('adjudication', sql`1`)} end)`;
}

/** All attempts that somebody may perhaps not take: everything else they may. */
function perhapsNotToTake({ id, issuerIds }: DeskAssessor): RawBuilder<unknown> {
  return sql`
    select j.attempt_id from (${conflictedOf(id)}) o (id)
    cross join lateral (select j.attempt_id from judgings j where j.enrolment_id = o.id and j.ended_at is null offset 0) j
    union
    select a.attempt_id from assessments a where a.issuer_id = any(${issuerIds}::uuid[]) and a.state = 'claimed'
      and a.role in ('first', 'second', 'adjudicator')
    union
    select a.attempt_id from assessments a where a.assessor_id = ${id} and a.state = 'completed' and a.role in ('first', 'second', 'adjudicator')
    union
    select g.attempt_id from assignments g where g.issuer_id = any(${issuerIds}::uuid[]) and g.ended_at is null
    union
    select j.attempt_id from judgings j where j.issuer_id = any(${issuerIds}::uuid[]) and j.by_coach and j.stage = 'scoring'`;
}

/** Why nothing is left to take: how many wait, each by the first reason that keeps it from this assessor. */
export type NothingToTake = Record<'conflict' | 'for-the-coach' | 'uncertified' | 'language' | 'in-hand', number>;

/** Longer queues are not counted through for a sentence. */
const lookedThrough = 1000;

export async function countNotToTake(
  db: Database | Trx,
  assessor: DeskAssessor,
  { microCredential, language, now }: Pick<QueueOptions, 'microCredential' | 'language' | 'now'>,
): Promise<NothingToTake> {
  const closed = await listClosedRubrics(db, { personId: assessor.id, issuerIds: assessor.issuerIds, now });
  const { rows } = await sql<{ reason: keyof NothingToTake; waiting: number }>`
    select w.reason, count(*)::bigint as waiting from (
      select case when ${forAnotherCoach(assessor.id)} then 'for-the-coach'
        when not ${notConflicted(assessor.id)} then 'conflict'
        when not (true ${notClosed(closed)}) then 'uncertified'
        when not (true ${inLanguage(language)}) then 'language'
        else 'in-hand' end as reason
      from (
        select * from judgings where issuer_id = any(${assessor.issuerIds}::uuid[]) and stage = 'scoring'
          ${microCredential ? sql`and micro_credential_id = (select id from micro_credentials where slug = ${microCredential})` : sql``}
        order by due_at limit ${lookedThrough}
      ) j join enrolments e on e.id = j.enrolment_id
      left join assessor_profiles f on f.issuer_id = j.issuer_id and f.person_id = ${assessor.id}
    ) w group by w.reason`.execute(db);
  const none: NothingToTake = { conflict: 0, 'for-the-coach': 0, uncertified: 0, language: 0, 'in-hand': 0 };
  return rows.reduce((sum, { reason, waiting }) => ({ ...sum, [reason]: Number(waiting) }), none);
}

/** The enrolments that a conflict might keep from them, found by whom it is with: few, and by index. */
function conflictedOf(assessorId: string): RawBuilder<unknown> {
  return sql`
    select o.id from (
      select ${assessorId}::uuid union ${colleaguesOf(assessorId)}
      union select d.person_id from (${declaredBy(assessorId)}) d (issuer_id, person_id, until)
    ) w (person_id)
    cross join lateral (select o.id from enrolments o where o.person_id = w.person_id offset 0) o
    union ${coachedBy(assessorId)} union (${confirmedBy(assessorId)})
    union ${namedTo(assessorId)}`;
}
