import { mayRenew } from '#domain/award/validity.ts';
import type { Trx } from '#platform/database.ts';
import { lockAward } from './lock-award.ts';

/**
 * Whether the award of an enrolment can be earned anew, as an award of its own: it is renewed that way and its time has come, or it
 * has expired.
 */
export async function mayEarnAnew(trx: Trx, enrolmentId: string, now: Date): Promise<boolean> {
  const row = await trx.selectFrom('awards').select('id').where('enrolment_id', '=', enrolmentId).executeTakeFirst();
  if (!row) return false;
  const { definition, validUntil, status, open } = await lockAward(trx, { awardId: row.id }, now);
  if (!definition) return false;
  if (status.state === 'expired') return true;
  const may = mayRenew({ definition, validUntil, state: status.state, isRevocationOpen: open !== undefined, now });
  return may.ok && may.renewal.by === 'again';
}
