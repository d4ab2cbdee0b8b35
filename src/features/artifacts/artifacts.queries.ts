import { expressionBuilder, sql } from 'kysely';
import type { Viewer } from '#domain/access/viewer.ts';
import type { Database } from '#platform/database.ts';
import type { DB } from '#platform/tables.ts';

/** A file that the viewer may open, where its content is. To everyone else it does not exist. */
export async function findFile(db: Database, viewer: Viewer, artifactId: string) {
  return db
    .selectFrom('artifacts')
    .innerJoin('blobs', 'blobs.sha256', 'artifacts.blob_sha256')
    .select(['artifacts.name', 'blobs.sha256', 'blobs.size', 'blobs.media_type as mediaType'])
    .where('artifacts.id', '=', artifactId)
    .where(mayOpen(viewer))
    .executeTakeFirst();
}

/**
 * Who opens a file or a link: its owner; or, once it stands in a sealed attempt, the assessors and admins of the issuer.
 */
export function mayOpen(viewer: Viewer) {
  const eb = expressionBuilder<DB, 'artifacts'>();
  const issuers = viewer.memberships
    .filter(({ role }) => role === 'assessor' || role === 'lead_assessor' || role === 'issuer_admin')
    .map(({ issuerId }) => issuerId);
  return eb.or([
    eb('artifacts.owner_id', '=', viewer.person.id),
    eb.and([
      eb('artifacts.issuer_id', '=', sql<string>`any(${issuers}::uuid[])`),
      eb.exists(
        eb.selectFrom('attempt_files').select('attempt_id').whereRef('attempt_files.artifact_id', '=', 'artifacts.id'),
      ),
    ]),
  ]);
}

/** What an artifact of an enrolment was handed in for, removed or not. */
export function findOwnArtifact(db: Database, enrolmentId: string, artifactId: string) {
  return db
    .selectFrom('artifacts')
    .select('requirement_key as requirementKey')
    .where('id', '=', artifactId)
    .where('enrolment_id', '=', enrolmentId)
    .executeTakeFirst();
}
