import { alikeFrom } from '#domain/assessment/concern.ts';
import { similarityOf } from '#domain/assessment/min-hash.ts';
import type { Trx } from '#platform/database.ts';
import { type ComparedAttempt, findCompared } from './attempt-texts.queries.ts';
import type { Found } from './compare-attempt.ts';

/**
 * Of what an attempt shares with one that was handed in before it, without what its earner had handed in earlier still: who
 * revises and hands in again has copied nothing from those who copied from them meanwhile.
 */
export async function withoutOwnFirst(
  trx: Trx,
  [later, earlier]: readonly [ComparedAttempt, ComparedAttempt],
  { texts, files }: Found,
): Promise<Found> {
  if (texts.length + files.length === 0) return { texts, files };
  const own = await listAllOf(trx, later);
  const theirs = await listAllOf(trx, earlier);
  const ownText = (source: string) => later.texts.find((text) => text.source === source)?.own ?? '';
  const theirText = (source: string) => earlier.texts.find((text) => text.source === source)?.own ?? '';
  const shaOf = (id: string) => later.sealed.artifacts.find((one) => one.id === id)?.sha256;
  const has = (wanted: string) => (attempt: ComparedAttempt) =>
    attempt.texts.some((text) => similarityOf(text.own, wanted) >= alikeFrom);
  const holds = (sha256: string | null | undefined) => (attempt: ComparedAttempt) =>
    attempt.sealed.artifacts.some((one) => one.sha256 === sha256);
  return {
    texts: texts.filter(
      ({ source, otherSource }) => !isBefore(own.find(has(theirText(otherSource))), theirs.find(has(ownText(source)))),
    ),
    files: files.filter(({ artifact }) => {
      const sha256 = shaOf(artifact);
      return !isBefore(own.find(holds(sha256)), theirs.find(holds(sha256)));
    }),
  };
}

function isBefore(one: ComparedAttempt | undefined, other: ComparedAttempt | undefined): boolean {
  return one !== undefined && other !== undefined && one.submittedAt < other.submittedAt;
}

/** Every attempt of the work, the first one first. */
async function listAllOf(trx: Trx, { enrolmentId }: ComparedAttempt): Promise<ComparedAttempt[]> {
  const rows = await trx
    .selectFrom('attempts')
    .select('id')
    .where('enrolment_id', '=', enrolmentId)
    .orderBy('number')
    .execute();
  const attempts: ComparedAttempt[] = [];
  for (const { id } of rows) {
    const attempt = await findCompared(trx, id, 'search');
    if (attempt) attempts.push(attempt);
  }
  return attempts;
}
