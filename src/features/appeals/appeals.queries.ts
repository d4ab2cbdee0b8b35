import { sql } from 'kysely';
import type { ConditionCode } from '#domain/assessment/conditions.ts';
import type { PlacedLocator } from '#domain/assessment/placed-locator.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Database, Trx } from '#platform/database.ts';
import { blindnessFor, earnerForLead } from '../blind/blindness.queries.ts';
import type { Lead } from '#domain/access/lead.ts';

/** What was said of a look-for: in the decision, or in the answer to an appeal. */
export type Said = {
  value: RatingValue | null;
  condition: ConditionCode | null;
  comment: string;
  locators: readonly PlacedLocator[];
};

/** A look-for of a decision, with what became of it by an appeal. */
export type DecidedLookFor = { lookFor: string; before: Said; after: Said | null };

/** Every look-for that a decision speaks of; without a decision none. */
export async function listDecidedLookFors(db: Database | Trx, attemptId: string): Promise<DecidedLookFor[]> {
  const { rows } = await sql<DecidedLookFor>`
    select r.look_for_key as "lookFor",
      json_build_object('value', r.value, 'condition', r.condition, 'comment', r.comment, 'locators', r.locators) as before,
      case when p.look_for_key is not null then
        json_build_object('value', p.value, 'condition', p.condition, 'comment', p.comment, 'locators', p.locators) end as after
    from decision_ratings r
    left join appeal_ratings p on p.attempt_id = r.attempt_id and p.look_for_key = r.look_for_key
    where r.attempt_id = ${attemptId} order by r.look_for_key`.execute(db);
  return rows;
}

/** An appeal as lead assessors see it. */
export type LeadAppeal = {
  attemptId: string;
  number: number;
  title: string;
  issuerId: string;
  issuerName: string;
  earnerName: string;
  state: 'open' | 'decided' | 'withdrawn';
  lookFors: { id: string; text: string }[];
  reason: string;
  raisedAt: Date;
  dueAt: Date;
  outcome: 'changed' | 'upheld' | null;
  earns: boolean;
  answer: string;
  endedAt: Date | null;
  /** Who has it in hand, and since when; or to whom it is given. */
  holder: { id: string; name: string; hasBegun: boolean } | null;
};

type LeadRow = Omit<LeadAppeal, 'lookFors' | 'holder'> & {
  lookFors: string[];
  document: Definition;
  seat: { id: string; name: string } | null;
  given: { id: string; name: string } | null;
};

const columns = (lead: Lead) => sql`
  a.attempt_id as "attemptId", t.number, m.title, a.issuer_id as "issuerId", i.name as "issuerName",
  ${earnerForLead(lead.id)} as "earnerName", a.state, a.look_fors as "lookFors", a.reason, a.raised_at as "raisedAt", a.due_at as "dueAt",
  a.outcome, a.earns, a.answer, a.ended_at as "endedAt", v.document,
  (select json_build_object('id', h.id, 'name', h.name) from assessments s join people h on h.id = s.assessor_id
    where s.attempt_id = a.attempt_id and s.role = 'appeal' and s.state in ('claimed', 'completed')) as seat,
  (select json_build_object('id', h.id, 'name', h.name) from assignments g join people h on h.id = g.assessor_id
    where g.attempt_id = a.attempt_id and g.role = 'appeal' and g.ended_at is null) as given`;

const tables = sql`
  appeals a
  join attempts t on t.id = a.attempt_id
  join enrolments e on e.id = a.enrolment_id
  join definition_versions v on v.id = t.definition_version_id
  join micro_credentials m on m.id = v.micro_credential_id
  join issuers i on i.id = a.issuer_id
  join people p on p.id = e.person_id`;

/** The open appeals at the issuers that this person leads, the first due first; of their own work none. */
export async function listOpenAppeals(db: Database, lead: Lead): Promise<LeadAppeal[]> {
  const { rows } = await sql<LeadRow>`
    select ${columns(lead)} from ${tables}
    where a.issuer_id = any(${[...lead.issuerIds]}::uuid[]) and a.state = 'open' and e.person_id <> ${lead.id}
    order by a.due_at, a.attempt_id limit 200`.execute(db);
  return rows.map(toLeadAppeal);
}

/** Those that ended lately, the latest first. */
export async function listEndedAppeals(db: Database, lead: Lead): Promise<LeadAppeal[]> {
  const { rows } = await sql<LeadRow>`
    select ${columns(lead)} from ${tables}
    where a.issuer_id = any(${[...lead.issuerIds]}::uuid[]) and a.state <> 'open' and e.person_id <> ${lead.id}
    order by a.ended_at desc, a.attempt_id limit 40`.execute(db);
  return rows.map(toLeadAppeal);
}

export async function findLeadAppeal(db: Database, lead: Lead, attemptId: string): Promise<LeadAppeal | undefined> {
  const { rows } = await sql<LeadRow>`
    select ${columns(lead)} from ${tables}
    where a.attempt_id = ${attemptId} and a.issuer_id = any(${[...lead.issuerIds]}::uuid[]) and e.person_id <> ${lead.id}`.execute(
    db,
  );
  const [row] = rows;
  if (!row) return undefined;
  const blind = await blindnessFor(db, lead, attemptId, 'lead');
  return toLeadAppeal(blind ? { ...row, reason: blind.say(row.reason), answer: blind.say(row.answer) } : row);
}

function toLeadAppeal({ document, lookFors, seat, given, ...row }: LeadRow): LeadAppeal {
  const holder = seat ? { ...seat, hasBegun: true } : given ? { ...given, hasBegun: false } : null;
  const named = listLookFors(document).flatMap(({ id, text }) => (lookFors.includes(id) ? [{ id, text }] : []));
  return { ...row, lookFors: named, holder };
}

/** Everyone who assesses for an issuer, by name. */
export async function listAssessorsOf(db: Database, issuerId: string): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('memberships as m')
    .innerJoin('people as p', 'p.id', 'm.person_id')
    .select(['p.id', 'p.name'])
    .distinct()
    .where('m.issuer_id', '=', issuerId)
    .where('m.role', 'in', ['assessor', 'lead_assessor'])
    .orderBy('p.name')
    .orderBy('p.id')
    .execute();
}

/** Locks the appeal of an attempt; its enrolment and judging are locked before. */
export async function lockAppeal(trx: Trx, attemptId: string) {
  return trx
    .selectFrom('appeals')
    .select(['attempt_id', 'issuer_id as issuerId', 'state', 'look_fors as lookFors'])
    .where('attempt_id', '=', attemptId)
    .forUpdate()
    .executeTakeFirst();
}
