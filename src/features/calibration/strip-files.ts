import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { isStrippable } from '#domain/evidence/strippable.ts';
import type { Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { insertContent } from '../artifacts/add-artifacts.ts';
import { inspectFile } from '../artifacts/inspect-file.ts';
import { type InspectedFile, discardAll } from '../artifacts/receive-files.ts';
import { stripPdfApart } from '../artifacts/measure-apart.ts';
import { stripMetadata } from '../artifacts/strip-metadata.ts';

/** Whether what such a file says of its maker can be taken out here. */
function canStrip(mediaType: string | null): boolean {
  return mediaType === 'application/pdf' || isStrippable(mediaType);
}

/** Whether a file of this type may come along: what it says of its maker can be taken out, or there is no place for it. */
export function mayComeAlong(mediaType: string | null): boolean {
  return canStrip(mediaType) || mediaType?.startsWith('text/') === true;
}

/** Contents without what they say of who made them, where and with what, by the SHA-256 of the original. */
export type StrippedFiles = {
  bySha256: ReadonlyMap<string, InspectedFile>;
  /** Of which it could not be taken out: locked, damaged, or of a type for which there is no way. */
  failed: ReadonlySet<string>;
  /** Writes the rows; then the files are kept. */
  keep(trx: Trx): Promise<void>;
  /** Clears the anteroom, whatever became of it. */
  done(): Promise<void>;
};

/** Strips files; those of which it can’t be done are named. */
export async function stripFiles(
  deps: Pick<Deps, 'storage' | 'maxFileBytes' | 'scanner'>,
  { artifacts }: Pick<SealedAttempt, 'artifacts'>,
): Promise<StrippedFiles> {
  const bySha256 = new Map<string, InspectedFile>();
  const failed = new Set<string>();
  const done = () => discardAll([...bySha256.values()]);
  try {
    for (const { sha256, mediaType, name } of artifacts) {
      if (sha256 === null || bySha256.has(sha256) || mediaType?.startsWith('text/')) continue;
      const stripped =
        mediaType !== null && canStrip(mediaType) ? await stripOne(deps, { sha256, mediaType, name }) : undefined;
      if (stripped) bySha256.set(sha256, stripped);
      else failed.add(sha256);
    }
  } catch (error) {
    await done();
    throw error;
  }
  const inOrder = () => [...bySha256.values()].toSorted((a, b) => (a.content.sha256 < b.content.sha256 ? -1 : 1));
  return {
    bySha256,
    failed,
    async keep(trx) {
      for (const file of inOrder()) await insertContent(trx, file);
      for (const { content } of inOrder()) await content.keep();
    },
    done,
  };
}

async function stripOne(
  deps: Pick<Deps, 'storage' | 'maxFileBytes' | 'scanner'>,
  file: { sha256: string; mediaType: string; name: string },
): Promise<InspectedFile | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-anchor-'));
  const local = await deps.storage.openLocally(file.sha256);
  try {
    const path =
      file.mediaType === 'application/pdf'
        ? await writePdf(local.path, join(folder, 'cleaned.pdf'))
        : await stripMetadata(local.path, file.mediaType, folder);
    if (path === undefined) return undefined;
    const content = await deps.storage.receive(createReadStream(path), deps.maxFileBytes * 2);
    if (content === 'too-large') return undefined;
    const found = await inspectFile(content.path, file.name, deps);
    if (!found.ok) {
      await content.discard();
      return undefined;
    }
    await content.prepare();
    return {
      field: 'file',
      name: file.name,
      mediaType: found.mediaType,
      pages: found.pages,
      facts: found.facts,
      content,
    };
  } finally {
    await local.done();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Nothing of one that is locked or damaged. */
async function writePdf(from: string, to: string): Promise<string | undefined> {
  try {
    await writeFile(to, await stripPdfApart(from));
    return to;
  } catch {
    return undefined;
  }
}
