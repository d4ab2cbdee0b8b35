import type { ConditionCode } from '#domain/assessment/conditions.ts';
import type { PlacedLocator } from '#domain/assessment/placed-locator.ts';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { type TestSite, noon } from './app.ts';
import { type TestAttempt, insertAttempt } from './attempts.ts';
import { type Enrolment, type Person, insertPerson } from './factories.ts';

type ReleasedRating =
  | RatingValue
  | { value?: RatingValue; condition?: ConditionCode; comment?: string; locators?: readonly PlacedLocator[] };

/** Everything that the base micro-credential looks for, as one who finds two things lacking rates it. */
export const mixedRatings = {
  'overview-complete': 'yes',
  'tally-readable': 'yes',
  'noticed-shown': { value: 'no', comment: 'Say how you counted.' },
  'changed-shown': { value: 'almost', comment: 'Say what changed for whom.' },
} as const satisfies Record<string, ReleasedRating>;

/**
 * An attempt that was decided and sent: the work is the earner’s again. Without ratings it was returned by the
 * completeness check.
 */
export async function insertReleased(
  site: TestSite,
  enrolment: Enrolment,
  options: {
    number?: number;
    outcome?: 'not_yet' | 'incomplete';
    ratings?: Readonly<Record<string, ReleasedRating>> | null;
    isRead?: boolean;
    releasedAt?: Date;
    assessor?: Person;
  } = {},
): Promise<TestAttempt & { assessor: Person }> {
  const { number = 1, outcome = 'not_yet', ratings = mixedRatings, isRead = true, releasedAt = noon } = options;
  const assessor = options.assessor ?? (await insertPerson(site));
  const attempt = await insertAttempt(site, { enrolment, number });
  const issuer_id = enrolment.published.issuer.id;
  const all = Object.entries(ratings ?? {}).map(([look_for_key, rating]) => {
    const {
      value = null,
      condition = null,
      comment = '',
      locators = [],
    } = typeof rating === 'string' ? { value: rating } : rating;
    return { look_for_key, value, condition, comment, locators: JSON.stringify(locators) };
  });
  await site.db.transaction().execute(async (trx) => {
    const assessment = ratings && {
      ...{ issuer_id, attempt_id: attempt.id, assessor_id: assessor.id },
      ...{ lease_expires_at: releasedAt, claimed_at: releasedAt },
    };
    const inserted =
      assessment && (await trx.insertInto('assessments').values(assessment).returning('id').executeTakeFirstOrThrow());
    for (const rating of inserted ? all : [])
      await trx
        .insertInto('ratings')
        .values({ ...rating, assessment_id: inserted?.id ?? '', attempt_id: attempt.id })
        .execute();
    if (inserted)
      await trx
        .updateTable('assessments')
        .set({ state: 'completed', completed_at: releasedAt })
        .where('id', '=', inserted.id)
        .execute();
    await trx
      .insertInto('decisions')
      .values({
        ...{ attempt_id: attempt.id, issuer_id, assessment_id: inserted?.id ?? null, outcome },
        ...{ decided_by: assessor.id, released_at: releasedAt },
      })
      .execute();
    for (const rating of all)
      await trx
        .insertInto('decision_ratings')
        .values({ ...rating, attempt_id: attempt.id })
        .execute();
    await trx
      .insertInto('judgings')
      .values({
        ...{ attempt_id: attempt.id, issuer_id, enrolment_id: enrolment.id },
        micro_credential_id: enrolment.published.microCredentialId,
        definition_version_id: enrolment.published.versionId,
        stage: ratings ? 'released' : 'returned',
        ...{ submitted_at: noon, check_due_at: noon, due_at: noon, ended_at: releasedAt },
      })
      .onConflict((conflict) =>
        conflict.column('attempt_id').doUpdateSet({ stage: ratings ? 'released' : 'returned', ended_at: releasedAt }),
      )
      .execute();
    if (isRead)
      await trx.insertInto('decision_reads').values({ attempt_id: attempt.id, read_at: releasedAt }).execute();
    await trx
      .updateTable('enrolments')
      .set({ state: 'working', due_at: null })
      .where('id', '=', enrolment.id)
      .execute();
  });
  return { ...attempt, assessor };
}
