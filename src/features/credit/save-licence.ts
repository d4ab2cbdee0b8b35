import type { Cycle } from '#domain/credit/cycle.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sealLicenceNumber } from './licence-number.ts';
import { lockLicence } from './licences.queries.ts';

export type LicenceDetails = {
  number: string;
  cycle: Cycle;
  /** Whether providers whose hours the holder earns have the number for their rosters. */
  sharesNumber: boolean;
};

type By = { personId: string; now: Date; secret: string };

export type AddLicenceResult = { ok: true; id: string } | { ok: false; reason: 'held-already' };

/** Says that somebody holds a licence of one of a rule’s types. */
export async function addLicence(
  trx: Trx,
  command: By & { ruleId: string; licenceType: string; details: LicenceDetails },
): Promise<AddLicenceResult> {
  const { personId, now, ruleId, licenceType } = command;
  const row = await trx
    .insertInto('licences')
    .values({
      ...{ person_id: personId, rule_id: ruleId, licence_type: licenceType, created_at: now, updated_at: now },
      ...columnsOf(command),
    })
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'rule_id', 'licence_type']).where('removed_at', 'is', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!row) return { ok: false, reason: 'held-already' };
  await auditLicence(trx, 'added', row.id, personId);
  return { ok: true, id: row.id };
}

/** A new number, or another cycle. Claims keep the cycle that they were made for. */
export async function changeLicence(
  trx: Trx,
  command: By & { licenceId: string; details: LicenceDetails },
): Promise<void> {
  const { personId, licenceId, now } = command;
  if (!(await lockLicence(trx, personId, licenceId))) throw new NotFoundError('licence');
  await trx
    .updateTable('licences')
    .set({ ...columnsOf(command), updated_at: now })
    .where('id', '=', licenceId)
    .execute();
  await auditLicence(trx, 'changed', licenceId, personId);
}

export type RemoveLicenceResult = { ok: true } | { ok: false; reason: 'claims-under-way' };

/** Takes a licence off the list; claims that have ended stay. */
export async function removeLicence(
  trx: Trx,
  { personId, licenceId, now }: { personId: string; licenceId: string; now: Date },
): Promise<RemoveLicenceResult> {
  if (!(await lockLicence(trx, personId, licenceId))) throw new NotFoundError('licence');
  const open = await trx
    .selectFrom('credit_claims')
    .select('id')
    .where('licence_id', '=', licenceId)
    .where('ended_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (open) return { ok: false, reason: 'claims-under-way' };
  await trx.updateTable('licences').set({ removed_at: now }).where('id', '=', licenceId).execute();
  await auditLicence(trx, 'removed', licenceId, personId);
  return { ok: true };
}

function columnsOf({ details, personId, secret }: Pick<By, 'personId' | 'secret'> & { details: LicenceDetails }) {
  return {
    number_sealed: sealLicenceNumber(details.number, personId, secret),
    cycle_begins: details.cycle.begins,
    cycle_ends: details.cycle.ends,
    shares_number: details.sharesNumber,
  };
}

/** The trail names the licence, never its number. */
async function auditLicence(trx: Trx, what: 'added' | 'changed' | 'removed', id: string, actorId: string) {
  await audit(trx, { issuerId: null, actorId, action: `licence.${what}`, subject: { type: 'licence', id } });
}
