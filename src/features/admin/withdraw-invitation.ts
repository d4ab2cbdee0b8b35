import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';

type Withdrawing = { issuerId: string; actorId: string; invitationId: string; now: Date };

/** Takes back an invitation that nobody has accepted yet; its link gives nothing from then on. */
export async function withdrawInvitation(
  trx: Trx,
  { issuerId, actorId, invitationId, now }: Withdrawing,
): Promise<void> {
  const withdrawn = await trx
    .updateTable('invitations')
    .set({ withdrawn_at: now })
    .where('id', '=', invitationId)
    .where('issuer_id', '=', issuerId)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (withdrawn.numUpdatedRows === 0n) throw new NotFoundError('open invitation');
  await audit(trx, {
    issuerId,
    actorId,
    action: 'invitation.withdrawn',
    subject: { type: 'invitation', id: invitationId },
  });
}
