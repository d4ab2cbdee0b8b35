import { sql } from 'kysely';
import type { Trx } from '#platform/database.ts';
import { resumeJudging } from '../queue/pause-judging.ts';

/** What the consent for a hidden file lacks, as its earner’s register has it now. */
export type MissingRelease = 'unsaid' | 'none' | 'lost';

/**
 * What is missing before a file may be shown, so that its earner hears of it: nobody said whether it shows people, it names
 * no release, or what it names no longer holds. `undefined` for what needs none, or has it.
 */
export async function findMissingRelease(
  trx: Trx,
  { artifactId, now }: { artifactId: string; now: Date },
): Promise<MissingRelease | undefined> {
  const { rows } = await sql<{ shows: boolean | null; isMedia: boolean; named: number; holding: number }>`
    select a.shows_people as shows, coalesce(b.media_type, '') ~ '^(image|video|audio)/' as "isMedia", count(r.id)::int as named, count(r.id) filter (where ${holds(now)})::int as holding
    from artifacts a left join artifact_releases l on l.artifact_id = a.id left join releases r on r.id = l.release_id
    left join blobs b on b.sha256 = a.blob_sha256
    where a.id = ${artifactId} group by a.id, b.media_type`.execute(trx);
  const [file] = rows;
  if (!file || file.shows === false) return undefined;
  if (file.shows === null) return file.isMedia ? 'unsaid' : undefined;
  if (file.named === 0) return 'none';
  return file.holding < file.named ? 'lost' : undefined;
}

/**
 * Lets the clocks go on of attempts that waited for the consent of this file: its earner has said now that it shows nobody,
 * or named a release that holds, and nothing else of theirs that is hidden waits. Whether it is shown again is the assessor’s to say.
 */
export async function resumeReleased(trx: Trx, { artifactId, now }: { artifactId: string; now: Date }): Promise<void> {
  if ((await findMissingRelease(trx, { artifactId, now })) !== undefined) return;
  const { rows } = await sql<{ attemptId: string }>`
    select distinct p.attempt_id as "attemptId" from privacy_flags p
    where p.artifact_id = ${artifactId} and p.lifted_at is null order by 1`.execute(trx);
  for (const { attemptId } of rows) await resumeUnlessHidden(trx, { attemptId, but: artifactId, now });
}

/** The clock of an attempt goes on once nothing of it is hidden that waits for its earner; `but` does no longer. */
export async function resumeUnlessHidden(
  trx: Trx,
  { attemptId, but = null, now }: { attemptId: string; but?: string | null; now: Date },
): Promise<void> {
  const { rows } = await sql`
    select 1 from privacy_flags p
    where p.attempt_id = ${attemptId} and p.lifted_at is null and p.artifact_id is distinct from ${but}::uuid
      and not exists (
        select from artifact_releases l join releases r on r.id = l.release_id where l.artifact_id = p.artifact_id and ${holds(now)}
      ) limit 1`.execute(trx);
  if (rows.length === 0) await resumeJudging(trx, attemptId, now, 'privacy');
}

const holds = (now: Date) =>
  sql`r.withdrawn_at is null and (r.expires_on is null or r.expires_on >= ${now.toISOString().slice(0, 10)}::date)`;
