import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import type { Flagger } from './flag.policy.ts';
import { resumeUnlessHidden } from './privacy-pause.ts';

/**
 * Shows again what was hidden: whoever hid it may, and lead assessors of the issuer; never the earner. To everyone else there
 * is no such flag. Lifting twice is lifting.
 */
export async function liftFlag(
  trx: Trx,
  { flagger, attemptId, flagId, now }: { flagger: Flagger; attemptId: string; flagId: string; now: Date },
): Promise<void> {
  const flag = await trx
    .selectFrom('privacy_flags as p')
    .innerJoin('attempts as t', 't.id', 'p.attempt_id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .select(['p.id', 'p.issuer_id', 'p.artifact_id', 'p.requirement_key', 'p.place', 'p.lifted_at'])
    .where('p.id', '=', flagId)
    .where('p.attempt_id', '=', attemptId)
    .where('e.person_id', '<>', flagger.id)
    .where('p.issuer_id', '=', sql<string>`any(${flagger.issuerIds}::uuid[])`)
    .where((eb) =>
      eb.or([eb('p.raised_by', '=', flagger.id), eb('p.issuer_id', '=', sql<string>`any(${flagger.leadOf}::uuid[])`)]),
    )
    .forUpdate('p')
    .executeTakeFirst();
  if (!flag) throw new NotFoundError('flag');
  if (flag.lifted_at) return;
  await trx
    .updateTable('privacy_flags')
    .set({ lifted_at: now, lifted_by: flagger.id })
    .where('id', '=', flagId)
    .where('lifted_at', 'is', null)
    .execute();
  await resumeUnlessHidden(trx, { attemptId, now });
  await audit(trx, {
    issuerId: flag.issuer_id,
    actorId: flagger.id,
    action: 'privacy-flag.lifted',
    subject: { type: 'attempt', id: attemptId },
    details: { flag: flagId, artifactId: flag.artifact_id, requirement: flag.requirement_key, place: flag.place },
  });
}
