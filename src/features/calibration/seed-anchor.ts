import { sql } from 'kysely';
import { dueAfter } from '#domain/assessment/business-clock.ts';
import { earlierThatMatter, planJudging } from '#domain/assessment/policy.ts';
import { isSeedDue } from '#domain/assessment/seed-draw.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Trx } from '#platform/database.ts';
import { clockOf } from '../queue/clock.ts';
import { listObstacles } from '../queue/eligibility.queries.ts';
import { calibrationSettingsOf } from './calibration-settings.ts';
import { listClosedRubrics, rubricKey } from './certification.queries.ts';
import { type AnchorDates, type AnchorVersion, insertAnchorAttempt } from './insert-anchor-attempt.ts';

type SeedAnchor = { assessor: { id: string }; issuerId: string; now: Date };

/**
 * Draws, for every attempt that an assessor was given since it was last asked, whether an anchor is to follow. Where the draw
 * says so and there is one for them, a copy of their own joins what waits for them: the id of its attempt. They take it, let
 * go of it and find it again like any other, and nothing about it tells it from these.
 *
 * Called before what they are given now is written to the trail: that comes last.
 */
export async function seedAnchor(trx: Trx, { assessor, issuerId, now }: SeedAnchor): Promise<string | undefined> {
  const settings = await calibrationSettingsOf(trx, issuerId);
  if (settings.seedRate === 0) return undefined;
  // One draw at a time for each: two windows must not get two anchors by one draw.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`anchor:${issuerId}:${assessor.id}`}, 0))`.execute(trx);
  const draws = await listDraws(trx, { issuerId, personId: assessor.id });
  const secret = await secretOf(trx, issuerId);
  const rate = settings.seedRate;
  if (!draws.some((given) => isSeedDue({ secret, assessorId: assessor.id, given, rate }))) return undefined;
  if (await hasOneWaiting(trx, { assessor, issuerId, now })) return undefined;
  const anchor = await findFresh(trx, { assessor, issuerId, now });
  if (!anchor) return undefined;

  const dates = await datesOf(trx, anchor, now);
  const copy = { personId: anchor.personId, sealed: anchor.sealed as SealedAttempt, dates };
  const { attemptId } = await insertAnchorAttempt(trx, anchor, copy);
  await trx
    .insertInto('anchor_seatings')
    .values({ attempt_id: attemptId, anchor_id: anchor.id, person_id: assessor.id, seated_at: now })
    .execute();
  return attemptId;
}

/** By how many attempts they had been given, the draws that nobody has made yet. What they were given and have not begun counts. */
async function listDraws(trx: Trx, { issuerId, personId }: { issuerId: string; personId: string }): Promise<number[]> {
  const { rows } = await sql<{ given: number; drawn: number | null }>`
    select (
      select count(*) from assessments a
      where a.assessor_id = ${personId} and a.issuer_id = ${issuerId} and a.role in ('first', 'second', 'anchor')
    ) + (
      select count(*) from assignments g
      where g.assessor_id = ${personId} and g.issuer_id = ${issuerId} and g.ended_at is null and g.role in ('first', 'second')
        and not exists (select from assessments a where a.attempt_id = g.attempt_id and a.assessor_id = ${personId})
    ) as given,
      (select drawn from anchor_turns where issuer_id = ${issuerId} and person_id = ${personId}) as drawn`.execute(trx);
  const { given = 0, drawn = null } = rows[0] ?? {};
  const from = drawn === null ? given : drawn + 1;
  if (from > given) return [];
  await sql`
    insert into anchor_turns (issuer_id, person_id, drawn) values (${issuerId}, ${personId}, ${given})
    on conflict (issuer_id, person_id) do update set drawn = excluded.drawn`.execute(trx);
  return Array.from({ length: given - from + 1 }, (_, index) => from + index);
}

/**
 * Whether one waits for them that they have not begun: one at a time. One that is overdue is gone, as if others had it; but
 * not one that they were given, which would stay theirs, too.
 */
async function hasOneWaiting(trx: Trx, { assessor, issuerId, now }: SeedAnchor): Promise<boolean> {
  const waiting = sql`s.person_id = ${assessor.id} and s.ended_at is null and j.attempt_id = s.attempt_id and j.issuer_id = ${issuerId}
    and not exists (select from assessments a where a.attempt_id = s.attempt_id and a.state = 'claimed')`;
  await sql`update anchor_seatings s set ended_at = ${now} from judgings j
    where ${waiting} and j.paused_at is null and j.due_at < ${now}
      and not exists (select from assignments g where g.attempt_id = s.attempt_id and g.ended_at is null)`.execute(trx);
  const { rows } = await sql`select 1 from anchor_seatings s, judgings j where ${waiting} limit 1`.execute(trx);
  return rows.length > 0;
}

