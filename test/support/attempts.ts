import { dueAfter } from '#domain/assessment/business-clock.ts';
import type { WhyDouble } from '#domain/assessment/policy.ts';
import type { ConditionCode } from '#domain/assessment/conditions.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { listRequirements } from '#domain/definition/outline.ts';
import { documentSha256 } from '#platform/hash.ts';
import { type TestSite, noon } from './app.ts';
import { type Enrolment, type Person, insertEnrolment } from './factories.ts';
import type { SeatRole } from '../../src/features/desk/seat.queries.ts';
import { clockOf } from '../../src/features/queue/clock.ts';
import { sampleEvidence } from './sample-evidence.ts';
import { insertArtifacts } from './work.ts';

export type TestAttempt = { id: string; number: number; enrolment: Enrolment; sealed: SealedAttempt };

/** How it is judged: found complete, and by one assessor who sees the names, unless said. */
export type TestJudging = {
  stage?: 'pre_check' | 'scoring';
  whyDouble?: WhyDouble;
  isBlind?: boolean;
  byCoach?: boolean;
};

/** An attempt that waits for its decision, sealed as submitting would seal it. */
export async function insertAttempt(
  site: TestSite,
  options: {
    enrolment?: Enrolment;
    number?: number;
    submittedAt?: Date;
    /** Over the sealed evidence, by requirement. */
    evidence?: Record<string, unknown>;
    /** Files that are there, of which it is made. */
    artifacts?: SealedAttempt['artifacts'];
    carriedOver?: SealedAttempt['carriedOver'];
    judging?: TestJudging;
  } = {},
): Promise<TestAttempt> {
  const enrolment = options.enrolment ?? (await insertEnrolment(site));
  const { person, published } = enrolment;
  const { number = 1, submittedAt = noon } = options;
  const sealed: SealedAttempt = {
    format: 'tessera/attempt/1',
    enrolment: enrolment.id,
    number,
    definition: { slug: published.definition.slug, version: 1, sha256: published.sha256 },
    earner: { id: person.id, name: person.name },
    submittedAt: submittedAt.toISOString(),
    evidence: listRequirements(published.definition).map((requirement) => ({
      requirement: requirement.id,
      kind: requirement.kind,
      data: options.evidence?.[requirement.id] ?? sampleEvidence(requirement, published.definition, []),
    })),
    artifacts: options.artifacts ?? [],
    carriedOver: options.carriedOver ?? [],
  };
  const { id } = await site.db
    .insertInto('attempts')
    .values({
      issuer_id: published.issuer.id,
      enrolment_id: enrolment.id,
      definition_version_id: published.versionId,
      number,
      sealed: JSON.stringify(sealed),
      sha256: documentSha256(sealed),
      submitted_at: submittedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (sealed.artifacts.length > 0) {
    await site.db
      .insertInto('attempt_files')
      .values(sealed.artifacts.map((file) => ({ attempt_id: id, artifact_id: file.id, blob_sha256: file.sha256 })))
      .execute();
  }
  const { completenessDays, decisionDays } = published.definition.assessment;
  const clock = await clockOf(site.db, published.issuer.id);
  const dueAt = dueAfter(clock, submittedAt, decisionDays);
  const { stage = 'scoring', whyDouble = null, isBlind = false, byCoach = false } = options.judging ?? {};
  // What was handed in before is decided, or there would be no next.
  await site.db
    .updateTable('judgings')
    .set({ stage: 'released', ended_at: submittedAt })
    .where('enrolment_id', '=', enrolment.id)
    .where('ended_at', 'is', null)
    .execute();
  await site.db
    .insertInto('judgings')
    .values({
      attempt_id: id,
      issuer_id: published.issuer.id,
      enrolment_id: enrolment.id,
      micro_credential_id: published.microCredentialId,
      definition_version_id: published.versionId,
      ...{
        stage,
        independent: whyDouble === null ? 1 : 2,
        why_double: whyDouble,
        is_blind: isBlind,
        by_coach: byCoach,
      },
      submitted_at: submittedAt,
      check_due_at: dueAfter(clock, submittedAt, completenessDays),
      due_at: dueAt,
    })
    .execute();
  await site.db
    .updateTable('enrolments')
    .set({ state: 'submitted', attempts_count: number, submitted_at: submittedAt, due_at: dueAt })
    .where('id', '=', enrolment.id)
    .execute();
  return { id, number, enrolment, sealed };
}

/** An assessment of an attempt in an assessor's hands. */
export async function insertAssessment(
  site: TestSite,
  attempt: TestAttempt,
  assessor: Person,
  overrides: { leaseExpiresAt?: Date; role?: SeatRole; round?: number } = {},
): Promise<string> {
  const { id } = await site.db
    .insertInto('assessments')
    .values({
      issuer_id: attempt.enrolment.published.issuer.id,
      attempt_id: attempt.id,
      assessor_id: assessor.id,
      role: overrides.role ?? 'first',
      round: overrides.round ?? 1,
      lease_expires_at: overrides.leaseExpiresAt ?? new Date(noon.getTime() + 8 * 3600_000),
      claimed_at: noon,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function insertRating(
  site: TestSite,
  assessmentId: string,
  attempt: TestAttempt,
  lookFor: string,
  rating: { value: 'yes' | 'almost' | 'no' | null; condition?: ConditionCode; comment?: string },
): Promise<void> {
  await site.db
    .insertInto('ratings')
    .values({
      assessment_id: assessmentId,
      attempt_id: attempt.id,
      look_for_key: lookFor,
      value: rating.value,
      condition: rating.condition ?? null,
      comment: rating.comment ?? '',
    })
    .execute();
}

/** Finishes an assessment and releases what it says, as the earner would hear it from one assessor alone. */
export async function releaseRatings(
  site: Pick<TestSite, 'db'>,
  {
    assessmentId,
    outcome,
    overall = '',
    at = noon,
  }: { assessmentId: string; outcome: 'earned' | 'not_yet' | 'incomplete'; overall?: string; at?: Date },
): Promise<void> {
  await site.db.transaction().execute(async (trx) => {
    const assessment = await trx
      .updateTable('assessments')
      .set({ state: 'completed', completed_at: at })
      .where('id', '=', assessmentId)
      .returning(['attempt_id', 'assessor_id', 'issuer_id'])
      .executeTakeFirstOrThrow();
    const { attempt_id, assessor_id, issuer_id } = assessment;
    await trx
      .insertInto('decisions')
      .values({
        ...{ attempt_id, issuer_id, assessment_id: assessmentId, outcome, decided_by: assessor_id },
        ...{ released_at: at, overall_comment: overall },
      })
      .execute();
    await trx
      .insertInto('decision_ratings')
      .columns(['attempt_id', 'look_for_key', 'value', 'condition', 'comment'])
      .expression((eb) =>
        eb
          .selectFrom('ratings')
          .select(['attempt_id', 'look_for_key', 'value', 'condition', 'comment'])
          .where('assessment_id', '=', assessmentId),
      )
      .execute();
    const { enrolment_id } = await trx
      .updateTable('judgings')
      .set({ stage: 'released', ended_at: at })
      .where('attempt_id', '=', attempt_id)
      .returning('enrolment_id')
      .executeTakeFirstOrThrow();
    const earned = outcome === 'earned';
    await trx
      .updateTable('enrolments')
      .set({ state: earned ? 'earned' : 'working', due_at: null, earned_at: earned ? at : null })
      .where('id', '=', enrolment_id)
      .execute();
  });
}

/** Two PDFs of twenty pages, handed in for the portfolio, as an attempt has them; their content is nowhere. */
export async function sealFiles(site: TestSite, enrolment: Enrolment): Promise<SealedAttempt['artifacts']> {
  const ids = await insertArtifacts(site, enrolment, 2);
  return ids.map((id, index) => ({
    ...{ id, kind: 'file', name: `Minutes ${index + 1}.pdf`, mediaType: 'application/pdf', size: 250_000 },
    ...{ sha256: documentSha256({ made: 'for a large portfolio' }), url: null, pages: 20 },
  }));
}
