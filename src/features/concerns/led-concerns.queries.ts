import { sql } from 'kysely';
import { type ConcernKind, type ConcernState, answerDays } from '#domain/assessment/concern.ts';
import type { Database, Trx } from '#platform/database.ts';
import { earnerForLead } from '../blind/blindness.queries.ts';
import type { Lead } from '#domain/access/lead.ts';

export type LedConcern = {
  id: string;
  kind: ConcernKind;
  state: ConcernState;
  detail: string;
  raisedAt: Date;
  /** `null` where the search raised it. */
  raisedBy: string | null;
  attemptId: string;
  number: number;
  title: string;
  earnerName: string;
  issuerName: string;
  /** Set where it is about an anchor: which. */
  anchor: { id: string; title: string } | null;
};

export type ConcernFilter = {
  kind?: ConcernKind | undefined;
  /** Those that are settled, or those that are not. */
  state?: 'open' | 'settled' | undefined;
  /** The last one of the page before. */
  after?: string | undefined;
};

export const concernsAPage = 40;

const anchorOf = sql<
  LedConcern['anchor']
>`case when n.id is not null then json_build_object('id', n.id, 'title', n.title) end`.as('anchor');

/**
 * Of concerns `c` on enrolments `e`: whether somebody has no part in one. It is about the work of two where the search found it:
 * whose text was there first judges no more than who is asked how they came to the same.
 */
export function hasNoPartIn(personId: string) {
  return sql<boolean>`e.person_id <> ${personId} and not exists (select from enrolments first
    where first.id = (c.evidence #>> '{other,enrolment}')::uuid and first.person_id = ${personId})`;
}