type FreshAnchor = AnchorVersion & { id: string; personId: string; sealed: unknown; fromAttemptId: string | null };

/**
 * An active anchor in a language that they read, that they may score by their certifications, have never seen, neither as it is nor as the attempt that
 * it was made from, and had no part in making. The one that fewest have had comes first.
 */
async function findFresh(trx: Trx, { assessor, issuerId, now }: SeedAnchor): Promise<FreshAnchor | undefined> {
  const closed = await listClosedRubrics(trx, { personId: assessor.id, issuerIds: [issuerId], now });
  const { rows } = await sql<Omit<FreshAnchor, 'definition'> & { definition: unknown }>`
    select n.id, n.issuer_id as "issuerId", n.micro_credential_id as "microCredentialId", n.from_attempt_id as "fromAttemptId",
      v.id as "versionId", v.document as definition, e.person_id as "personId", t.sealed
    from anchors n
    join attempts t on t.id = n.attempt_id
    join enrolments e on e.id = n.enrolment_id
    join definition_versions v on v.id = n.definition_version_id
    left join assessor_profiles f on f.issuer_id = n.issuer_id and f.person_id = ${assessor.id}
    where n.issuer_id = ${issuerId} and n.state = 'active' and n.use = 'seed'
      and (coalesce(f.languages, '{}') = '{}'
        or split_part(coalesce(v.document #>> '{assessment,language}', 'en'), '-', 1) = any(f.languages))
      and n.created_by <> ${assessor.id} and n.agreed_by is distinct from ${assessor.id} and n.rated_by is distinct from ${assessor.id}
      and not ((n.micro_credential_id::text || '/' || n.rubric_sha256) = any(${closed.map(rubricKey)}::text[]))
      and not exists (select from anchor_seatings s where s.anchor_id = n.id and s.person_id = ${assessor.id})
      and not exists (
        select from assessments a where a.assessor_id = ${assessor.id} and a.attempt_id in (n.attempt_id, n.from_attempt_id)
      )
    order by (select count(*) from anchor_seatings s where s.anchor_id = n.id), n.id
    limit 20`.execute(trx);
  for (const anchor of rows) {
    // Whoever must not judge an attempt would know the anchor that was made from it.
    const obstacles =
      anchor.fromAttemptId === null ? [] : await listObstacles(trx, { assessor, attemptId: anchor.fromAttemptId, now });
    if (obstacles.every(({ reason }) => reason === 'away' || reason === 'not-certified' || reason === 'lapsed'))
      return { ...anchor, definition: anchor.definition as Definition };
  }
  return undefined;
}

/** Dates as those of the attempt that is due next at the issuer; where nothing waits, of one handed in yesterday. */
async function datesOf(trx: Trx, anchor: AnchorVersion, now: Date): Promise<AnchorDates> {
  const { assessment } = anchor.definition;
  const next = await trx
    .selectFrom('judgings')
    .select(['submitted_at', 'due_at'])
    .where('issuer_id', '=', anchor.issuerId)
    .where('stage', '=', 'scoring')
    .where('paused_at', 'is', null)
    .where('submitted_at', '<', now)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  // Some minutes off: no two are handed in at the very same moment.
  const minutes = Math.floor(Math.random() * 200) + 1;
  const from = next?.submitted_at ?? new Date(now.getTime() - 20 * 3600_000);
  const submittedAt = new Date(from.getTime() - minutes * 60_000 - Math.floor(Math.random() * 60_000));
  const clock = await clockOf(trx, anchor.issuerId);
  return {
    submittedAt,
    dueAt: dueAfter(clock, submittedAt, assessment.decisionDays),
    language: assessment.language ?? 'en',
    plan: planJudging(assessment, { earlier: await countEarlier(trx, anchor), draw: Math.random(), hasCoach: false }),
  };
}

async function countEarlier(trx: Trx, { versionId, definition }: AnchorVersion): Promise<number> {
  const most = earlierThatMatter(definition.assessment);
  if (most === 0) return 0;
  const rows = await trx
    .selectFrom('judgings')
    .select('attempt_id')
    .where('definition_version_id', '=', versionId)
    .where('stage', 'not in', ['returned', 'withdrawn'])
    .limit(most)
    .execute();
  return rows.length;
}

async function secretOf(trx: Trx, issuerId: string): Promise<string> {
  await trx
    .insertInto('anchor_draws')
    .values({ issuer_id: issuerId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { secret } = await trx
    .selectFrom('anchor_draws')
    .select('secret')
    .where('issuer_id', '=', issuerId)
    .executeTakeFirstOrThrow();
  return secret;
}
