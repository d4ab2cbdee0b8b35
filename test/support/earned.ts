import { documentSha256 } from '#platform/hash.ts';
import { type TestSite, noon } from './app.ts';
import { type Enrolment, insertEnrolment, insertPerson } from './factories.ts';

/** An enrolment with one sealed attempt that an assessor decided; nothing is awarded yet. */
export async function insertDecided(
  site: TestSite,
  options: {
    enrolment?: Enrolment;
    outcome?: 'earned' | 'not_yet';
    ratings?: Readonly<Record<string, 'yes' | 'almost' | 'no'>>;
    releasedAt?: Date;
  } = {},
): Promise<{ enrolment: Enrolment; attemptId: string; attemptSha256: string }> {
  const { outcome = 'earned', ratings = {}, releasedAt = noon } = options;
  const enrolment = options.enrolment ?? (await insertEnrolment(site));
  const { published } = enrolment;
  const sealed = { format: 'tessera/attempt/1', enrolment: enrolment.id, number: 1 };
  const sha256 = documentSha256(sealed);
  const assessor = await insertPerson(site);
  const attemptId = await site.db.transaction().execute(async (trx) => {
    const attempt = await trx
      .insertInto('attempts')
      .values({
        issuer_id: published.issuer.id,
        enrolment_id: enrolment.id,
        definition_version_id: published.versionId,
        number: 1,
        sealed: JSON.stringify(sealed),
        sha256,
        submitted_at: noon,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const assessment = await trx
      .insertInto('assessments')
      .values({
        issuer_id: published.issuer.id,
        attempt_id: attempt.id,
        assessor_id: assessor.id,
        lease_expires_at: noon,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const [lookFor, value] of Object.entries(ratings)) {
      await trx
        .insertInto('ratings')
        .values({ assessment_id: assessment.id, attempt_id: attempt.id, look_for_key: lookFor, value })
        .execute();
    }
    await trx
      .updateTable('assessments')
      .set({ state: 'completed', completed_at: noon })
      .where('id', '=', assessment.id)
      .execute();
    await trx
      .insertInto('judgings')
      .values({
        attempt_id: attempt.id,
        issuer_id: published.issuer.id,
        enrolment_id: enrolment.id,
        micro_credential_id: published.microCredentialId,
        definition_version_id: published.versionId,
        ...{ stage: 'released', submitted_at: noon, check_due_at: noon, due_at: noon, ended_at: releasedAt },
      })
      .execute();
    await trx
      .insertInto('decisions')
      .values({
        attempt_id: attempt.id,
        issuer_id: published.issuer.id,
        assessment_id: assessment.id,
        outcome,
        decided_by: assessor.id,
        released_at: releasedAt,
      })
      .execute();
    for (const [lookFor, value] of Object.entries(ratings)) {
      await trx
        .insertInto('decision_ratings')
        .values({ attempt_id: attempt.id, look_for_key: lookFor, value })
        .execute();
    }
    await trx
      .updateTable('enrolments')
      .set({
        state: outcome === 'earned' ? 'earned' : 'working',
        attempts_count: 1,
        submitted_at: noon,
        earned_at: outcome === 'earned' ? noon : null,
      })
      .where('id', '=', enrolment.id)
      .execute();
    return attempt.id;
  });
  return { enrolment, attemptId, attemptSha256: sha256 };
}
