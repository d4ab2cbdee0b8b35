import { sql } from 'kysely';
import type { ClaimState, CompletionForm } from '#domain/credit/claim.ts';
import type { ClaimedEntry } from '#domain/credit/claim-totals.ts';
import type { Cycle } from '#domain/credit/cycle.ts';
import type { EntrySource, EntryState, Nature, Recording } from '#domain/credit/entry.ts';
import type { CreditRule } from '#domain/credit/rule-schema.ts';
import type { Database, Trx } from '#platform/database.ts';
import { isProviderApproved } from '../provider/agencies.queries.ts';
import { lockLicences } from './licences.queries.ts';

/** A claim with what it is of, and the version of the rule that it is pinned to. */
export type Claim = {
  id: string;
  personId: string;
  personName: string;
  personEmail: string;
  issuerId: string | null;
  licenceId: string;
  licenceType: string;
  numberSealed: string;
  /** The line of the ledger whose hours are claimed; `null` of recognition, which is of an award itself. */
  entryId: string | null;
  state: ClaimState;
  countedQuarters: number;
  form: CompletionForm;
  rule: CreditRule;
  ruleSlug: string;
  ruleNumber: number;
  ruleSha256: string;
  cycle: Cycle;
  createdAt: Date;
  sentAt: Date | null;
  endedAt: Date | null;
  /** Whether the hours, or the award, are still there. */
  entryState: EntryState;
  entryStateReason: string | null;
  /** The earner let the provider send it; nobody approved it. */
  isHandedOver: boolean;
  /** Whether the licence is still on the earner’s list. */
  isLicenceHeld: boolean;
};

const claims = sql`
  select c.id, c.person_id as "personId", p.name as "personName", p.email as "personEmail", c.issuer_id as "issuerId",
    c.licence_id as "licenceId", l.licence_type as "licenceType", l.number_sealed as "numberSealed",
    c.entry_id as "entryId", c.state, c.counted_quarters as "countedQuarters", c.form, v.document as rule,
    r.slug as "ruleSlug", v.number as "ruleNumber", v.sha256 as "ruleSha256",
    json_build_object('begins', c.cycle_begins, 'ends', c.cycle_ends) as cycle, c.created_at as "createdAt",
    c.sent_at as "sentAt", c.ended_at as "endedAt",
    case when k.id is not null then 'corrected' when s.status in ('revoked', 'suspended') then s.status
      else 'counts' end as "entryState",
    coalesce(k.reason, case when s.status in ('revoked', 'suspended') then s.reason end) as "entryStateReason",
    exists (select from credit_claim_events h
      where h.claim_id = c.id and h.state = 'approved' and h.by_person = c.person_id) as "isHandedOver",
    l.removed_at is null as "isLicenceHeld"
  from credit_claims c
    join people p on p.id = c.person_id
    join licences l on l.id = c.licence_id
    join credit_rules r on r.id = c.rule_id
    join credit_rule_versions v on v.id = c.rule_version_id
    left join credit_entries e on e.id = c.entry_id
    left join credit_entries k on k.corrects_id = e.id
    left join lateral (
      select n.status, n.reason from award_status_events n where n.award_id = coalesce(e.award_id, c.award_id) order by n.at desc, n.id desc limit 1
    ) s on true`;

/** Somebody’s claims, the newest first. */
export async function listClaims(db: Database | Trx, personId: string): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    ${claims} where c.person_id = ${personId} order by c.created_at desc, c.id desc`.execute(db);
  return rows;
}

/** Of this person only; another’s is not found. */
export async function findClaim(db: Database | Trx, personId: string, id: string): Promise<Claim | undefined> {
  const { rows } = await sql<Claim>`${claims} where c.id = ${id} and c.person_id = ${personId}`.execute(db);
  return rows[0];
}

/** The person’s licences, then the claim, always in this order. `undefined` when it is not this person’s. */
export async function lockClaim(trx: Trx, personId: string, id: string): Promise<Claim | undefined> {
  await lockLicences(trx, personId);
  await sql`select from credit_claims where id = ${id} and person_id = ${personId} for update`.execute(trx);
  return findClaim(trx, personId, id);
}

/** Where the same is claimed anew. */
export function newClaimPath({ entryId, form }: Pick<Claim, 'entryId' | 'form'>): string {
  return `/credit/claims/new?${entryId === null ? `award=${form.award ?? ''}&as=recognition` : `entry=${entryId}`}`;
}

export type ClaimEvent = { state: ClaimState; note: string; byId: string | null; byName: string | null; at: Date };

export async function listClaimEvents(db: Database, claimId: string): Promise<ClaimEvent[]> {
  return db
    .selectFrom('credit_claim_events as e')
    .leftJoin('people as p', 'p.id', 'e.by_person')
    .select(['e.state', 'e.note', 'e.at', 'e.by_person as byId', 'p.name as byName'])
    .where('e.claim_id', '=', claimId)
    .orderBy('e.at')
    .orderBy('e.id')
    .execute();
}

/** Claims for one rule that an award of somebody’s be recognised, the newest first; those that came to nothing too. */
export async function listRecognition(db: Database | Trx, personId: string, ruleId: string): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    ${claims} where c.person_id = ${personId} and c.rule_id = ${ruleId} and c.award_id is not null
    order by c.created_at desc, c.id desc`.execute(db);
  return rows;
}

/** What is claimed of somebody’s hours against a rule, as the engine takes it: one entry per claim that holds hours. */
export async function listClaimedEntries(
  db: Database | Trx,
  personId: string,
  ruleId: string,
): Promise<ClaimedEntry[]> {
  const { rows } = await sql<{
    id: string;
    source: EntrySource;
    recordedAs: Recording;
    nature: Nature;
    quarters: number;
    endsOn: string;
    state: EntryState;
    claimState: ClaimState;
    claimedQuarters: number;
    claimedAt: Date;
    isProviderApproved: boolean;
  }>`
    select e.id, e.source, e.recorded_as as "recordedAs", e.nature, e.quarters, e.ends_on as "endsOn",
      c."entryState" as state, c.state as "claimState", c."countedQuarters" as "claimedQuarters", c."createdAt" as "claimedAt",
      ${isProviderApproved({ issuer: sql`o.issuer_id`, rule: sql`o.rule_id`, on: sql`e.ends_on` })} as "isProviderApproved"
    from (${claims}) c join credit_entries e on e.id = c."entryId" join credit_claims o on o.id = c.id
    where c."personId" = ${personId} and o.rule_id = ${ruleId}
      and c.state not in ('refused', 'rejected', 'withdrawn')`.execute(db);
  return rows.map(({ claimedAt, ...entry }) => ({
    ...entry,
    claimedAt: claimedAt.toISOString(),
    approved: ['approved', 'submitted', 'accepted'].includes(entry.claimState),
  }));
}
