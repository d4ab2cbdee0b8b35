import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Viewer } from '#domain/access/viewer.ts';
import { ArtifactMeasure } from '#domain/evidence/kind.ts';
import type { Database } from '#platform/database.ts';
import type { ViewerArtifact } from '#islands/viewer/viewer-artifact.ts';
import { mayOpen } from './artifacts.queries.ts';

/** A file or link that the viewer may open, with all that its page says of it, and the hash of its content. */
export async function findViewable(
  db: Database,
  viewer: Viewer,
  artifactId: string,
): Promise<(ViewerArtifact & { sha256: string | null; ownerId: string }) | undefined> {
  const row = await db
    .selectFrom('artifacts')
    .leftJoin('blobs', 'blobs.sha256', 'artifacts.blob_sha256')
    .leftJoin('blob_facts', 'blob_facts.blob_sha256', 'artifacts.blob_sha256')
    .select([
      'artifacts.owner_id as ownerId',
      'artifacts.id',
      'artifacts.kind',
      'artifacts.name',
      'artifacts.url',
      'artifacts.pages',
    ])
    .select(['artifacts.link_title as linkTitle', 'artifacts.link_seen_at as seenAt'])
    .select(['blobs.sha256', 'blobs.size', 'blobs.media_type as mediaType', 'blob_facts.measure', 'blob_facts.scan'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('artifact_captions')
          .select(['language', 'label'])
          .whereRef('artifact_captions.artifact_id', '=', 'artifacts.id')
          .orderBy('language'),
      ).as('captions'),
    )
    .where('artifacts.id', '=', artifactId)
    .where(mayOpen(viewer))
    .executeTakeFirst();
  if (!row) return undefined;
  const { linkTitle, seenAt, scan, size, ...rest } = row;
  const measure = ArtifactMeasure.safeParse(row.measure);
  return {
    ...rest,
    kind: row.kind,
    size: size === null ? null : Number(size),
    measure: measure.success ? measure.data : {},
    ...(scan && { scan }),
    link: row.kind === 'link' && seenAt ? { title: linkTitle, seenAt: seenAt.toISOString() } : null,
  };
}
