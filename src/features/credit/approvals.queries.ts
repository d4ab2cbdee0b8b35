import type { Database, Trx } from '#platform/database.ts';
import { sha256 } from '#platform/hash.ts';
import { type Claim, findClaim } from './claims.queries.ts';

/** `ended`: asked of somebody else since, or the claim was withdrawn. */
export type ApprovalState = 'waiting' | 'approved' | 'refused' | 'expired' | 'ended';

export type Approval = {
  id: string;
  approverName: string;
  approverEmail: string;
  /** One of the provider’s people, who answers signed in. */
  approverId: string | null;
  requestedAt: Date;
  expiresAt: Date;
  state: ApprovalState;
  typedName: string | null;
  typedRole: string | null;
  answeredAt: Date | null;
  reason: string | null;
};

/** Who was asked about a claim, the newest first. */
export async function listApprovals(db: Database | Trx, claimId: string, now: Date): Promise<Approval[]> {
  const rows = await db
    .selectFrom('credit_approvals')
    .selectAll()
    .where('claim_id', '=', claimId)
    .orderBy('requested_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => approvalOf(row, now));
}

/** The claim behind a mailed link, the first or that of the reminder, with what came of it. Nothing is written down of the visit. */
export async function findByToken(
  db: Database | Trx,
  token: string,
  now: Date,
): Promise<{ approval: Approval; claim: Claim } | undefined> {
  const row = await db
    .selectFrom('credit_approvals as a')
    .innerJoin('credit_claims as c', 'c.id', 'a.claim_id')
    .selectAll('a')
    .select(['c.person_id'])
    .where((eb) => eb.or([eb('a.token_sha256', '=', sha256(token)), eb('a.reminder_sha256', '=', sha256(token))]))
    .executeTakeFirst();
  const claim = row && (await findClaim(db, row.person_id, row.claim_id));
  return claim && { approval: approvalOf(row, now), claim };
}

/** What somebody signed in is asked about as one of the provider’s people; nothing once they are none of them any more. */
export async function findAskedOf(
  db: Database | Trx,
  { approvalId, personId }: { approvalId: string; personId: string },
  now: Date,
): Promise<{ approval: Approval; claim: Claim } | undefined> {
  const row = await db
    .selectFrom('credit_approvals as a')
    .innerJoin('credit_claims as c', 'c.id', 'a.claim_id')
    .selectAll('a')
    .select(['c.person_id', 'c.issuer_id'])
    .where('a.id', '=', approvalId)
    .where('a.approver_id', '=', personId)
    .executeTakeFirst();
  if (!row || row.issuer_id === null) return undefined;
  const people = await listApprovers(db, row.issuer_id);
  if (!people.some(({ id }) => id === personId)) return undefined;
  const claim = await findClaim(db, row.person_id, row.claim_id);
  return claim && { approval: approvalOf(row, now), claim };
}

export type Approver = { id: string; name: string; email: string };

/** Of a provider’s people, who may approve. */
export const approverRoles = ['issuer_admin', 'lead_assessor'] as const;

/** Who may approve for a provider: its admins and lead assessors, by name. */
export async function listApprovers(db: Database | Trx, issuerId: string): Promise<Approver[]> {
  return db
    .selectFrom('people as p')
    .select(['p.id', 'p.name', 'p.email'])
    .where('p.id', 'in', (eb) =>
      eb
        .selectFrom('memberships')
        .select('person_id')
        .where('issuer_id', '=', issuerId)
        .where('role', 'in', approverRoles),
    )
    .orderBy('p.name')
    .orderBy('p.id')
    .execute();
}

/** The provider of which somebody must approve, where the rule asks for that and a provider stands behind what is claimed. */
export function providerToApprove({ rule, issuerId }: Pick<Claim, 'rule' | 'issuerId'>): string | null {
  return rule.approval.by === 'provider' ? issuerId : null;
}

type Row = {
  id: string;
  approver_name: string;
  approver_email: string;
  approver_id: string | null;
  requested_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  answer: 'approved' | 'refused' | null;
  answered_at: Date | null;
  typed_name: string | null;
  typed_role: string | null;
  reason: string | null;
};

function approvalOf(row: Row, now: Date): Approval {
  return {
    ...{ id: row.id, approverName: row.approver_name, approverEmail: row.approver_email, approverId: row.approver_id },
    ...{ requestedAt: row.requested_at, expiresAt: row.expires_at, answeredAt: row.answered_at },
    ...{ typedName: row.typed_name, typedRole: row.typed_role, reason: row.reason },
    state: stateOf(row, now),
  };
}

function stateOf({ answer, ended_at: endedAt, expires_at: expiresAt }: Row, now: Date): ApprovalState {
  if (answer !== null) return answer;
  if (endedAt !== null) return 'ended';
  return expiresAt <= now ? 'expired' : 'waiting';
}
