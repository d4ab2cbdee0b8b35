import { type RawBuilder, sql } from 'kysely';
import { isAway } from '#domain/assessment/away.ts';
import { dayOf } from '#domain/assessment/local-day.ts';
import { type Obstacle, type ObstacleReason, obstacleMessages } from '#domain/assessment/obstacles.ts';
import type { Database, Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { type Rubric, certificationVerdict } from '../calibration/certification.queries.ts';
import { clockOf } from './clock.ts';

/** Whether each reason not to judge holds. */
type Found = Record<'own' | 'coached' | 'declared' | 'school' | 'peer' | 'sat' | 'named', boolean> &
  Rubric & { issuerId: string; awayFrom: string | null; awayUntil: string | null };

/**
 * Why a person must not judge an attempt, or cannot now: no obstacle, and the role, let them. What a conflict rests on is
 * not told: it would say where an earner works.
 */
export async function listObstacles(
  db: Database | Trx,
  { assessor, attemptId, now }: { assessor: { id: string }; attemptId: string; now: Date },
): Promise<Obstacle[]> {
  const { id } = assessor;
  const { rows } = await sql<Found>`
    select t.issuer_id as "issuerId", v.micro_credential_id as "microCredentialId", v.rubric_sha256 as "rubricSha256",
      e.person_id = ${id} as own,
      e.id in (${coachedBy(id)}) and not (coalesce(j.by_coach and ${beforeDecided}, false) and e.id in (${coachedNowBy(id)})) as coached,
      exists (select from (${declaredBy(id)}) d (issuer_id, person_id, until)
        where d.issuer_id = t.issuer_id and d.person_id = e.person_id and d.until >= t.submitted_at) as declared,
      e.person_id in (${colleaguesOf(id)}) as school,
      e.id in (${confirmedBy(id)}) as peer,
      exists (select from assessments a
        where a.attempt_id = t.id and a.assessor_id = ${id} and a.state in ('claimed', 'completed')) as sat,
      e.id in (${namedTo(id)}) as named,
      p.away_from as "awayFrom", p.away_until as "awayUntil"
    from attempts t
    join enrolments e on e.id = t.enrolment_id
    join definition_versions v on v.id = t.definition_version_id
    left join judgings j on j.attempt_id = t.id
    left join assessor_profiles p on p.issuer_id = t.issuer_id and p.person_id = ${id}
    where t.id = ${attemptId}`.execute(db);
  const found = rows[0];
  if (!found) throw new NotFoundError('attempt');
  const { timeZone } = await clockOf(db, found.issuerId);
  const certified = await certificationVerdict(db, { ...found, personId: id, now });
  const reasons: Record<ObstacleReason, boolean> = {
    'own-work': found.own,
    coached: found.coached,
    'conflict-declared': found.declared,
    'same-school': found.school,
    'peer-in-evidence': found.peer,
    'not-certified': certified === 'not-certified',
    lapsed: certified === 'lapsed',
    'sat-already': found.sat,
    'names-seen': found.named,
    away: isAway({ from: found.awayFrom, until: found.awayUntil }, dayOf(timeZone, now)),
  };
  return (Object.keys(reasons) as ObstacleReason[])
    .filter((reason) => reasons[reason])
    .map((reason) => ({ reason, message: obstacleMessages[reason] }));
}

/**
 * Of a list over `judgings j` joined to `enrolments e`: only what this person neither made nor has a conflict with. It is
 * found from the assessor’s side, once for the whole list.
 */
export function notConflicted(assessorId: string): RawBuilder<boolean> {
  return sql<boolean>`(e.person_id <> ${assessorId} and e.person_id not in (${colleaguesOf(assessorId)})
    and not exists (select from (${declaredBy(assessorId)}) d (issuer_id, person_id, until)
      where d.issuer_id = j.issuer_id and d.person_id = e.person_id and d.until >= j.submitted_at)
    and ${coachMayScore(assessorId)} and e.id not in (${confirmedBy(assessorId)})
    and e.id not in (${namedTo(assessorId)}))`;
}

/**
 * Whoever coaches or coached it does not score it, but where the programme has the coach score: there nobody else does as long
 * as somebody coaches it who assesses at the issuer. The glance before is anybody’s, theirs too. An adjudication or an appeal
 * is never the coach’s.
 */
const coachMayScore = (id: string) => sql`case when ${keptForCoach}
  then e.id in (${coachedNowBy(id)})
  else e.id not in (${coachedBy(id)}) or (j.by_coach and j.stage = 'pre_check' and e.id in (${coachedNowBy(id)})) end`;

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

const coachedNowBy = (id: string) => sql`
  select c.enrolment_id from coaches c where c.person_id = ${id} and c.ended_at is null`;

/** The enrolments that somebody coaches, or once did; whoever talked one through with its earner is a coach of it, too. */
export const coachedBy = (id: string) => sql`
  select c.enrolment_id from coaches c where c.person_id = ${id}
  union all
  select y.enrolment_id from coach_talks y where y.with_person_id = ${id}`;

/**
 * Whom they said they must not judge, and everyone who works or worked at a school of which they said so, by issuer. A
 * conflict that has ended still holds for what was handed in before: else declaring one, and looking which attempt goes
 * from the queue, would tell whose it is.
 */
export const declaredBy = (id: string) => sql`
  select c.issuer_id, w.person_id, coalesce(c.ended_at, 'infinity') from conflicts c
  cross join lateral (
    select c.person_id where c.person_id is not null
    union select p.id from people p where p.email = c.email
    union select f.person_id from affiliations f where f.school_id = c.school_id
  ) w (person_id)
  where c.assessor_id = ${id}`;

/** What is judged without names and whose work they have seen all the same. */
export const namedTo = (id: string) => sql`select s.enrolment_id from names_seen s where s.person_id = ${id}`;

/** Who works, or worked, where they work or worked. */
export const colleaguesOf = (id: string) => sql`
  select f.person_id from affiliations mine join affiliations f on f.school_id = mine.school_id where mine.person_id = ${id}`;

/**
 * The enrolments of which they were asked to confirm something, also when they did not answer: a visit, a role, that it is
 * the earner’s. Who confirmed on the earner’s device is known by name alone.
 */
export const confirmedBy = (id: string) => sql`
  select n.enrolment_id from people me join attestations n on n.peer_email = me.email where me.id = ${id}
  union all
  select n.enrolment_id from people me join attestations n on lower(n.peer_name) = lower(me.name) where me.id = ${id}`;
