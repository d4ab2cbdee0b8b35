import type { RatingValue } from '#domain/assessment/standing.ts';
import { type Rows, type Person, type Published, insertEnrolment, insertPerson } from './factories.ts';
import { noon } from './app.ts';

const day = 24 * 3600_000;

/** Ratings of the look-fors of the published definition, in order: 0 no, 1 almost, 2 yes, - a condition. */
export type Scores = string;

export type RatedAttempt = {
  first: Scores;
  second?: Scores;
  /** What the earner hears; the first’s unless given. */
  outcome?: 'earned' | 'not_yet' | 'incomplete';
  submittedAt?: Date;
  checkedAt?: Date;
  releasedAt?: Date;
  minutes?: number;
  comment?: string;
};

const values: Record<string, RatingValue> = { 0: 'no', 1: 'almost', 2: 'yes' };

/** Attempts of one earner that were scored, by one assessor or two, and decided. */
export async function insertRated(
  site: Rows,
  options: {
    published: Published;
    earner?: Person;
    assessors: readonly [Person, ...Person[]];
    attempts: readonly RatedAttempt[];
  },
): Promise<{ earner: Person; enrolmentId: string; attemptIds: string[] }> {
  const { published, assessors, attempts } = options;
  const earner = options.earner ?? (await insertPerson(site));
  const enrolment = await insertEnrolment(site, { person: earner, published });
  const attemptIds: string[] = [];
  for (const [index, attempt] of attempts.entries())
    attemptIds.push(
      await insertOne(site, { published, enrolmentId: enrolment.id, number: index + 1, assessors, attempt }),
    );
  const isEarned = outcomeOf(attempts.at(-1)) === 'earned';
  const at = attempts.at(-1)?.submittedAt ?? noon;
  await site.db
    .updateTable('enrolments')
    .set({
      state: isEarned ? 'earned' : 'working',
      attempts_count: attempts.length,
      submitted_at: at,
      ...(isEarned ? { earned_at: attempts.at(-1)?.releasedAt ?? noon } : {}),
    })
    .where('id', '=', enrolment.id)
    .execute();
  return { earner, enrolmentId: enrolment.id, attemptIds };
}

type One = {
  published: Published;
  enrolmentId: string;
  number: number;
  assessors: readonly [Person, ...Person[]];
  attempt: RatedAttempt;
};

function insertOne(site: Rows, { published, enrolmentId, number, assessors, attempt }: One): Promise<string> {
  const { submittedAt = new Date(noon.getTime() - 7 * day), releasedAt = noon } = attempt;
  const { checkedAt = new Date(submittedAt.getTime() + day / 2) } = attempt;
  const issuer_id = published.issuer.id;
  const lookFors = published.definition.guides.flatMap((guide) => guide.lookFors.map(({ id }) => id));
  const outcome = outcomeOf(attempt);
  return site.db.transaction().execute(async (trx) => {
    const { id: attempt_id } = await trx
      .insertInto('attempts')
      .values({
        issuer_id,
        enrolment_id: enrolmentId,
        definition_version_id: published.versionId,
        number,
        sealed: '{}',
        sha256: 'ab'.repeat(32),
        submitted_at: submittedAt,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await trx
      .insertInto('judgings')
      .values({
        attempt_id,
        issuer_id,
        enrolment_id: enrolmentId,
        micro_credential_id: published.microCredentialId,
        definition_version_id: published.versionId,
        stage: outcome === 'incomplete' ? 'returned' : 'released',
        ...(attempt.second === undefined ? {} : { independent: 2, why_double: 'policy' as const }),
        submitted_at: submittedAt,
        check_due_at: new Date(submittedAt.getTime() + day),
        due_at: new Date(submittedAt.getTime() + 7 * day),
        ended_at: releasedAt,
      })
      .execute();
    await trx
      .insertInto('completeness_checks')
      .values({ attempt_id, issuer_id, outcome: 'complete', checked_by: assessors[0].id, checked_at: checkedAt })
      .execute();
    let assessment_id: string | undefined;
    const seats = [
      ['first', attempt.first, assessors[0]],
      ['second', attempt.second, assessors[1]],
    ] as const;
    for (const [role, scores, assessor] of seats) {
      if (scores === undefined || !assessor) continue;
      const { id } = await trx
        .insertInto('assessments')
        .values({
          issuer_id,
          attempt_id,
          assessor_id: assessor.id,
          role,
          lease_expires_at: releasedAt,
          claimed_at: checkedAt,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      assessment_id ??= id;
      const rows = lookFors.flatMap((key, at) => {
        const value = values[scores[at] ?? ''] ?? null;
        return scores[at] === undefined
          ? []
          : [{ assessment_id: id, attempt_id, look_for_key: key, value, condition: value ? null : 'illegible' }];
      });
      await trx.insertInto('ratings').values(rows).execute();
      await trx
        .updateTable('assessments')
        .set({ state: 'completed', completed_at: releasedAt })
        .where('id', '=', id)
        .execute();
    }
    await trx
      .insertInto('decisions')
      .values({
        attempt_id,
        issuer_id,
        assessment_id: assessment_id ?? null,
        outcome,
        decided_by: assessors[0].id,
        released_at: releasedAt,
      })
      .execute();
    const told = lookFors.flatMap((key, at) => {
      const value = values[attempt.first[at] ?? ''];
      const comment = value === 'yes' ? '' : (attempt.comment ?? '');
      return value ? [{ attempt_id, look_for_key: key, value, comment }] : [];
    });
    if (told.length > 0 && outcome !== 'incomplete') await trx.insertInto('decision_ratings').values(told).execute();
    if (attempt.minutes !== undefined)
      await trx
        .insertInto('requirement_minutes')
        .values({
          attempt_id,
          issuer_id,
          micro_credential_id: published.microCredentialId,
          requirement_key: 'overview',
          minutes: attempt.minutes,
        })
        .execute();
    return attempt_id;
  });
}

function outcomeOf(attempt: RatedAttempt | undefined): 'earned' | 'not_yet' | 'incomplete' {
  return attempt?.outcome ?? (/^2+$/u.test(attempt?.first ?? '') ? 'earned' : 'not_yet');
}

/** Somebody has worked for long at a school of their own, with this region and type. */
export async function insertAffiliated(
  site: Rows,
  person: Person,
  school: { region: string; type: 'elementary' | 'middle' | 'high' },
): Promise<void> {
  const { id } = await site.db
    .insertInto('schools')
    .values({ ...school, name: `School of ${person.id}` })
    .returning('id')
    .executeTakeFirstOrThrow();
  await site.db
    .insertInto('affiliations')
    .values({ person_id: person.id, school_id: id, since: new Date('2020-01-01') })
    .execute();
}
