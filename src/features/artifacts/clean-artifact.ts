import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deps } from '#platform/deps.ts';
import { inspectFile } from './inspect-file.ts';
import { type ReplaceRefusal, replaceArtifact, replaceRefusals } from './replace-artifact.ts';
import { stripMetadata } from './strip-metadata.ts';

type CleanArtifact = {
  personId: string;
  enrolmentId: string;
  artifactId: string;
  /** The file as it is now. */
  file: { name: string; sha256: string; mediaType: string };
  now: Date;
};

export type CleanResult = { ok: true; id: string } | { ok: false; reason: ReplaceRefusal | 'not-here' };

export const cleanRefusals: Record<ReplaceRefusal | 'not-here', string> = {
  ...replaceRefusals,
  'not-here':
    'This kind of file can’t be cleaned here. Remove its details in the program that made it (often under “Properties” or “Inspect document”), or save it as another kind, and replace it.',
};

/**
 * Puts a version without its authors, places and devices in the place of a file. The old one stays for the attempts that
 * used it.
 */
export async function cleanArtifact(
  deps: Pick<Deps, 'db' | 'storage' | 'maxFileBytes' | 'scanner'>,
  { file, ...command }: CleanArtifact,
): Promise<CleanResult> {
  const { db, storage } = deps;
  const folder = await mkdtemp(join(tmpdir(), 'tessera-clean-'));
  const local = await storage.openLocally(file.sha256);
  try {
    const path = await stripMetadata(local.path, file.mediaType, folder);
    if (path === undefined) return { ok: false, reason: 'not-here' };
    // Written anew it may be a little larger than it was.
    const content = await storage.receive(createReadStream(path), deps.maxFileBytes * 2);
    if (content === 'too-large') return { ok: false, reason: 'not-here' };
    try {
      const found = await inspectFile(content.path, file.name, deps);
      if (!found.ok) return { ok: false, reason: 'not-here' };
      await content.prepare();
      const { mediaType, pages, facts } = found;
      const cleaned = { field: 'file', name: file.name, mediaType, pages, facts, content };
      return await db.transaction().execute((trx) => replaceArtifact(trx, { ...command, file: cleaned }));
    } finally {
      await content.discard();
    }
  } finally {
    await local.done();
    await rm(folder, { recursive: true, force: true });
  }
}
