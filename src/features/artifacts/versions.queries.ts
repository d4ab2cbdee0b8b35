import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

export type ArtifactVersion = {
  id: string;
  name: string;
  kind: 'file' | 'link';
  url: string | null;
  size: number | null;
  mediaType: string | null;
  createdAt: Date;
  isCurrent: boolean;
  /** Kept from everyone but its owner, since a part of it was blacked out. */
  isPrivate: boolean;
  /** The numbers of the attempts that used it. */
  attempts: number[];
};

/** Every version of an artifact of the earner’s, newest first, whichever of them is asked for; empty for another’s. */
export async function listVersions(
  db: Database,
  who: { personId: string; enrolmentId: string; artifactId: string },
): Promise<ArtifactVersion[]> {
  const { rows } = await sql<Omit<ArtifactVersion, 'createdAt'> & { createdAt: string }>`
    with recursive chain as (
      select id, replaces_id from artifacts
       where id = ${who.artifactId} and enrolment_id = ${who.enrolmentId} and owner_id = ${who.personId}
      union
      select a.id, a.replaces_id from artifacts a join chain c on a.id = c.replaces_id or a.replaces_id = c.id
    )
    select a.id, a.name, a.kind, a.url, b.size::float8 as size, b.media_type as "mediaType", a.created_at as "createdAt",
           a.removed_at is null as "isCurrent", a.is_private as "isPrivate",
           array(select t.number from attempt_files f join attempts t on t.id = f.attempt_id
                  where f.artifact_id = a.id order by t.number) as attempts
      from chain join artifacts a using (id) left join blobs b on b.sha256 = a.blob_sha256
     order by a.id desc`.execute(db);
  return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
}
