import { sql } from 'kysely';
import type { ClaimState, CompletionForm } from '#domain/credit/claim.ts';
import type { Cycle } from '#domain/credit/cycle.ts';
import type { Database, Trx } from '#platform/database.ts';

export type BatchState = 'made' | 'sent' | 'answered' | 'ended';

export type Batch = {
  id: string;
  number: number;
  agencyId: string;
  agency: string;
  madeAt: Date;
  sentAt: Date | null;
  endedAt: Date | null;
  lines: number;
  accepted: number;
  refused: number;
  state: BatchState;
};

/** An issuer’s batches, the newest first: of one agency, or one of them. */
export async function listBatches(
  db: Database | Trx,
  issuerId: string,
  { agencyId, id }: { agencyId?: string; id?: string } = {},
): Promise<Batch[]> {
  const { rows } = await sql<Omit<Batch, 'state'>>`
    select b.id, b.number, b.agency_id as "agencyId", g.name as agency, b.made_at as "madeAt", b.sent_at as "sentAt",
      b.ended_at as "endedAt", count(l.id) filter (where l.left_at is null)::int as lines,
      count(l.id) filter (where l.answer = 'accepted')::int as accepted,
      count(l.id) filter (where l.answer = 'refused')::int as refused
    from agency_batches b join provider_agencies g on g.id = b.agency_id left join agency_lines l on l.batch_id = b.id
    where b.issuer_id = ${issuerId} and (${agencyId ?? null}::uuid is null or b.agency_id = ${agencyId ?? null}::uuid)
      and (${id ?? null}::uuid is null or b.id = ${id ?? null}::uuid)
    group by b.id, g.id order by b.number desc limit 200`.execute(db);
  return rows.map((row) => ({ ...row, state: stateOf(row) }));
}

function stateOf({ sentAt, endedAt, lines, accepted, refused }: Omit<Batch, 'state'>): BatchState {
  if (endedAt) return 'ended';
  if (!sentAt) return 'made';
  return accepted + refused >= lines ? 'answered' : 'sent';
}

export type BatchLine = {
  id: string;
  line: string;
  claimId: string;
  personId: string;
  educator: string;
  claimState: ClaimState;
  /** `null` once it was disposed of. */
  numberSealed: string | null;
  disposedAt: Date | null;
  licence: string;
  form: CompletionForm;
  countedQuarters: number;
  cycle: Cycle;
  providerNumber: string | null;
  /** The newest approval of the claim; `null` where nobody had to approve it. */
  approval: { name: string; role: string; email: string; on: string } | null;
  /** The line before, for the same hours or award: the agency refused it, or has it of a claim that was withdrawn since. */
  replaces: string | null;
  leftAt: Date | null;
  answer: 'accepted' | 'refused' | null;
  reason: string | null;
};

/** The lines of a batch in their order; those taken out too. */
export async function listLines(db: Database | Trx, batchId: string): Promise<BatchLine[]> {
  const { rows } = await sql<BatchLine>`
    select l.id, l.line, l.claim_id as "claimId", c.person_id as "personId",
      c.form ->> 'educator' as educator, c.state as "claimState", l.number_sealed as "numberSealed", l.disposed_at as "disposedAt",
      coalesce((select t ->> 'title' from jsonb_array_elements(v.document -> 'licences') t where t ->> 'id' = li.licence_type),
        li.licence_type) as licence,
      c.form, c.counted_quarters as "countedQuarters",
      json_build_object('begins', c.cycle_begins, 'ends', c.cycle_ends) as cycle, l.provider_number as "providerNumber",
      (select o.line from agency_lines o join credit_claims oc on oc.id = o.claim_id join agency_batches ob on ob.id = o.batch_id
        where oc.rule_id = c.rule_id and (oc.entry_id = c.entry_id or oc.award_id = c.award_id) and o.id < l.id
          and (o.answer = 'refused' or (oc.state = 'withdrawn' and ob.sent_at is not null and o.left_at is null))
        order by o.id desc limit 1) as replaces,
      (select json_build_object('name', a.typed_name, 'role', a.typed_role, 'email', a.approver_email, 'on', (a.answered_at at time zone 'UTC')::date)
        from credit_approvals a where a.claim_id = c.id and a.answer = 'approved'
        order by a.answered_at desc, a.id desc limit 1) as approval,
      l.left_at as "leftAt", l.answer, l.reason
    from agency_lines l join credit_claims c on c.id = l.claim_id join licences li on li.id = c.licence_id
      join credit_rule_versions v on v.id = c.rule_version_id
    where l.batch_id = ${batchId} order by l.position`.execute(db);
  return rows;
}
