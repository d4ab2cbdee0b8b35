import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { waitingClaims } from './agencies.queries.ts';
import { lockAgency } from './save-agency.ts';

/** So many claims in one batch, the oldest first: sending it changes each of them in one transaction. */
export const mostLines = 500;

export type MakeBatchResult = { ok: true; id: string; lines: number } | { ok: false; reason: 'nothing-waits' };

/** Puts the claims that wait for an agency into a batch. A claim is in one batch at a time, whoever makes two at once. */
export async function makeBatch(
  trx: Trx,
  { issuerId, agencyId, actorId, now }: { issuerId: string; agencyId: string; actorId: string; now: Date },
): Promise<MakeBatchResult> {
  // The issuer first, for the number: whoever changes an agency takes both in this order, too.
  await sql`select from issuers where id = ${issuerId} for no key update`.execute(trx);
  await lockAgency(trx, issuerId, agencyId);
  // A statement of its own after the lock: it sees the lines of whoever held it before.
  const { rows } = await sql<{ id: string; numberSealed: string; providerNumber: string | null }>`
    select w.id, li.number_sealed as "numberSealed",
      (select p.number from provider_approvals p
        where p.agency_id = w.agency_id and p.removed_at is null and w.ends_on::date between p.valid_from and p.valid_to
        order by p.valid_from desc, p.id desc limit 1) as "providerNumber"
    from (${waitingClaims}) w join credit_claims c on c.id = w.id join licences li on li.id = c.licence_id
    where w.agency_id = ${agencyId} order by w.created_at, w.id limit ${mostLines}`.execute(trx);
  if (rows.length === 0) return { ok: false, reason: 'nothing-waits' };
  const batch = await trx
    .insertInto('agency_batches')
    .values((eb) => ({
      ...{ issuer_id: issuerId, agency_id: agencyId, made_by: actorId, made_at: now },
      number: eb
        .selectFrom('agency_batches')
        .where('issuer_id', '=', issuerId)
        .select(sql<number>`coalesce(max(number), 0) + 1`.as('number')),
    }))
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('agency_lines')
    .values(
      rows.map(({ id, numberSealed, providerNumber }, index) => ({
        ...{ line: newLine(), issuer_id: issuerId, batch_id: batch.id, position: index + 1, claim_id: id },
        ...{ number_sealed: numberSealed, provider_number: providerNumber },
      })),
    )
    .execute();
  await audit(trx, {
    ...{ issuerId, actorId, action: 'agency-batch.made', subject: { type: 'agency-batch', id: batch.id } },
    details: { agency: agencyId, lines: rows.length },
  });
  return { ok: true, id: batch.id, lines: rows.length };
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** “K7MQ-2XAB-W5TD”: 60 random bits that survive any spreadsheet: no number, no date, no formula. */
function newLine(): string {
  const text = [...randomBytes(12)].map((byte) => letters[byte % letters.length]).join('');
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}
