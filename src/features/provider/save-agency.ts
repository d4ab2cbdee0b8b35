import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import type { NewAgency, NewApproval } from './provider.form.ts';

type By = { issuerId: string; actorId: string; now: Date };

export type SaveAgencyRefusal = 'name-taken' | 'rule-taken' | 'no-such-rule';

export const saveAgencyRefusals: Record<SaveAgencyRefusal, { field: string; message: string }> = {
  'name-taken': { field: 'name', message: 'You have an agency of this name already' },
  'rule-taken': {
    field: 'rule',
    message: 'One of these rules is decided by another of your agencies. Take it away there first',
  },
  'no-such-rule': { field: 'rule', message: 'Choose the rules from the list' },
};

/** Rolls back what was written before a rule turned out to be taken. */
export class RefusedAgency extends Error {
  readonly reason: SaveAgencyRefusal;

  constructor(reason: SaveAgencyRefusal) {
    super(reason);
    this.reason = reason;
  }
}

/** Adds an agency, or changes its name and the rules that it decides; throws `RefusedAgency`. */
export async function saveAgency(
  trx: Trx,
  { issuerId, actorId, now, agencyId, agency }: By & { agencyId?: string | undefined; agency: NewAgency },
): Promise<string> {
  await sql`select from issuers where id = ${issuerId} for no key update`.execute(trx);
  const { name, ruleIds } = agency;
  const namesake = await trx
    .selectFrom('provider_agencies')
    .select('id')
    .where('issuer_id', '=', issuerId)
    .where(sql<string>`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst();
  if (namesake && namesake.id !== agencyId) throw new RefusedAgency('name-taken');
  const id =
    agencyId === undefined
      ? await insertAgency(trx, { issuerId, name, now })
      : await lockAgency(trx, issuerId, agencyId);
  await trx.updateTable('provider_agencies').set({ name }).where('id', '=', id).execute();
  await trx.deleteFrom('provider_agency_rules').where('agency_id', '=', id).execute();
  for (const ruleId of ruleIds) {
    const rule = await trx.selectFrom('credit_rules').select('id').where('id', '=', ruleId).executeTakeFirst();
    if (!rule) throw new RefusedAgency('no-such-rule');
    const added = await trx
      .insertInto('provider_agency_rules')
      .values({ agency_id: id, issuer_id: issuerId, rule_id: ruleId })
      .onConflict((conflict) => conflict.doNothing())
      .returning('rule_id')
      .executeTakeFirst();
    if (!added) throw new RefusedAgency('rule-taken');
  }
  await audit(trx, {
    ...{ issuerId, actorId, action: agencyId === undefined ? 'agency.added' : 'agency.changed' },
    ...{ subject: { type: 'agency', id }, details: { name, rules: ruleIds } },
  });
  return id;
}

async function insertAgency(trx: Trx, { issuerId, name, now }: { issuerId: string; name: string; now: Date }) {
  const row = await trx
    .insertInto('provider_agencies')
    .values({ issuer_id: issuerId, name, created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Of this issuer only. Whoever makes a batch for an agency waits here for another who does. */
export async function lockAgency(trx: Trx, issuerId: string, agencyId: string): Promise<string> {
  const row = await trx
    .selectFrom('provider_agencies')
    .select('id')
    .where('id', '=', agencyId)
    .where('issuer_id', '=', issuerId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new NotFoundError('agency');
  return row.id;
}

/** Enters that the agency approved the issuer as a provider; a renewal is another entry. */
export async function addApproval(
  trx: Trx,
  { issuerId, actorId, now, agencyId, approval }: By & { agencyId: string; approval: NewApproval },
): Promise<void> {
  await lockAgency(trx, issuerId, agencyId);
  const { number, validFrom, validTo, scope, documentUrl } = approval;
  const { id } = await trx
    .insertInto('provider_approvals')
    .values({
      ...{ issuer_id: issuerId, agency_id: agencyId, number, valid_from: validFrom, valid_to: validTo },
      ...{ scope, document_url: documentUrl, created_at: now },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(trx, {
    ...{ issuerId, actorId, action: 'provider-approval.added', subject: { type: 'provider-approval', id } },
    details: { agency: agencyId, number, validFrom, validTo },
  });
}

/** Takes an approval that was entered wrongly off the register; once. */
export async function removeApproval(
  trx: Trx,
  { issuerId, actorId, now, agencyId, approvalId }: By & { agencyId: string; approvalId: string },
): Promise<void> {
  const row = await trx
    .updateTable('provider_approvals')
    .set({ removed_at: now })
    .where('id', '=', approvalId)
    .where('agency_id', '=', agencyId)
    .where('issuer_id', '=', issuerId)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) throw new NotFoundError('approval');
  const subject = { type: 'provider-approval', id: approvalId };
  await audit(trx, { issuerId, actorId, action: 'provider-approval.removed', subject });
}
