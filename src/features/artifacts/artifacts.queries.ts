import { sql } from 'kysely';
import type { Viewer } from '#domain/access/viewer.ts';
import type { Database } from '#platform/database.ts';

/**
 * A file that the viewer may open: its owner; or, once it stands in a sealed attempt, the assessors and admins of the
 * issuer. To everyone else it does not exist.
 */
export async function findFile(db: Database, viewer: Viewer, artifactId: string) {
  const issuers = viewer.memberships
    .filter(({ role }) => role === 'assessor' || role === 'lead_assessor' || role === 'issuer_admin')
    .map(({ issuerId }) => issuerId);
  return db
    .selectFrom('artifacts')
    .innerJoin('blobs', 'blobs.sha256', 'artifacts.blob_sha256')
    .select(['artifacts.name', 'blobs.sha256', 'blobs.size', 'blobs.media_type as mediaType'])
    .where('artifacts.id', '=', artifactId)
    .where((eb) =>
      eb.or([
        eb('artifacts.owner_id', '=', viewer.person.id),
        eb.and([
          eb('artifacts.issuer_id', '=', sql<string>`any(${issuers}::uuid[])`),
          eb.exists(
            eb
              .selectFrom('attempt_files')
              .select('attempt_id')
              .whereRef('attempt_files.artifact_id', '=', 'artifacts.id'),
          ),
        ]),
      ]),
    )
    .executeTakeFirst();
}
