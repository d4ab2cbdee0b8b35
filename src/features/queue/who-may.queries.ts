import { sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';
import { listClosedRubrics } from '../calibration/certification.queries.ts';
import { notConflicted } from './eligibility.queries.ts';
import { listLoads } from './load.queries.ts';
import { notClosed } from './queue.queries.ts';

/** Why somebody can’t take what waits, told to leads: never which conflict, which would tell where judging is blind. */
export type Hindrance = 'seated' | 'conflict' | 'names' | 'certification' | 'refused' | 'away';

/** Of an attempt that nobody may take now: how many are kept from it by what. */
export type Hindered = ReadonlyMap<Hindrance, number>;

type Found = { attemptId: string; hindrance: Hindrance | null };

/**
 * Of some attempts of an issuer, those that nobody who assesses there may take now, each with what keeps them. Everyone is
 * asked in turn, about what nobody may take so far: where all is well, the first few settle it.
 */
export async function listNobodysOf(
  db: Database | Trx,
  { issuerId, attemptIds, now }: { issuerId: string; attemptIds: readonly string[]; now: Date },
): Promise<Map<string, Hindered>> {
  const left = new Map<string, Map<Hindrance, number>>(attemptIds.map((id) => [id, new Map()]));
  for (const { id, away } of await listLoads(db, { issuerIds: [issuerId], now })) {
    if (left.size === 0) break;
    for (const { attemptId, hindrance } of await listHindrances(db, {
      ...{ issuerId, personId: id, away, attemptIds: [...left.keys()], now },
    })) {
      const counts = left.get(attemptId);
      if (hindrance === null) left.delete(attemptId);
      else counts?.set(hindrance, (counts.get(hindrance) ?? 0) + 1);
    }
  }
  return left;
}

/** Whether nobody may take this one now. */
export async function isNobodys(
  db: Database | Trx,
  { issuerId, attemptId, now }: { issuerId: string; attemptId: string; now: Date },
): Promise<boolean> {
  return (await listNobodysOf(db, { issuerId, attemptIds: [attemptId], now })).has(attemptId);
}

/**
 * What keeps one person from each of these; what lasts before what passes. Who gave one back has said that they won’t, and
 * a glance at whether it is complete is open to whoever is away, too.
 */
async function listHindrances(
  db: Database | Trx,
  command: { issuerId: string; personId: string; away: boolean; attemptIds: readonly string[]; now: Date },
): Promise<Found[]> {
  const { issuerId, personId, away, attemptIds, now } = command;
  const closed = await listClosedRubrics(db, { personId, issuerIds: [issuerId], now });
  const { rows } = await sql<Found>`
    select j.attempt_id as "attemptId", case
      when exists (select from assessments a
        where a.attempt_id = j.attempt_id and a.assessor_id = ${personId} and a.state = 'completed') then 'seated'
      when exists (select from names_seen n where n.enrolment_id = e.id and n.person_id = ${personId}) then 'names'
      when not ${notConflicted(personId)} then 'conflict'
      when not (true ${notClosed(closed)}) then 'certification'
      when j.stage <> 'pre_check' and exists (select from assignments g where g.attempt_id = j.attempt_id
        and g.assessor_id = ${personId} and g.end_reason in ('refused', 'conflict')) then 'refused'
      when ${away} and j.stage <> 'pre_check' then 'away' end as hindrance
    from judgings j join enrolments e on e.id = j.enrolment_id
    where j.attempt_id = any(${attemptIds}::uuid[])`.execute(db);
  return rows;
}

/** An attempt, or the appeal of one, that waits for somebody who is not there. */
export type NobodysAttempt = {
  attemptId: string;
  issuerId: string;
  title: string;
  number: number;
  waitsFor: 'check' | 'score' | 'second' | 'adjudication' | 'appeal';
  dueAt: Date;
  hindered: Hindered;
};

/** Of what waits, the first due of each issuer and stage are looked at: what nobody takes comes to the front by itself. */
export const nobodysLookedAt = 200;

/** What waits where somebody leads, is in nobody’s hands and may be in nobody’s; of their own work nothing. The first due first. */
export async function listNobodys(
  db: Database,
  { id, issuerIds }: { id: string; issuerIds: readonly string[] },
  now: Date,
): Promise<NobodysAttempt[]> {
  const beside = sql`join enrolments e on e.id = j.enrolment_id join attempts t on t.id = j.attempt_id
    join micro_credentials m on m.id = j.micro_credential_id`;
  const facts = sql`j.attempt_id as "attemptId", j.issuer_id as "issuerId", m.title, t.number`;
  const seatsOf = (roles: ReturnType<typeof sql>) => sql`(select count(*) from assessments a
    where a.attempt_id = j.attempt_id and a.role in (${roles})
      and (a.state = 'completed' or a.state = 'claimed' and a.lease_expires_at > ${now}))`;
  const waiting = (
    stage: 'pre_check' | 'scoring' | 'adjudication',
    due: ReturnType<typeof sql>,
    which: ReturnType<typeof sql>,
  ) => sql`
    (select ${facts}, ${
      stage === 'pre_check'
        ? sql`'check'`
        : stage === 'adjudication'
          ? sql`'adjudication'`
          : sql`case when ${seatsOf(sql`'first', 'second'`)} > 0 then 'second' else 'score' end`
    } as "waitsFor", ${due} as "dueAt"
    from (select * from judgings j where j.issuer_id = led.issuer_id and j.stage = ${sql.lit(stage)} and ${which}
      order by ${due}, j.attempt_id limit ${nobodysLookedAt}) j ${beside}
    where e.person_id <> ${id} and e.state = 'submitted')`;
  const { rows } = await sql<Omit<NobodysAttempt, 'hindered'>>`
    select w.* from unnest(${issuerIds}::uuid[]) as led (issuer_id) cross join lateral (
      ${waiting('pre_check', sql`j.check_due_at`, sql`true`)}
      union all ${waiting('scoring', sql`j.due_at`, sql`${seatsOf(sql`'first', 'second'`)} < j.independent`)}
      union all ${waiting(
        'adjudication',
        sql`j.due_at`,
        sql`not exists (select from assessments a where a.attempt_id = j.attempt_id and a.role = 'adjudicator'
          and a.round = j.adjudication_round and a.state = 'claimed' and a.lease_expires_at > ${now})`,
      )}
      union all (select ${facts}, 'appeal', o.due_at from appeals o join judgings j on j.attempt_id = o.attempt_id ${beside}
        where o.issuer_id = led.issuer_id and o.state = 'open' and e.person_id <> ${id} and ${seatsOf(sql`'appeal'`)} = 0
        order by o.due_at limit ${nobodysLookedAt})
    ) w order by w."dueAt", w."attemptId"`.execute(db);
  const byIssuer = Map.groupBy(rows, ({ issuerId }) => issuerId);
  const hindered = new Map<string, Hindered>();
  for (const [issuerId, all] of byIssuer) {
    const attemptIds = all.map(({ attemptId }) => attemptId);
    for (const [attemptId, why] of await listNobodysOf(db, { issuerId, attemptIds, now })) hindered.set(attemptId, why);
  }
  return rows.flatMap((row) => {
    const why = hindered.get(row.attemptId);
    return why ? [{ ...row, hindered: why }] : [];
  });
}
