import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';

export type CorrectResult =
  { ok: true; personId: string } | { ok: false; reason: 'corrected-already' | 'reason-missing' };

/**
 * Takes a line out by a counter-entry; the line itself stays as it is. Whoever entered it may: the earner what they reported,
 * an issuer’s people what they entered. Hours of an award follow the award.
 */
export async function correctEntry(
  trx: Trx,
  command: { entryId: string; reason: string | undefined; actorId: string; issuerId: string | null; now: Date },
): Promise<CorrectResult> {
  const { entryId, reason, actorId, issuerId, now } = command;
  const line = await trx
    .selectFrom('credit_entries')
    .selectAll()
    .where('id', '=', entryId)
    .where('corrects_id', 'is', null)
    .where((eb) =>
      issuerId === null
        ? eb.and([eb('person_id', '=', actorId), eb('recorded_as', '=', 'self')])
        : eb.and([eb('issuer_id', '=', issuerId), eb('recorded_as', '=', 'issuer')]),
    )
    .executeTakeFirst();
  if (!line) throw new NotFoundError('line');
  if (reason === undefined) return { ok: false, reason: 'reason-missing' };
  const { id: _, ...copied } = line;
  const inserted = await trx
    .insertInto('credit_entries')
    .values({
      ...copied,
      ...{ quarters: -line.quarters, corrects_id: line.id, reason, recorded_by: actorId, created_at: now },
    })
    .onConflict((conflict) => conflict.column('corrects_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return { ok: false, reason: 'corrected-already' };
  await audit(trx, {
    ...{ issuerId, actorId, action: 'credit-entry.corrected' },
    ...{ subject: { type: 'credit-entry', id: line.id }, details: { quarters: -line.quarters } },
  });
  return { ok: true, personId: line.person_id };
}
