import { alikeFrom } from '#domain/assessment/concern.ts';
import { similarityOf } from '#domain/assessment/min-hash.ts';
import type { Database } from '#platform/database.ts';
import { type ComparedAttempt, findCompared } from './attempt-texts.queries.ts';
import { type SameFile, findCandidates, findSameFiles } from './duplicates.queries.ts';
import { raiseFound } from './raise-found.ts';
import { signAttempt } from './sign-attempt.ts';

/** What two attempts share. `a` is of the attempt that was handed in later. */
export type Found = {
  texts: { source: string; otherSource: string; similarity: number }[];
  files: { artifact: string; otherArtifact: string }[];
};

/** Most other earners about whom one attempt raises concerns: with more, it is one matter all the same. */
const mostOthers = 5;

/**
 * Looks for what an attempt shares with those of other earners of the issuer. What it finds is raised as a concern, for a
 * person to look at: it says that two are alike, never why.
 */
export async function compareAttempt({ db, now }: { db: Database; now: () => Date }, attemptId: string): Promise<void> {
  const attempt = await findCompared(db, attemptId, 'search');
  if (!attempt) return;
  await db.transaction().execute((trx) => signAttempt(trx, attempt));

  const found = await findShared(db, attempt);
  for (const [otherId, shared] of [...found].slice(0, mostOthers)) {
    const other = await findCompared(db, otherId, 'search');
    if (!other) continue;
    await db.transaction().execute((trx) => raiseFound(trx, { attempt, other, shared, now: now() }));
  }
}

/** By attempt of another earner: what is shared with it, the most alike first. */
export async function findShared(db: Database, attempt: ComparedAttempt): Promise<Map<string, Found>> {
  const { attemptId, sealed } = attempt;
  const files = sealed.artifacts.flatMap(({ id, sha256 }) => (sha256 !== null ? [{ id, sha256 }] : []));
  const same = await findSameFiles(db, attemptId, files);
  const candidates = await findCandidates(db, attemptId, alikeFrom);

  const found = new Map<string, Found>();
  const foundWith = (other: string) => {
    const entry = found.get(other) ?? { texts: [], files: [] };
    found.set(other, entry);
    return entry;
  };
  const others = new Map<string, ComparedAttempt | undefined>();
  for (const { source, otherAttempt, otherSource } of candidates) {
    // The same file says it all; that its text is the same says nothing more.
    if (same.some((file) => isFileText(file, source, otherSource))) continue;
    if (!others.has(otherAttempt)) others.set(otherAttempt, await findCompared(db, otherAttempt, 'search'));
    const own = attempt.texts.find((text) => text.source === source);
    const theirs = others.get(otherAttempt)?.texts.find((text) => text.source === otherSource);
    const similarity = own && theirs ? similarityOf(own.own, theirs.own) : 0;
    if (similarity >= alikeFrom) foundWith(otherAttempt).texts.push({ source, otherSource, similarity });
  }
  for (const { artifact, otherAttempt, otherArtifact } of same)
    foundWith(otherAttempt).files.push({ artifact, otherArtifact });
  return found;
}

function isFileText({ artifact, otherArtifact }: SameFile, source: string, otherSource: string): boolean {
  return source === `file:${artifact}` && otherSource === `file:${otherArtifact}`;
}
