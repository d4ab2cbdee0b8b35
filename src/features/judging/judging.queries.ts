import { type RawBuilder, sql } from 'kysely';
import type { ConditionCode } from '#domain/assessment/conditions.ts';
import type { Voices } from '#domain/assessment/compare-ratings.ts';
import { lookForsOfAttempt } from '#domain/assessment/open-look-fors.ts';
import type { PlacedLocator } from '#domain/assessment/placed-locator.ts';
import type { WhyDouble } from '#domain/assessment/policy.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Database, Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';

export type JudgingStage = 'pre_check' | 'scoring' | 'adjudication' | 'held' | 'released' | 'returned' | 'withdrawn';

/** Why a lead assessor has a decision in hand. */
export type HeldFor = 'policy' | 'concern' | 'recall' | 'unsettled';

/** Where an attempt stands between handed in and decided, and how it is judged. */
export type Judging = {
  attemptId: string;
  number: number;
  issuerId: string;
  enrolmentId: string;
  versionId: string;
  stage: JudgingStage;
  independent: 1 | 2;
  whyDouble: WhyDouble | null;
  isBlind: boolean;
  byCoach: boolean;
  submittedAt: Date;
  checkDueAt: Date;
  dueAt: Date;
  /** Look-fors that an adjudicator decides. */
  contested: string[];
  round: number;
  heldFor: HeldFor | null;
  /** That one of two who were to score it is enough, since nobody else may; who said so, and why. */
  waived: { by: string; reason: string } | null;
  /** Look-fors on which two are apart, and which stay so: nobody is there to settle them. */
  unsettled: string[];
  earner: { id: string; name: string; email: string };
  enrolmentState: 'working' | 'submitted' | 'earned' | 'withdrawn' | 'anchor';
  /** Whether nothing was handed in after it. */
  isLatest: boolean;
};

const judgingOf = (condition: RawBuilder<unknown>, lock: RawBuilder<unknown>) => sql<Judging>`
  select j.attempt_id as "attemptId", t.number, j.issuer_id as "issuerId", j.enrolment_id as "enrolmentId",
    j.definition_version_id as "versionId", j.stage, j.independent, j.why_double as "whyDouble", j.is_blind as "isBlind",
    j.by_coach as "byCoach", j.submitted_at as "submittedAt", j.check_due_at as "checkDueAt", j.due_at as "dueAt",
    j.contested, j.adjudication_round as round, j.held_for as "heldFor", j.unsettled,
    case when j.waived_at is not null then json_build_object('reason', j.waived_reason,
      'by', (select w.name from people w where w.id = j.waived_by)) end as waived, e.state as "enrolmentState",
    t.number = e.attempts_count as "isLatest", json_build_object('id', p.id, 'name', p.name, 'email', p.email) as earner
  from judgings j join attempts t on t.id = j.attempt_id join enrolments e on e.id = j.enrolment_id
    join people p on p.id = e.person_id
  where ${condition} ${lock}`;

/** How many have to finish before there is a decision: two, unless the second was waived. */
export function neededSeats({ independent, waived }: Pick<Judging, 'independent' | 'waived'>): 1 | 2 {
  return waived ? 1 : independent;
}

/** The way of an attempt; an attempt that has none is *not found*. */
export async function getJudging(db: Database | Trx, attemptId: string): Promise<Judging> {
  const { rows } = await judgingOf(sql`j.attempt_id = ${attemptId}`, sql``).execute(db);
  if (!rows[0]) throw new NotFoundError('attempt');
  return rows[0];
}

/**
 * Holds the enrolment and then the judging of an attempt until the transaction ends: whatever changes either goes one after
 * another. An assessment is locked after these two, never before.
 */
export async function lockJudging(trx: Trx, attemptId: string): Promise<Judging | undefined> {
  const enrolment = await trx
    .selectFrom('enrolments as e')
    .innerJoin('attempts as t', 't.enrolment_id', 'e.id')
    .select('e.id')
    .where('t.id', '=', attemptId)
    .forUpdate('e')
    .executeTakeFirst();
  if (!enrolment) return undefined;
  const { rows } = await judgingOf(sql`j.attempt_id = ${attemptId}`, sql`for update of j`).execute(trx);
  return rows[0];
}

/** What an attempt is judged by. */
export type JudgedWork = {
  definition: Definition;
  sealed: SealedAttempt;
  sha256: string;
  /** The look-fors that are open in it. */
  lookFors: string[];
};

export async function getJudgedWork(db: Database | Trx, attemptId: string): Promise<JudgedWork> {
  const row = await db
    .selectFrom('attempts as t')
    .innerJoin('definition_versions as v', 'v.id', 't.definition_version_id')
    .select(['t.sealed', 't.sha256', 'v.document'])
    .where('t.id', '=', attemptId)
    .executeTakeFirst();
  if (!row) throw new NotFoundError('attempt');
  const definition = row.document as Definition;
  const sealed = row.sealed as SealedAttempt;
  return { definition, sealed, sha256: row.sha256, lookFors: lookForsOfAttempt(definition, sealed) };
}

/** The seats in which an attempt is judged on its way to a decision. */
export type JudgingSeat = 'first' | 'second' | 'adjudicator';

/** A finished assessment with its ratings. */
export type SeatedVoices = {
  assessmentId: string;
  assessorId: string;
  assessorName: string;
  role: JudgingSeat;
  round: number;
  overall: string;
  completedAt: Date;
  voices: Voices;
};

type SpokenRating = {
  lookFor: string;
  value: RatingValue | null;
  condition: ConditionCode | null;
  comment: string;
  locators: PlacedLocator[];
};

/** What was said in every finished seat, the independent ones first, then the adjudications in their order. */
export async function listVoices(db: Database | Trx, attemptId: string): Promise<SeatedVoices[]> {
  return (await listVoicesOf(db, [attemptId])).get(attemptId) ?? [];
}

/** The same for several attempts in one statement, by attempt. */
export async function listVoicesOf(
  db: Database | Trx,
  attemptIds: readonly string[],
): Promise<Map<string, SeatedVoices[]>> {
  const { rows } = await sql<Omit<SeatedVoices, 'voices'> & { attemptId: string; ratings: SpokenRating[] }>`
    select a.attempt_id as "attemptId", a.id as "assessmentId", a.assessor_id as "assessorId", p.name as "assessorName",
      a.role, a.round, a.overall_comment as overall, a.completed_at as "completedAt", coalesce((
        select json_agg(json_build_object('lookFor', r.look_for_key, 'value', r.value, 'condition', r.condition,
          'comment', r.comment, 'locators', r.locators) order by r.look_for_key)
        from ratings r where r.assessment_id = a.id and (r.value is not null or r.condition is not null)), '[]') as ratings
    from assessments a join people p on p.id = a.assessor_id
    where a.attempt_id = any(${attemptIds}::uuid[]) and a.state = 'completed' and a.role in ('first', 'second', 'adjudicator')
    order by a.role = 'adjudicator', a.round, a.role`.execute(db);
  const voices = rows.map(({ ratings, ...seat }) => ({
    ...seat,
    voices: new Map(ratings.map(({ lookFor, ...voice }) => [lookFor, voice])),
  }));
  return Map.groupBy(voices, ({ attemptId }) => attemptId);
}
