import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Viewer } from '#domain/access/viewer.ts';
import { ArtifactMeasure } from '#domain/evidence/kind.ts';
import type { Database } from '#platform/database.ts';
import type { ViewerArtifact } from '#islands/viewer/viewer-artifact.ts';
import { blindnessOfFile, judgeOf } from '../blind/blindness.queries.ts';
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
  const blind = await blindnessOfFile(db, judgeOf(viewer), artifactId);
  if (blind) {
    const { copy } = blind;
    const content = copy && 'sha256' in copy ? copy : { sha256: copy ? null : row.sha256, size };
    return {
      ...rest,
      name: blind.shownName,
      url: row.url === null ? null : blind.href,
      captions: row.captions.map(({ language }) => ({ language, label: language })),
      ...content,
      size: content.size === null ? null : Number(content.size),
      measure: measure.success ? measure.data : {},
      ...(scan && { scan }),
      link: null,
    };
  }
  return {
    ...rest,
    kind: row.kind,
    size: size === null ? null : Number(size),
    measure: measure.success ? measure.data : {},
    ...(scan && { scan }),
    link: row.kind === 'link' && seenAt ? { title: linkTitle, seenAt: seenAt.toISOString() } : null,
  };
}

/** Where a link leads; `undefined` for a file. Whether its reader may know is asked before. */
export async function findLinkAddress(db: Database, artifactId: string): Promise<string | undefined> {
  const row = await db.selectFrom('artifacts').select('url').where('id', '=', artifactId).executeTakeFirst();
  return row?.url ?? undefined;
}
