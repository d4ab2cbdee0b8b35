import { type RawBuilder, sql } from 'kysely';
import { isAway } from '#domain/assessment/away.ts';
import { dayOf } from '#domain/assessment/local-day.ts';
import { type Obstacle, type ObstacleReason, obstacleMessages } from '#domain/assessment/obstacles.ts';
import type { Database, Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { type Rubric, certificationVerdicts } from '../calibration/certification.queries.ts';
import { clockOf } from './clock.ts';

/** Somebody of whom it is asked: one known person, or of several the one of each row. */
export type Who = string | RawBuilder<string>;

/** Of one assessor, whether each reason not to judge holds. */
type Found = Record<'own' | 'coached' | 'declared' | 'school' | 'peer' | 'sat' | 'named', boolean> &
  Rubric & { personId: string; issuerId: string; awayFrom: string | null; awayUntil: string | null };

/**
 * Why a person must not judge an attempt, or cannot now: no obstacle, and the role, let them. What a conflict rests on is
 * not told: it would say where an earner works.
 */
export async function listObstacles(
  db: Database | Trx,
  { assessor, attemptId, now }: { assessor: { id: string }; attemptId: string; now: Date },
): Promise<Obstacle[]> {
  const found = await obstaclesOfMany(db, { assessorIds: [assessor.id], attemptId, now });
  return found.get(assessor.id) ?? [];
}

/** The same of several, in as many statements as for one. */
export async function obstaclesOfMany(
  db: Database | Trx,
  { assessorIds, attemptId, now }: { assessorIds: readonly string[]; attemptId: string; now: Date },
): Promise<Map<string, Obstacle[]>> {
  if (assessorIds.length === 0) return new Map();
  const who = sql.ref<string>('who.id');
  const { rows } = await sql<Found>`
    select who.id as "personId", t.issuer_id as "issuerId", v.micro_credential_id as "microCredentialId",
      v.rubric_sha256 as "rubricSha256",
      e.person_id = who.id as own,
      ${isAmong(sql`e.id`, coachedBy, who)}
        and not (coalesce(j.by_coach and ${beforeDecided}, false) and ${isAmong(sql`e.id`, coachedNowBy, who)}) as coached,
      exists (select from (${declaredBy(who)}) d (issuer_id, person_id, until)
        where d.issuer_id = t.issuer_id and d.person_id = e.person_id and d.until >= t.submitted_at) as declared,
      ${isAmong(sql`e.person_id`, colleaguesOf, who)} as school,
      ${isAmong(sql`e.id`, confirmedBy, who)} as peer,
      exists (select from assessments a
        where a.attempt_id = t.id and a.assessor_id = who.id and a.state in ('claimed', 'completed')) as sat,
      ${isAmong(sql`e.id`, namedTo, who)} as named,
      p.away_from as "awayFrom", p.away_until as "awayUntil"
    from attempts t
    join enrolments e on e.id = t.enrolment_id
    join definition_versions v on v.id = t.definition_version_id
    left join judgings j on j.attempt_id = t.id
    cross join unnest(${[...assessorIds]}::uuid[]) as who (id)
    left join assessor_profiles p on p.issuer_id = t.issuer_id and p.person_id = who.id
    where t.id = ${attemptId}`.execute(db);
  const [first] = rows;
  if (!first) throw new NotFoundError('attempt');
  const { timeZone } = await clockOf(db, first.issuerId);
  const certified = await certificationVerdicts(db, { ...first, personIds: assessorIds, now });
  return new Map(
    rows.map((found) => {
      const verdict = certified.get(found.personId);
      const reasons: Record<ObstacleReason, boolean> = {
        'own-work': found.own,
        coached: found.coached,
        'conflict-declared': found.declared,
        'same-school': found.school,
        'peer-in-evidence': found.peer,
        'not-certified': verdict === 'not-certified',
        lapsed: verdict === 'lapsed',
        'sat-already': found.sat,
        'names-seen': found.named,
        away: isAway({ from: found.awayFrom, until: found.awayUntil }, dayOf(timeZone, now)),
      };
      const obstacles = (Object.keys(reasons) as ObstacleReason[])
        .filter((reason) => reasons[reason])
        .map((reason) => ({ reason, message: obstacleMessages[reason] }));
      return [found.personId, obstacles];
    }),
  );
}

/**
 * Whether something is in the list of one. Of one person the list is found once, for all that is looked through; of several
 * it is asked pair by pair, since the database would otherwise find a whole list for every pair.
 */
function isAmong(one: RawBuilder<unknown>, listOf: (who: Who) => RawBuilder<unknown>, who: Who): RawBuilder<boolean> {
  return typeof who === 'string'
    ? sql<boolean>`${one} in (${listOf(who)})`
    : sql<boolean>`exists (select from (${listOf(who)}) listed (one) where listed.one = ${one})`;
}

/**
 * Of a list over `judgings j` joined to `enrolments e`: only what this person neither made nor has a conflict with. It is
 * found from the assessor’s side, once for the whole list.
 */
export function notConflicted(who: Who): RawBuilder<boolean> {
  return sql<boolean>`(e.person_id <> ${who} and not ${isAmong(sql`e.person_id`, colleaguesOf, who)}
    and not exists (select from (${declaredBy(who)}) d (issuer_id, person_id, until)
      where d.issuer_id = j.issuer_id and d.person_id = e.person_id and d.until >= j.submitted_at)
    and ${coachMayScore(who)} and not ${isAmong(sql`e.id`, confirmedBy, who)}
    and not ${isAmong(sql`e.id`, namedTo, who)})`;
}

/**
 * Whoever coaches or coached it does not score it, but where the programme has the coach score: there nobody else does as long
 * as somebody coaches it who assesses at the issuer. The glance before is anybody’s, theirs too. An adjudication or an appeal
 * is never the coach’s.
 */
const coachMayScore = (who: Who) => sql`case when ${keptForCoach}
  then ${isAmong(sql`e.id`, coachedNowBy, who)}
  else not ${isAmong(sql`e.id`, coachedBy, who)}
    or (j.by_coach and j.stage = 'pre_check' and ${isAmong(sql`e.id`, coachedNowBy, who)}) end`;

/** Of `judgings j` joined to `enrolments e`: whether the coach alone scores it, since there is one. */
const keptForCoach = sql`(j.by_coach and j.stage = 'scoring' and exists (
    select from coaches c join memberships m on m.person_id = c.person_id and m.issuer_id = c.issuer_id
    where c.enrolment_id = e.id and c.ended_at is null and m.role in ('assessor', 'lead_assessor')))`;

/** Whether it is kept for a coach other than this person. */
export function forAnotherCoach(assessorId: string): RawBuilder<boolean> {
  return sql<boolean>`(${keptForCoach} and e.id not in (${coachedNowBy(assessorId)}))`;
}

/** The stages for which a programme may have the coach: the glance and the score. */
const beforeDecided = sql`j.stage in ('pre_check', 'scoring')`;

const coachedNowBy = (id: Who) => sql`
  select c.enrolment_id from coaches c where c.person_id = ${id} and c.ended_at is null`;

/** The enrolments that somebody coaches, or once did; whoever talked one through with its earner is a coach of it, too. */
export const coachedBy = (id: Who) => sql`
  select c.enrolment_id from coaches c where c.person_id = ${id}
  union all
  select y.enrolment_id from coach_talks y where y.with_person_id = ${id}`;

/**
 * Whom they said they must not judge, and everyone who works or worked at a school of which they said so, by issuer. A
 * conflict that has ended still holds for what was handed in before: else declaring one, and looking which attempt goes
 * from the queue, would tell whose it is.
 */
export const declaredBy = (id: Who) => sql`
  select c.issuer_id, w.person_id, coalesce(c.ended_at, 'infinity') from conflicts c
  cross join lateral (
    select c.person_id where c.person_id is not null
    union select p.id from people p where p.email = c.email
    union select f.person_id from affiliations f where f.school_id = c.school_id
  ) w (person_id)
  where c.assessor_id = ${id}`;

/** What is judged without names and whose work they have seen all the same. */
export const namedTo = (id: Who) => sql`select s.enrolment_id from names_seen s where s.person_id = ${id}`;

/** Who works, or worked, where they work or worked. */
export const colleaguesOf = (id: Who) => sql`
  select f.person_id from affiliations mine join affiliations f on f.school_id = mine.school_id where mine.person_id = ${id}`;

/**
 * The enrolments of which they were asked to confirm something, also when they did not answer: a visit, a role, that it is
 * the earner’s. Who confirmed on the earner’s device is known by name alone.
 */
export const confirmedBy = (id: Who) => sql`
  select n.enrolment_id from people me join attestations n on n.peer_email = me.email where me.id = ${id}
  union all
  select n.enrolment_id from people me join attestations n on lower(n.peer_name) = lower(me.name) where me.id = ${id}`;
