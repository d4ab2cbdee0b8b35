import type { Role, Viewer } from '#domain/access/viewer.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { sha256 } from '#platform/hash.ts';
import { type InvitationState, invitationState } from './invitation.ts';

export type AcceptedInvitation =
  | { ok: true; role: Role; issuerId: string }
  | { ok: false; reason: 'unknown' | 'other-person' | Exclude<InvitationState, 'open'> };

/**
 * Gives the role that an invitation offers to the person whose address it was sent to. Having its secret shows that the
 * address is theirs.
 */
export async function acceptInvitation(
  trx: Trx,
  { token, person, now }: { token: string; person: Viewer['person']; now: Date },
): Promise<AcceptedInvitation> {
  const invitation = await trx
    .selectFrom('invitations')
    .selectAll()
    .where('token_sha256', '=', sha256(token))
    .forUpdate()
    .executeTakeFirst();
  if (!invitation) return { ok: false, reason: 'unknown' };
  if (invitation.email !== person.email) return { ok: false, reason: 'other-person' };
  const state = invitationState(invitation, now);
  if (state !== 'open') return { ok: false, reason: state };

  const { id, issuer_id: issuerId, role } = invitation;
  await trx.updateTable('invitations').set({ accepted_at: now, accepted_by: person.id }).where('id', '=', id).execute();
  await trx
    .insertInto('memberships')
    .values({ issuer_id: issuerId, person_id: person.id, role, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx.updateTable('people').set({ email_verified: true, updated_at: now }).where('id', '=', person.id).execute();
  await audit(trx, {
    issuerId,
    actorId: person.id,
    action: 'invitation.accepted',
    subject: { type: 'invitation', id },
    details: { role },
  });
  return { ok: true, role, issuerId };
}
