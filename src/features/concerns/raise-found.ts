import { sql } from 'kysely';
import { countOf } from '#domain/evidence/finding.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { lockJudging } from '../judging/judging.queries.ts';
import type { ComparedAttempt } from './attempt-texts.queries.ts';
import type { Found } from './compare-attempt.ts';
import type { FoundEvidence } from './concern-evidence.ts';
import { withoutOwnFirst } from './whose-first.ts';

type RaiseFound = { attempt: ComparedAttempt; other: ComparedAttempt; shared: Found; now: Date };

/**
 * Raises what the search found as a concern about the attempt of the two that was handed in later. The same two pieces of
 * work are raised once; again only after a concern about them was upheld and the text is still there. Whose it was first
 * counts, not whose attempt is the first: nobody is asked about what others took from them.
 */
export async function raiseFound(trx: Trx, { attempt, other, shared, now }: RaiseFound): Promise<void> {
  const isLater = isAfter(attempt, other);
  const [later, earlier] = isLater ? [attempt, other] : [other, attempt];
  const found = withoutTeamWork(later, isLater ? shared : turned(shared));
  const evidence = evidenceOf(earlier, await withoutOwnFirst(trx, [later, earlier], found));
  if (evidence.texts.length + evidence.files.length === 0) return;
  // Before the decision can go out, or after it: never beside it.
  await lockJudging(trx, later.attemptId);
  const known = await trx
    .selectFrom('concerns as c')
    .innerJoin('attempts as t', 't.id', 'c.attempt_id')
    .select('c.id')
    .where('t.enrolment_id', '=', later.enrolmentId)
    .where('c.raised_by', 'is', null)
    .where('c.state', '<>', 'upheld')
    .where(sql`c.evidence -> 'other' ->> 'enrolment'`, '=', earlier.enrolmentId)
    .executeTakeFirst();
  if (known) return;

  const keys = new Set(evidence.texts.map(({ source }) => source));
  const [only] = keys.size === 1 && evidence.files.length === 0 ? keys : [];
  const { rows } = await sql<{ id: string }>`
    insert into concerns (issuer_id, attempt_id, kind, requirement_key, detail, evidence, raised_at)
    values (${later.issuerId}, ${later.attemptId}, 'plagiarism', ${only?.startsWith('file:') === false ? only : null},
      ${detailOf(later, evidence)}, ${JSON.stringify(evidence)}::jsonb, ${now})
    on conflict do nothing returning id`.execute(trx);
  const [concern] = rows;
  if (!concern) return;
  await audit(trx, {
    issuerId: later.issuerId,
    actorId: null,
    action: 'concern.raised',
    subject: { type: 'concern', id: concern.id },
    details: {
      kind: 'plagiarism',
      attempt: later.attemptId,
      texts: evidence.texts.length,
      files: evidence.files.length,
    },
  });
}

function isAfter(a: ComparedAttempt, b: ComparedAttempt): boolean {
  const difference = a.submittedAt.getTime() - b.submittedAt.getTime();
  return difference === 0 ? a.attemptId > b.attemptId : difference > 0;
}

/** What the earner said was made together is as it should be; assessors see that they said so. */
function withoutTeamWork({ sealed }: ComparedAttempt, { texts, files }: Found): Found {
  const together = new Set(sealed.artifacts.filter(({ teamWork }) => teamWork).map(({ id }) => id));
  return {
    texts: texts.filter(({ source }) => !together.has(source.replace(/^file:/u, ''))),
    files: files.filter(({ artifact }) => !together.has(artifact)),
  };
}

function turned({ texts, files }: Found): Found {
  return {
    texts: texts.map(({ source, otherSource, similarity }) => ({
      source: otherSource,
      otherSource: source,
      similarity,
    })),
    files: files.map(({ artifact, otherArtifact }) => ({ artifact: otherArtifact, otherArtifact: artifact })),
  };
}

function evidenceOf({ attemptId, enrolmentId }: ComparedAttempt, { texts, files }: Found): FoundEvidence {
  return { other: { attempt: attemptId, enrolment: enrolmentId }, texts, files };
}

/** In words, for those who look at it: what is alike, and how much. */
function detailOf({ texts }: ComparedAttempt, found: FoundEvidence): string {
  const titleOf = (source: string) => texts.find((text) => text.source === source)?.title ?? 'A text';
  const sentences = found.texts.map(
    ({ source, similarity }) =>
      `${titleOf(source)}: ${Math.round(similarity * 100)} % of the runs of five words in it and in another earner’s text are the same.`,
  );
  if (found.files.length > 0)
    sentences.push(`${countOf(found.files.length, 'file')} that another earner handed in, too.`);
  return sentences.join(' ').slice(0, 5000);
}
