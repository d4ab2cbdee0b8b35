import { sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';
import { listGuardedRubrics } from '../calibration/certification.queries.ts';
import { notConflicted } from './eligibility.queries.ts';
import { type AssessorLoad, listLoads } from './load.queries.ts';

/** Why somebody can’t take what waits, told to leads: never which conflict, which would tell where judging is blind. */
export type Hindrance = (typeof hindrances)[number];

/** What lasts before what passes: so they are told, and of two that keep somebody the first is. */
const hindrances = ['seated', 'names', 'conflict', 'certification', 'refused', 'away'] as const;

/** Of an attempt that nobody may take now: how many are kept from it by what. */
export type Hindered = ReadonlyMap<Hindrance, number>;

type Found = { attemptId: string; hindrance: Hindrance | null; people: number };

/** So many are asked first: where all is well, they settle it, and nobody has to look at everyone. */
const askedFirst = 5;

/**
 * Of some attempts of an issuer, those that nobody who assesses there may take now, each with what keeps them. A few of those
 * who are there are asked first, then all others at once about what none of the few may take: the statements are as many for
 * three assessors as for three hundred.
 */
export async function listNobodysOf(
  db: Database | Trx,
  { issuerId, attemptIds, now }: { issuerId: string; attemptIds: readonly string[]; now: Date },
): Promise<Map<string, Hindered>> {
  const left = new Map<string, Map<Hindrance, number>>(attemptIds.map((id) => [id, new Map()]));
  const loads = await listLoads(db, { issuerIds: [issuerId], now });
  const all = [...loads.filter(({ away }) => !away), ...loads.filter(({ away }) => away)];
  for (const people of [all.slice(0, askedFirst), all.slice(askedFirst)]) {
    if (left.size === 0 || people.length === 0) break;
    for (const { attemptId, hindrance, people: many } of await countHindrances(db, {
      ...{ issuerId, people, attemptIds: [...left.keys()], now },
    })) {
      const counts = left.get(attemptId);
      if (hindrance === null) left.delete(attemptId);
      else counts?.set(hindrance, (counts.get(hindrance) ?? 0) + many);
    }
  }
  const inOrder = (counts: Map<Hindrance, number>) =>
    new Map([...counts].sort(([a], [b]) => hindrances.indexOf(a) - hindrances.indexOf(b)));
  return new Map([...left].map(([id, counts]) => [id, inOrder(counts)]));
}

/** Whether nobody may take this one now. */
export async function isNobodys(
  db: Database | Trx,
  { issuerId, attemptId, now }: { issuerId: string; attemptId: string; now: Date },
): Promise<boolean> {
  return (await listNobodysOf(db, { issuerId, attemptIds: [attemptId], now })).has(attemptId);
}

/**
 * Of each of these, how many of some people are kept from it by what, the first of `hindrances`. Who gave one back has
 * said that they won’t, and a glance at whether it is complete is open to whoever is away, too.
 */
async function countHindrances(
  db: Database | Trx,
  command: { issuerId: string; people: readonly AssessorLoad[]; attemptIds: readonly string[]; now: Date },
): Promise<Found[]> {
  const { issuerId, people, attemptIds, now } = command;
  const personIds = people.map(({ id }) => id);
  const { guarded, open } = await listGuardedRubrics(db, { personIds, issuerIds: [issuerId], now });
  const { rows } = await sql<Found>`
    select "attemptId", hindrance, count(*) as people from (select j.attempt_id as "attemptId", case
      when exists (select from assessments a
        where a.attempt_id = j.attempt_id and a.assessor_id = who.id and a.state = 'completed') then 'seated'
      when exists (select from names_seen n where n.enrolment_id = e.id and n.person_id = who.id) then 'names'
      when not ${notConflicted(sql.ref<string>('who.id'))} then 'conflict'
      when (v.micro_credential_id, v.rubric_sha256) in (select g.* from unnest(
          ${guarded.map((one) => one.microCredentialId)}::uuid[], ${guarded.map((one) => one.rubricSha256)}::text[]) g)
        and (who.id, v.micro_credential_id, v.rubric_sha256) not in (select o.* from unnest(${open.map((one) => one.personId)}::uuid[],
          ${open.map((one) => one.microCredentialId)}::uuid[], ${open.map((one) => one.rubricSha256)}::text[]) o)
        then 'certification'
      when j.stage <> 'pre_check' and exists (select from assignments g where g.attempt_id = j.attempt_id
        and g.assessor_id = who.id and g.end_reason in ('refused', 'conflict')) then 'refused'
      when who.away and j.stage <> 'pre_check' then 'away' end as hindrance
    from judgings j join enrolments e on e.id = j.enrolment_id
    join definition_versions v on v.id = j.definition_version_id
    cross join unnest(${personIds}::uuid[], ${people.map(({ away }) => away)}::boolean[]) as who (id, away)
    where j.attempt_id = any(${attemptIds}::uuid[])) asked group by 1, 2`.execute(db);
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
