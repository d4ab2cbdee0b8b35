import { sql } from 'kysely';
import { leastShingles } from '#domain/assessment/concern.ts';
import { bandsOf, signatureOf } from '#domain/assessment/min-hash.ts';
import { shinglesOf } from '#domain/assessment/shingles.ts';
import type { Trx } from '#platform/database.ts';
import type { ComparedAttempt } from './attempt-texts.queries.ts';

/**
 * Writes a signature for every text of an attempt that is long enough to say something. It must be committed before the
 * search: of two attempts that are handed in at once, the one whose signatures come second then finds the other.
 */
export async function signAttempt(
  trx: Trx,
  { attemptId, issuerId, enrolmentId, texts }: Omit<ComparedAttempt, 'sealed' | 'definition'>,
): Promise<void> {
  for (const { source, own } of texts) {
    const shingles = new Set(shinglesOf(own).map(({ key }) => key));
    const signature = shingles.size < leastShingles ? undefined : signatureOf(shingles);
    if (!signature) continue;
    const { rows } = await sql`
      insert into text_signatures (attempt_id, issuer_id, enrolment_id, source, shingles, signature)
      values (${attemptId}, ${issuerId}, ${enrolmentId}, ${source}, ${shingles.size}, ${signature}::int[])
      on conflict do nothing returning attempt_id`.execute(trx);
    if (rows.length === 0) continue;
    await sql`
      insert into text_signature_bands (issuer_id, band, hash, attempt_id, source)
      select ${issuerId}, band - 1, hash, ${attemptId}, ${source}
      from unnest(${bandsOf(signature)}::int[]) with ordinality as b (hash, band)`.execute(trx);
  }
}
