import { type RawBuilder, sql } from 'kysely';
import { formatDate } from '#domain/text/format-date.ts';
import type { Database } from '#platform/database.ts';

/**
 * When a release that a file or link rests on was withdrawn: one that it names now, or one that was sealed with it. Naming
 * another afterwards does not bring back what was handed in. Whoever has withdrawn nothing costs one look at an index.
 */
export async function findWithdrawal(db: Database, artifactId: string, ownerId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(r.withdrawn_at) as at from releases r
    where r.person_id = ${ownerId} and r.withdrawn_at is not null and ${restsOn(sql`${artifactId}::uuid`)}`.execute(db);
  return rows[0]?.at ?? undefined;
}

/** The same for everything that an attempt was handed in with, by artifact. */
export async function listWithdrawals(db: Database, attemptId: string): Promise<Map<string, Date>> {
  const { rows } = await sql<{ id: string; at: Date }>`
    select x.id, min(r.withdrawn_at) as at
    from attempt_files h join artifacts x on x.id = h.artifact_id
    join releases r on r.person_id = x.owner_id and r.withdrawn_at is not null
    where h.attempt_id = ${attemptId} and ${restsOn(sql`x.id`)}
    group by x.id`.execute(db);
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** Whether an artifact rests on the release `r`. */
function restsOn(artifactId: RawBuilder<unknown>) {
  return sql<boolean>`(
    exists (select 1 from artifact_releases l where l.artifact_id = ${artifactId} and l.release_id = r.id)
    or exists (
      select 1 from attempt_files f
      join attempts t on t.id = f.attempt_id
      cross join lateral jsonb_array_elements(t.sealed->'artifacts') a
      where f.artifact_id = ${artifactId} and a->>'id' = ${artifactId}::text
        and a->'releases' @> jsonb_build_array(jsonb_build_object('id', r.id))
    )
  )`;
}

export function withdrawnWords(at: Date): string {
  return `The release of somebody in this file was withdrawn on ${formatDate(at)}, so it is no longer shown.`;
}
