import { type RawBuilder, sql } from 'kysely';
import { isAway } from '#domain/assessment/away.ts';
import { dayOf } from '#domain/assessment/local-day.ts';
import { type Obstacle, type ObstacleReason, obstacleMessages } from '#domain/assessment/obstacles.ts';
import type { Database, Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { clockOf } from './clock.ts';

/** Whether each reason not to judge holds: one statement, each by an index on the earner’s side. */
type Found = Record<'own' | 'coached' | 'declared' | 'school' | 'peer' | 'sat', boolean> & {
  issuer_id: string;
  away_from: string | null;
  away_until: string | null;
};

/**
 * Why a person must not judge an attempt, or cannot now: no obstacle, and the role, let them. What a conflict rests on is
 * not told: it would say where an earner works.
 */
export async function listObstacles(
  db: Database | Trx,
  { assessor, attemptId, now }: { assessor: { id: string }; attemptId: string; now: Date },
): Promise<Obstacle[]> {
  const { rows } = await sql<Found>`
    select j.issuer_id, e.person_id = ${assessor.id} as own,
      exists (${coached(sql`${assessor.id}::uuid`)}) as coached,
      exists (${declared(sql`${assessor.id}::uuid`)}) as declared,
      exists (${sharedSchool(sql`${assessor.id}::uuid`)}) as school,
      exists (${peerInEvidence(sql`${assessor.id}::uuid`)}) as peer,
      exists (${satAlready(sql`${assessor.id}::uuid`)}) as sat,
      p.away_from, p.away_until
    from (select t.id as attempt_id, t.enrolment_id, t.issuer_id from attempts t where t.id = ${attemptId}) j
    join enrolments e on e.id = j.enrolment_id
    left join assessor_profiles p on p.issuer_id = j.issuer_id and p.person_id = ${assessor.id}`.execute(db);
  const found = rows[0];
  if (!found) throw new NotFoundError('attempt');
  const { timeZone } = await clockOf(db, found.issuer_id);
  const reasons: Record<Exclude<ObstacleReason, 'not-certified' | 'lapsed'>, boolean> = {
    'own-work': found.own,
    coached: found.coached,
    'conflict-declared': found.declared,
    'same-school': found.school,
    'peer-in-evidence': found.peer,
    'sat-already': found.sat,
    away: isAway({ from: found.away_from, until: found.away_until }, dayOf(timeZone, now)),
  };
  return (Object.keys(reasons) as (keyof typeof reasons)[])
    .filter((reason) => reasons[reason])
    .map((reason) => ({ reason, message: obstacleMessages[reason] }));
}

/**
 * Of a list over `judgings j` joined to `enrolments e`: only what this person neither made nor has a conflict with. Who it
 * is may be a value or a column.
 */
export function notConflicted(assessor: string | RawBuilder<unknown>): RawBuilder<boolean> {
  const id = typeof assessor === 'string' ? sql`${assessor}::uuid` : assessor;
  return sql<boolean>`(e.person_id <> ${id} and not exists (${coached(id)}) and not exists (${declared(id)})
    and not exists (${sharedSchool(id)}) and not exists (${peerInEvidence(id)}))`;
}

/** The same for a list in which nobody may sit twice before one attempt. */
export function notSeated(assessor: string | RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`not exists (${satAlready(typeof assessor === 'string' ? sql`${assessor}::uuid` : assessor)})`;
}

type Person = RawBuilder<unknown>;

/** Coached it, also once. */
const coached = (id: Person) => sql`select from coaches c where c.enrolment_id = e.id and c.person_id = ${id}`;

/** Said themselves, or a lead said of them, that they must not judge this person, or anyone of a school where the earner worked. */
const declared = (id: Person) => sql`
  select from conflicts c where c.assessor_id = ${id} and c.issuer_id = j.issuer_id and c.ended_at is null and (
    c.person_id = e.person_id or c.school_id in (select f.school_id from affiliations f where f.person_id = e.person_id))`;

/** Works, or worked, where the earner works or worked. */
const sharedSchool = (id: Person) => sql`
  select from affiliations mine join affiliations f on f.school_id = mine.school_id
  where mine.person_id = ${id} and f.person_id = e.person_id`;

/**
 * Was asked to confirm something of the work, also when they did not answer: a visit, a role, that it is the earner’s. Who
 * confirmed on the earner’s device is known by name alone.
 */
const peerInEvidence = (id: Person) => sql`
  select from attestations n join people me on me.id = ${id}
  where n.enrolment_id = e.id and (n.peer_email = me.email or lower(n.peer_name) = lower(me.name))`;

const satAlready = (id: Person) => sql`
  select from assessments a where a.attempt_id = j.attempt_id and a.assessor_id = ${id} and a.state in ('claimed', 'completed')`;
