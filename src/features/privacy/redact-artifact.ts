import { sql } from 'kysely';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RegionBox, isRedactable } from '#domain/privacy/regions.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { inspectFile } from '../artifacts/inspect-file.ts';
import { type ReplaceRefusal, replaceArtifact, replaceRefusals } from '../artifacts/replace-artifact.ts';
import { burnBoxes } from './burn-boxes.ts';

type RedactArtifact = {
  personId: string;
  enrolmentId: string;
  artifactId: string;
  /** The file as it is now. */
  file: { name: string; sha256: string; mediaType: string };
  regions: readonly RegionBox[];
  now: Date;
};

export type RedactRefusal = ReplaceRefusal | 'no-image' | 'animated' | 'unreadable';
export type RedactResult = { ok: true; id: string } | { ok: false; reason: RedactRefusal };

export const redactRefusals: Record<RedactRefusal, string> = {
  ...replaceRefusals,
  'no-image':
    'Only pictures (JPEG, PNG, GIF, WebP, AVIF) can be blacked out here. Of a document or slides, save the page as an image first, or change it in the program that made it; then replace the file.',
  animated: 'An animation can’t be blacked out here. Save one picture of it, and replace the file by that.',
  unreadable: 'This picture can’t be opened here. Save it again as JPEG or PNG, replace the file, and black out that.',
};

/**
 * Puts a version with solid boxes burned in into the place of an image. The original, the versions before it, and every
 * copy of them that the earner has are theirs alone from then on, in attempts that were handed in too.
 */
export async function redactArtifact(
  deps: Pick<Deps, 'db' | 'storage' | 'maxFileBytes' | 'scanner'>,
  { file, regions, ...command }: RedactArtifact,
): Promise<RedactResult> {
  const { db, storage } = deps;
  if (!isRedactable(file.mediaType)) return { ok: false, reason: 'no-image' };
  const folder = await mkdtemp(join(tmpdir(), 'tessera-redact-'));
  const local = await storage.openLocally(file.sha256);
  try {
    const path = join(folder, 'redacted');
    const burned = await burnBoxes(local.path, path, file.mediaType, regions).catch(() => 'unreadable' as const);
    if (burned !== 'done') return { ok: false, reason: burned };
    // Written anew it may be a little larger than it was.
    const content = await storage.receive(createReadStream(path), deps.maxFileBytes * 2);
    if (content === 'too-large') return { ok: false, reason: 'unreadable' };
    try {
      const found = await inspectFile(content.path, file.name, deps);
      if (!found.ok) return { ok: false, reason: 'unreadable' };
      await content.prepare();
      const { mediaType, pages, facts } = found;
      const redacted = { field: 'file', name: file.name, mediaType, pages, facts, content };
      return await db.transaction().execute(async (trx) => {
        const result = await replaceArtifact(trx, { ...command, file: redacted });
        if (!result.ok) return result;
        await keepPrivate(trx, command, content.sha256);
        return { ok: true, id: result.id } as const;
      });
    } finally {
      await content.discard();
    }
  } finally {
    await local.done();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The content that was written anew is not among them, even where nothing of it had to change. */
async function keepPrivate(
  trx: Trx,
  { personId, artifactId, enrolmentId }: Pick<RedactArtifact, 'personId' | 'artifactId' | 'enrolmentId'>,
  written: string,
): Promise<void> {
  const { rows } = await sql<{ id: string; issuer_id: string }>`
    with recursive chain as (
      select id, replaces_id, blob_sha256 from artifacts where id = ${artifactId}
      union
      select a.id, a.replaces_id, a.blob_sha256 from artifacts a join chain c on a.id = c.replaces_id
    )
    update artifacts set is_private = true
     where owner_id = ${personId} and not is_private and blob_sha256 <> ${written}
       and (id in (select id from chain) or blob_sha256 in (select blob_sha256 from chain))
    returning id, issuer_id`.execute(trx);
  for (const [issuerId, ofIssuer] of Map.groupBy(rows, (row) => row.issuer_id)) {
    await audit(trx, {
      issuerId,
      actorId: personId,
      action: 'artifact.redacted',
      subject: { type: 'artifact', id: artifactId },
      details: { enrolment: enrolmentId, private: ofIssuer.map(({ id }) => id) },
    });
  }
}
