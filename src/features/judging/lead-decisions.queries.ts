import { sql } from 'kysely';
import { blindName } from '#domain/assessment/blind-name.ts';
import { type Outcome, outcomeOf } from '#domain/assessment/decide.ts';
import { lookForsOfAttempt } from '#domain/assessment/open-look-fors.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';
import type { Lead } from '#domain/access/lead.ts';
import { isBlindWork } from '../blind/blindness.queries.ts';
import { type HeldFor, listVoicesOf } from './judging.queries.ts';
import { type DecisionProcess, mergeSeats } from './release-decision.ts';

/** Rows of one list of the page. */
export const pageSize = 50;

/** What the lists of a lead say of every attempt. */
export type LedRow = {
  attemptId: string;
  number: number;
  title: string;
  issuerId: string;
  issuerName: string;
  earnerName: string;
  isBlind: boolean;
};

/** Of a judging `j`, with what `beside` joins to it. */
export const facts = sql`j.attempt_id as "attemptId", t.number, m.title, j.issuer_id as "issuerId", i.name as "issuerName", p.name as "earnerName", ${isBlindWork('j.enrolment_id')} as "isBlind"`;
export const beside = sql`join attempts t on t.id = j.attempt_id join enrolments e on e.id = j.enrolment_id
  join people p on p.id = e.person_id join micro_credentials m on m.id = j.micro_credential_id join issuers i on i.id = j.issuer_id`;
const tables = sql`judgings j ${beside}`;

/** A lead’s own work is nobody’s business of theirs. */
export const ledBy = (lead: Lead) => sql`j.issuer_id = any(${lead.issuerIds}::uuid[]) and e.person_id <> ${lead.id}`;

/** An attempt in the list of a lead; where it is judged blind it goes by its number, whoever looks. */
export type LedAttempt = Omit<LedRow, 'isBlind'>;

export type HeldDecision = LedAttempt & {
  heldFor: HeldFor;
  submittedAt: Date;
  dueAt: Date;
  hasOpenConcern: boolean;
  /** What would go out. */
  outcome: Outcome;
};

type HeldRow = LedRow &
  Omit<HeldDecision, keyof LedAttempt | 'outcome'> & {
    guides: Definition['guides'];
    carriedOver: SealedAttempt['carriedOver'];
    unsettled: string[];
  };

/** Decisions that a lead assessor has in hand, the first due first. */
export async function listHeld(db: Database, lead: Lead): Promise<HeldDecision[]> {
  const { rows } = await sql<HeldRow>`
    select ${facts}, j.held_for as "heldFor", j.submitted_at as "submittedAt", j.due_at as "dueAt",
      exists (select from concerns c where c.attempt_id = j.attempt_id and c.resolved_at is null) as "hasOpenConcern",
      v.document -> 'guides' as guides, t.sealed -> 'carriedOver' as "carriedOver", j.unsettled
    from ${tables} join definition_versions v on v.id = j.definition_version_id
    where ${ledBy(lead)} and j.stage = 'held'
    order by j.due_at, j.attempt_id limit ${pageSize}`.execute(db);
  const voices = await listVoicesOf(
    db,
    rows.map(({ attemptId }) => attemptId),
  );
  return rows.map(({ guides, carriedOver, unsettled, ...row }) => {
    const merged = mergeSeats(
      lookForsOfAttempt({ guides }, { carriedOver }),
      voices.get(row.attemptId) ?? [],
      unsettled,
    );
    return { ...named(row), outcome: merged.ok ? outcomeOf(merged.ratings) : 'incomplete' };
  });
}

export type AdjudicatedAttempt = LedAttempt & { contested: number; dueAt: Date; adjudicator: string | null };

/** What waits for an adjudicator, or is with one. */
export async function listAdjudications(db: Database, lead: Lead): Promise<AdjudicatedAttempt[]> {
  const { rows } = await sql<LedRow & Omit<AdjudicatedAttempt, keyof LedAttempt>>`
    select ${facts}, cardinality(j.contested) as contested, j.due_at as "dueAt", (
      select q.name from assessments a join people q on q.id = a.assessor_id
      where a.attempt_id = j.attempt_id and a.role = 'adjudicator' and a.round = j.adjudication_round and a.state = 'claimed'
    ) as adjudicator
    from ${tables} where ${ledBy(lead)} and j.stage = 'adjudication'
    order by j.due_at, j.attempt_id limit ${pageSize}`.execute(db);
  return rows.map(named);
}

export type ReleasedRow = LedAttempt & {
  outcome: Outcome;
  releasedAt: Date;
  readAt: Date | null;
  isAwarded: boolean;
  process: Partial<DecisionProcess>;
  /** Sent back by a completeness check, which a lead can take back like a decision. */
  isSentBack: boolean;
};

/** What went out last at the lead’s issuers, the latest first: decisions, and what was sent back as incomplete. */
export async function listReleased(db: Database, lead: Lead): Promise<ReleasedRow[]> {
  const { rows } = await sql<LedRow & Omit<ReleasedRow, keyof LedAttempt>>`
    select ${facts}, d.outcome, d.released_at as "releasedAt", r.read_at as "readAt", d.process, j.stage = 'returned' as "isSentBack",
      exists (select from awards w where w.attempt_id = d.attempt_id) as "isAwarded"
    from unnest(${lead.issuerIds}::uuid[]) as led (issuer_id)
    cross join lateral (
      select * from decisions d where d.issuer_id = led.issuer_id order by d.released_at desc limit ${pageSize}
    ) d
    join judgings j on j.attempt_id = d.attempt_id ${beside}
    left join decision_reads r on r.attempt_id = d.attempt_id
    where ${ledBy(lead)} and j.stage in ('released', 'returned')
    order by d.released_at desc, d.attempt_id limit ${pageSize}`.execute(db);
  return rows.map(named);
}

/** By its number where it is judged blind. */
export function named<Shown extends LedRow>({ isBlind, earnerName, ...row }: Shown) {
  return { ...row, earnerName: isBlind ? blindName(row.attemptId) : earnerName };
}