function ledRows(db: Database, { id, issuerIds }: Lead) {
  return db
    .selectFrom('concerns as c')
    .innerJoin('attempts as t', 't.id', 'c.attempt_id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .innerJoin('micro_credentials as m', 'm.id', 'e.micro_credential_id')
    .innerJoin('issuers as i', 'i.id', 'c.issuer_id')
    .leftJoin('people as r', 'r.id', 'c.raised_by')
    .leftJoin('anchor_seatings as s', 's.attempt_id', 't.id')
    .leftJoin('anchors as n', (join) =>
      join.on((eb) => eb.or([eb('n.id', '=', eb.ref('s.anchor_id')), eb('n.attempt_id', '=', eb.ref('t.id'))])),
    )
    .where('c.issuer_id', '=', sql<string>`any(${issuerIds}::uuid[])`)
    .where(hasNoPartIn(id));
}

/** What was raised where this person leads, the latest first; how many fit in all. Of those that they have a part in they see none. */
export async function listConcerns(
  db: Database,
  lead: Lead,
  filter: ConcernFilter,
): Promise<{ concerns: LedConcern[]; count: number; next: string | undefined }> {
  const { kind, state, after } = filter;
  const fitting = ledRows(db, lead)
    .$if(kind !== undefined, (query) => query.where('c.kind', '=', kind ?? 'plagiarism'))
    .$if(state === 'open', (query) => query.where('c.resolved_at', 'is', null))
    .$if(state === 'settled', (query) => query.where('c.resolved_at', 'is not', null));
  const rows = await fitting
    .select(['c.id', 'c.kind', 'c.state', 'c.detail', 'c.raised_at as raisedAt', 'r.name as raisedBy', 't.number'])
    .select(['c.attempt_id as attemptId', 'm.title', 'i.name as issuerName'])
    .select(earnerForLead(lead.id).as('earnerName'))
    .select(anchorOf)
    .$if(after !== undefined, (query) => query.where('c.id', '<', after ?? ''))
    .orderBy('c.id', 'desc')
    .limit(concernsAPage + 1)
    .execute();
  const { count } = await fitting.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const concerns = rows.slice(0, concernsAPage);
  return { concerns, count, next: rows.length > concernsAPage ? concerns.at(-1)?.id : undefined };
}

export type LedConcernPage = LedConcern & {
  requirement: string | null;
  evidence: unknown;
  question: string;
  askedAt: Date | null;
  response: string;
  respondedAt: Date | null;
  resolution: string;
  resolvedAt: Date | null;
  returnsAttempt: boolean;
  /** Whether the attempt can still be sent back. */
  isUndecided: boolean;
  /** Whether its decision is out, and could still be recalled. */
  isUnread: boolean;
  /** The award that the attempt earned, if it did. */
  award: { publicId: string; issuerSlug: string } | null;
};

/** A decision that somebody has read, or that an award rests on, stays. */
const isKept = sql<boolean>`j.stage = 'released' and (exists (select from decision_reads dr where dr.attempt_id = c.attempt_id)
  or exists (select from awards w where w.enrolment_id = e.id) or t.number < e.attempts_count)`;

const awardOf = sql<LedConcernPage['award']>`(select json_build_object('publicId', w.public_id, 'issuerSlug', wi.slug)
  from awards w join issuers wi on wi.id = w.issuer_id where w.attempt_id = c.attempt_id)`;

/** One of them whole; another issuer’s, or one that they have a part in, is as good as none. */
export async function findConcern(db: Database, lead: Lead, concernId: string): Promise<LedConcernPage | undefined> {
  const row = await ledRows(db, lead)
    .leftJoin('judgings as j', 'j.attempt_id', 'c.attempt_id')
    .select(['c.id', 'c.kind', 'c.state', 'c.detail', 'c.raised_at as raisedAt', 'r.name as raisedBy', 't.number'])
    .select(['c.attempt_id as attemptId', 'm.title', 'i.name as issuerName'])
    .select(earnerForLead(lead.id).as('earnerName'))
    .select(anchorOf)
    .select(['c.requirement_key as requirement', 'c.evidence', 'c.question', 'c.asked_at as askedAt', 'c.response'])
    .select(['c.responded_at as respondedAt', 'c.resolution', 'c.resolved_at as resolvedAt', 'j.stage'])
    .select('c.returns_attempt as returnsAttempt')
    .select(isKept.as('isKept'))
    .select(awardOf.as('award'))
    .where('c.id', '=', concernId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { stage, isKept: kept, ...concern } = row;
  const isUndecided = stage !== null && stage !== 'returned' && stage !== 'withdrawn' && !kept;
  return { ...concern, isUndecided, isUnread: isUndecided && stage === 'released' };
}

/**
 * How many concerns wait for a lead assessor: not asked about yet, answered, or unanswered for as long as an answer is waited
 * for; and how many of them the search found, of which nobody was told otherwise. Of those that they have a part in they hear nothing.
 */
export async function countToSettle(
  db: Database | Trx,
  { personId, issuerIds, now }: { personId: string; issuerIds: readonly string[]; now: Date },
): Promise<{ all: number; found: number }> {
  const waited = new Date(now.getTime() - answerDays * 24 * 3600_000);
  const { rows } = await sql<{ all: number; found: number }>`
    select count(*) as all, count(*) filter (where c.raised_by is null) as found
    from concerns c join attempts t on t.id = c.attempt_id join enrolments e on e.id = t.enrolment_id
    where c.issuer_id = any(${issuerIds}::uuid[]) and c.resolved_at is null and ${hasNoPartIn(personId)}
      and (c.state in ('open', 'answered') or c.asked_at <= ${waited})`.execute(db);
  return rows[0] ?? { all: 0, found: 0 };
}

export type ConcernEvent = { action: string; at: Date; by: string | null };

/** What was done about a concern, from the trail: who, when and what, never the words. */
export async function listEvents(db: Database, concernId: string): Promise<ConcernEvent[]> {
  const rows = await db
    .selectFrom('audit_events as a')
    .leftJoin('people as p', 'p.id', 'a.actor_id')
    .select(['a.action', 'a.at', 'p.name as by'])
    .where('a.subject_type', '=', 'concern')
    .where('a.subject_id', '=', concernId)
    .orderBy('a.id')
    .execute();
  return rows;
}
