import { sql } from 'kysely';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { type HiddenOfWork, hiddenSentence } from '#domain/privacy/withhold.ts';
import type { Database, Trx } from '#platform/database.ts';

/** What stands in the place of an original that its earner blacked out. */
export const privateSentence = 'Kept private: parts of it were blacked out in the version after it.';

/**
 * Since when an artifact is hidden: it was flagged itself, or another of the same owner with the same content or address.
 * For a statement whose `artifacts` row has this name.
 */
export function hiddenSince(artifacts: 'artifacts' | 'a') {
  const row = sql.ref(artifacts);
  return sql<Date | null>`(
    select min(p.raised_at) from privacy_flags p join artifacts h on h.id = p.artifact_id
    where p.lifted_at is null and h.owner_id = ${row}.owner_id
      and (h.id = ${row}.id or h.blob_sha256 = ${row}.blob_sha256 or h.url = ${row}.url))`;
}

/** Since when a file or link is hidden from everyone but its owner; `undefined` while it is not. */
export async function findHiddenSince(db: Database | Trx, artifactId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ since: Date | null }>`
    select ${hiddenSince('a')} as since from artifacts a where a.id = ${artifactId}`.execute(db);
  return rows[0]?.since ?? undefined;
}

/** What of the work on an enrolment is hidden from everyone but its earner. */
export async function findHiddenOfWork(db: Database | Trx, enrolmentId: string): Promise<HiddenOfWork> {
  const texts = await db
    .selectFrom('privacy_flags as p')
    .innerJoin('attempts as t', 't.id', 'p.attempt_id')
    .select(['p.requirement_key as requirement', 'p.place', 'p.raised_at as on', 't.number as attempt', 't.sealed'])
    .where('t.enrolment_id', '=', enrolmentId)
    .where('p.lifted_at', 'is', null)
    .where('p.artifact_id', 'is', null)
    .orderBy('p.raised_at')
    .execute();
  const { rows: files } = await sql<{ id: string; is_private: boolean; since: Date | null }>`
    select * from (
      select a.id, a.is_private, ${hiddenSince('a')} as since from artifacts a where a.enrolment_id = ${enrolmentId}
    ) x where is_private or since is not null`.execute(db);
  return {
    texts: texts.map((row) => ({
      requirement: row.requirement ?? '',
      place: row.place ?? '',
      on: row.on,
      attempt: row.attempt,
      sealed: row.sealed as SealedAttempt,
    })),
    files: new Map(files.map(({ id, since }) => [id, since ? hiddenSentence(since) : privateSentence])),
  };
}
