import type { Role } from '#domain/access/viewer.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { leaveDesk } from '../queue/clear-desk.ts';

type RoleChange = { issuerId: string; actorId: string; personId: string; role: Role; now: Date };

export type RoleRemoved = { ok: true } | { ok: false; reason: 'last-admin' };

/** Takes a role away; it counts no more from the next request on, and what they held by it waits for others. An issuer
 * keeps at least one admin. */
export async function removeRole(
  trx: Trx,
  { issuerId, actorId, personId, role, now }: RoleChange,
): Promise<RoleRemoved> {
  // Two admins who remove each other at the same moment come one after the other. `for update` would also stop every row
  // that names the issuer: among them the audit event of someone whose place in the trail this waits for.
  await trx.selectFrom('issuers').select('id').where('id', '=', issuerId).forNoKeyUpdate().execute();
  const holders = await trx
    .selectFrom('memberships')
    .select('person_id')
    .where('issuer_id', '=', issuerId)
    .where('role', '=', role)
    .execute();
  if (!holders.some((holder) => holder.person_id === personId)) throw new NotFoundError('role');
  if (role === 'issuer_admin' && holders.length === 1) return { ok: false, reason: 'last-admin' };

  await trx
    .deleteFrom('memberships')
    .where('issuer_id', '=', issuerId)
    .where('person_id', '=', personId)
    .where('role', '=', role)
    .execute();
  await leaveDesk(trx, { issuerId, personId, actorId, now });
  await audit(trx, {
    issuerId,
    actorId,
    action: 'role.removed',
    subject: { type: 'person', id: personId },
    details: { role },
  });
  return { ok: true };
}
