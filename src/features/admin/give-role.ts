import type { Role } from '#domain/access/viewer.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';

type RoleChange = { issuerId: string; actorId: string; personId: string; role: Role; now: Date };

/** Gives one more role to someone who has one here already; whoever has none is invited by mail. */
export async function giveRole(trx: Trx, { issuerId, actorId, personId, role, now }: RoleChange): Promise<void> {
  const member = await trx
    .selectFrom('memberships')
    .select('person_id')
    .where('issuer_id', '=', issuerId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (!member) throw new NotFoundError('person');
  const given = await trx
    .insertInto('memberships')
    .values({ issuer_id: issuerId, person_id: personId, role, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (given.numInsertedOrUpdatedRows === 0n) return;
  await audit(trx, {
    issuerId,
    actorId,
    action: 'role.given',
    subject: { type: 'person', id: personId },
    details: { role },
  });
}
