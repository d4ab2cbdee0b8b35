import { type AttestationContext, type AttestationState, attestationState } from '#domain/attestation/attestation.ts';
import { openKeys } from '#domain/attempt/progress.ts';
import { findRequirement } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import type { Database, Trx } from '#platform/database.ts';
import { sha256 } from '#platform/hash.ts';
import { subjectSha256 } from '../work/work-people.ts';
import { type Workspace, findWorkspace } from '../work/workspace.queries.ts';

/** `replaced`: the same was asked again. `closed`: the work was handed in meanwhile. */
export type PeerState = AttestationState | 'replaced' | 'closed' | 'removed';

/** A request as the peer who holds its link may see it. */
export type PeerAttestation = {
  id: string;
  statement: string;
  peerName: string;
  channel: AttestationContext['channel'];
  expiresAt: Date | null;
  typedName: string | null;
  attestedAt: Date | null;
  state: PeerState;
  earner: { id: string; name: string; email: string };
  workspace: Workspace;
  requirement: Requirement;
  /** Of the evidence now: what the peer sees is what the answer is bound to. */
  subject: string;
};

/** The request behind a link. Nothing is written down of the visit. */
export async function findPeerAttestation(
  db: Database | Trx,
  token: string,
  now: Date,
): Promise<PeerAttestation | undefined> {
  const row = await db
    .selectFrom('attestations as n')
    .innerJoin('enrolments as e', 'e.id', 'n.enrolment_id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .selectAll('n')
    .select(['p.id as person_id', 'p.name as person_name', 'p.email as person_email'])
    .where('n.token_sha256', '=', sha256(token))
    .executeTakeFirst();
  const workspace = row && (await findWorkspace(db, row.person_id, row.enrolment_id));
  const requirement = workspace && findRequirement(workspace.definition, row.requirement_key);
  if (!requirement) return undefined;
  const subject = subjectSha256(workspace, requirement.id) ?? '';
  const isOpen = workspace.enrolment.state === 'working' && openKeys(workspace).has(requirement.id);
  const state = attestationState(
    {
      attestedAt: row.attested_at?.toISOString() ?? null,
      declinedAt: row.declined_at?.toISOString() ?? null,
      withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
      expiresAt: row.expires_at?.toISOString() ?? null,
      isCurrent: row.subject_sha256 === subject,
    },
    now.toISOString(),
  );
  return {
    id: row.id,
    statement: row.statement,
    peerName: row.peer_name,
    channel: row.channel,
    expiresAt: row.expires_at,
    typedName: row.typed_name,
    attestedAt: row.attested_at,
    state: peerState(state, row, isOpen),
    earner: { id: row.person_id, name: row.person_name, email: row.person_email },
    workspace,
    requirement,
    subject,
  };
}

function peerState(
  state: AttestationState,
  row: { replaced_by_id: string | null; withdrawn_by: 'peer' | 'earner' | null; attested_at: Date | null },
  isOpen: boolean,
): PeerState {
  if (row.withdrawn_by === 'earner') return 'removed';
  if (row.replaced_by_id !== null && row.attested_at === null) return 'replaced';
  return state === 'waiting' && !isOpen ? 'closed' : state;
}

/** Of what was sealed: the confirmations that were taken back since, and when. */
export async function listTakenBack(db: Database | Trx, ids: readonly string[]): Promise<Map<string, Date>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('attestations')
    .select(['id', 'withdrawn_at'])
    .where('id', 'in', [...ids])
    .where('withdrawn_at', 'is not', null)
    .execute();
  return new Map(rows.flatMap(({ id, withdrawn_at: at }) => (at ? [[id, at] as const] : [])));
}
