import type { Role } from '#domain/access/viewer.ts';
import type { Database } from '#platform/database.ts';
import { sha256 } from '#platform/hash.ts';
import { type InvitationState, invitationState } from './invitation.ts';

export type InvitationShown = {
  email: string;
  role: Role;
  issuerName: string;
  issuerSlug: string;
  state: InvitationState;
};

/** An invitation by the secret that its mail carries; only the secret's hash is stored. */
export async function findInvitation(db: Database, token: string, now: Date): Promise<InvitationShown | undefined> {
  const row = await db
    .selectFrom('invitations')
    .innerJoin('issuers', 'issuers.id', 'invitations.issuer_id')
    .select(['invitations.email', 'invitations.role', 'issuers.name', 'issuers.slug'])
    .select(['invitations.expires_at', 'invitations.accepted_at', 'invitations.withdrawn_at'])
    .where('token_sha256', '=', sha256(token))
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    email: row.email,
    role: row.role,
    issuerName: row.name,
    issuerSlug: row.slug,
    state: invitationState(row, now),
  };
}
