import { sql } from 'kysely';
import type { EntrySource, EntryState, Nature, Recording } from '#domain/credit/entry.ts';
import type { Database, Trx } from '#platform/database.ts';

/** A line of the ledger as its owner sees it. Days are `YYYY-MM-DD`. */
export type LedgerEntry = {
  id: string;
  personId: string;
  issuerId: string | null;
  source: EntrySource;
  recordedAs: Recording;
  recordedBy: string | null;
  /** Of the award. */
  publicId: string | null;
  quarters: number;
  title: string;
  provider: string;
  nature: Nature;
  beginsOn: string;
  endsOn: string;
  heldAt: string;
  place: string;
  proof: string;
  how: string;
  /** The file that shows it. */
  proofName: string | null;
  proofSha256: string | null;
  createdAt: Date;
  /** Of a counter-entry: what it takes out, and why. */
  correctsId: string | null;
  reason: string | null;
  state: EntryState;
  /** Why the hours fall out. */
  stateReason: string | null;
  /** The claim that holds the hours: for the rule that was asked about, else for any. */
  claimId: string | null;
};

export type LedgerFilter = { from?: string | undefined; to?: string | undefined; source?: EntrySource | undefined };

/** Hours count once for a rule: those that are claimed for one are free for another. */
export type ForRule = { ruleId?: string | undefined };

/** Somebody’s lines, the latest day first; a counter-entry stands beside what it takes out. */
export async function listLedger(
  db: Database | Trx,
  personId: string,
  { from, to, source, ruleId }: LedgerFilter & ForRule = {},
): Promise<LedgerEntry[]> {
  const { rows } = await sql<LedgerEntry>`
    ${entries(ruleId)} where e.person_id = ${personId}
      and (${from ?? null}::date is null or e.ends_on >= ${from ?? null}::date)
      and (${to ?? null}::date is null or e.ends_on <= ${to ?? null}::date)
      and (${source ?? null}::text is null or e.source = ${source ?? null})
    order by e.ends_on desc, coalesce(e.corrects_id, e.id) desc, e.id`.execute(db);
  return rows;
}

/** One of somebody’s lines that is no counter-entry: by its id, or by the award that it comes from. */
export async function findEntry(
  db: Database | Trx,
  personId: string,
  by: { id: string } | { publicId: string },
): Promise<LedgerEntry | undefined> {
  const which = 'id' in by ? sql`e.id = ${by.id}` : sql`a.public_id = ${by.publicId}`;
  const { rows } = await sql<LedgerEntry>`
    ${entries()} where e.person_id = ${personId} and e.corrects_id is null and ${which}`.execute(db);
  return rows[0];
}

/** The claims that hold the hours of a line, by the rule that each is for. */
export async function listClaimsOn(db: Database | Trx, entryId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('credit_claims')
    .select(['rule_id as ruleId', 'id'])
    .where('entry_id', '=', entryId)
    .where('state', 'not in', ['refused', 'rejected', 'withdrawn'])
    .execute();
  return new Map(rows.map(({ ruleId, id }) => [ruleId, id]));
}

/** What an issuer’s people entered, the newest first, with whose it is. */
export async function listRecorded(
  db: Database,
  issuerId: string,
): Promise<(LedgerEntry & { personName: string; personEmail: string })[]> {
  const { rows } = await sql<LedgerEntry & { personName: string; personEmail: string }>`
    select l.*, p.name as "personName", p.email as "personEmail" from (${entries()}) l join people p on p.id = l."personId"
    where l."issuerId" = ${issuerId} and l."recordedAs" = 'issuer'
    order by l."createdAt" desc, l.id desc limit ${mostRecorded}`.execute(db);
  return rows;
}

/** As many as a page shows of what was entered last. */
export const mostRecorded = 200;

/** The newest row says where an award stands; one without a row is in force. */
const entries = (ruleId?: string) => sql`
  select e.id, e.person_id as "personId", e.issuer_id as "issuerId", e.source, e.recorded_as as "recordedAs",
    e.recorded_by as "recordedBy", a.public_id as "publicId", e.quarters, e.title, e.provider, e.nature,
    e.begins_on as "beginsOn", e.ends_on as "endsOn", e.held_at as "heldAt", e.place, e.proof, e.how,
    f.name as "proofName", f.blob_sha256 as "proofSha256", e.created_at as "createdAt", e.corrects_id as "correctsId", e.reason,
    case when e.corrects_id is not null or k.id is not null then 'corrected'
      when s.status in ('revoked', 'suspended') then s.status else 'counts' end as state,
    coalesce(k.reason, case when s.status in ('revoked', 'suspended') then s.reason end) as "stateReason",
    (select c.id from credit_claims c where c.entry_id = e.id and c.state not in ('refused', 'rejected', 'withdrawn')
        and (${ruleId ?? null}::uuid is null or c.rule_id = ${ruleId ?? null}::uuid)
      order by c.created_at limit 1) as "claimId"
  from credit_entries e
    left join awards a on a.id = e.award_id
    left join credit_entries k on k.corrects_id = e.id
    left join credit_proofs f on f.entry_id = e.id
    left join lateral (
      select n.status, n.reason from award_status_events n where n.award_id = e.award_id order by n.at desc, n.id desc limit 1
    ) s on true`;
