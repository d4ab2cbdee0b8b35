import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isStrippable } from '#domain/evidence/strippable.ts';
import type { Database, Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { addJob } from '#platform/jobs.ts';
import { type MetadataItem, recordFacts } from './blob-facts.ts';
import { insertBlob } from './insert-blob.ts';
import { UnmeasurableError, largestStripped, stripPdfApart } from './measure-apart.ts';
import { isTaggedAudio, stripAudio } from './strip-audio.ts';
import { stripMetadata } from './strip-metadata.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'make-blind-copy': { sha256: string };
  }
}

/** What is said where there is no copy of a file to be judged blind. */
export const blindCopyWords = {
  waiting: 'A copy without what it says of its maker is being made. Open this page again in a minute.',
  locked:
    'This PDF is locked or damaged, so what it says of its maker can’t be taken out. It can’t be shown where names are hidden.',
  large:
    'This file is too large for what it says of its maker to be taken out. It can’t be shown where names are hidden.',
  unreadable:
    'What this file says of its maker can’t be taken out here, so it can’t be shown where names are hidden. Ask your lead assessor.',
} as const;

/** Whether a file of this kind holds nothing but what is seen of it. */
function isPlain(mediaType: string): boolean {
  return mediaType.startsWith('text/');
}

/** Whether what such a file says of its maker can be taken out here. */
function isStripped(mediaType: string): boolean {
  return mediaType === 'application/pdf' || isStrippable(mediaType) || isTaggedAudio(mediaType);
}

export type BlindSource = {
  sha256: string;
  mediaType: string;
  metadata: readonly MetadataItem[] | null;
  isInspected: boolean;
};

/**
 * How a content is given out where names are hidden: as it is, as a copy, or not at all. Of what can’t be stripped, what
 * says nothing of its maker goes as it is; until it is known what it says, it waits.
 */
export function blindWay({ mediaType, metadata, isInspected }: BlindSource): 'as-is' | 'copy' | 'waiting' | 'never' {
  if (isPlain(mediaType)) return 'as-is';
  if (isStripped(mediaType)) return 'copy';
  if (!isInspected) return 'waiting';
  return (metadata ?? []).every(({ label }) => label === 'Made with') ? 'as-is' : 'never';
}

/** Asks for the copies of these contents; those that were asked for stay as they are. */
export async function askForBlindCopies(trx: Trx, contents: readonly string[]): Promise<void> {
  if (contents.length === 0) return;
  const asked = await trx
    .insertInto('renditions')
    .values(contents.toSorted().map((sha256) => ({ blob_sha256: sha256, kind: 'blind' })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('blob_sha256')
    .execute();
  for (const { blob_sha256: sha256 } of asked)
    await addJob(trx, 'make-blind-copy', { sha256 }, `make-blind-copy:${sha256}`);
}

/** Makes the copy of a content; what can’t be made is said for good. */
export async function makeBlindCopy({ db, storage }: Pick<Deps, 'db' | 'storage'>, sha256: string): Promise<void> {
  const row = await db
    .selectFrom('renditions as r')
    .innerJoin('blobs as b', 'b.sha256', 'r.blob_sha256')
    .leftJoin('blob_facts as f', 'f.blob_sha256', 'b.sha256')
    .select(['r.state', 'b.media_type', 'f.measure', 'f.flags'])
    .where('r.blob_sha256', '=', sha256)
    .where('r.kind', '=', 'blind')
    .executeTakeFirst();
  if (!row || row.state === 'done' || row.state === 'failed') return;
  const mediaType = row.media_type;
  const folder = await mkdtemp(join(tmpdir(), 'tessera-blind-'));
  const local = await storage.openLocally(sha256);
  try {
    const stripped = await strip(local.path, mediaType, folder);
    if (!('path' in stripped)) {
      await setCopy(db, sha256, { state: 'failed', problem: stripped.problem });
      return;
    }
    const { size } = await stat(local.path);
    // Written anew it may be larger than it was.
    const copy = await storage.receive(createReadStream(stripped.path), size * 2 + 1_000_000);
    if (copy === 'too-large') {
      await setCopy(db, sha256, { state: 'failed', problem: blindCopyWords.large });
      return;
    }
    try {
      await copy.prepare();
      await db.transaction().execute(async (trx) => {
        await insertBlob(trx, { ...copy, mediaType });
        const measure = (row.measure ?? {}) as Parameters<typeof recordFacts>[2]['measure'];
        // Made here from what has been looked at, so it is not looked at again.
        await recordFacts(trx, copy.sha256, { measure, metadata: [], flags: row.flags ?? [], scan: 'none' });
        await setCopy(trx, sha256, { state: 'done', progress: 100, rendition_sha256: copy.sha256 });
        await copy.keep();
      });
    } finally {
      await copy.discard();
    }
  } finally {
    await local.done();
    await rm(folder, { recursive: true, force: true });
  }
}

async function strip(path: string, mediaType: string, folder: string): Promise<{ path: string } | { problem: string }> {
  const to = join(folder, 'blind');
  try {
    if (mediaType === 'application/pdf') {
      if ((await stat(path)).size > largestStripped) return { problem: blindCopyWords.large };
      await writeFile(to, await stripPdfApart(path), { flag: 'wx', mode: 0o600 });
      return { path: to };
    }
    if (isTaggedAudio(mediaType)) {
      await stripAudio(path, to, mediaType);
      return { path: to };
    }
    const cleaned = await stripMetadata(path, mediaType, folder);
    return cleaned === undefined ? { problem: blindCopyWords.unreadable } : { path: cleaned };
  } catch (error) {
    if (error instanceof UnmeasurableError) return { problem: blindCopyWords.locked };
    return { problem: blindCopyWords.unreadable };
  }
}

type NewState = { state: 'done' | 'failed'; progress?: number; problem?: string; rendition_sha256?: string };

/** What another run of the job has come to meanwhile stays. */
async function setCopy(db: Database | Trx, sha256: string, change: NewState): Promise<void> {
  await db
    .updateTable('renditions')
    .set({ ...change, updated_at: new Date() })
    .where('blob_sha256', '=', sha256)
    .where('kind', '=', 'blind')
    .where('state', 'not in', ['done', 'failed'])
    .execute();
}
