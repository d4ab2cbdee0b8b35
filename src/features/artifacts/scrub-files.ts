import { sql } from 'kysely';
import type { Readable } from 'node:stream';
import type { Database } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { DamagedFileError } from '#platform/storage.ts';
import { graceHours } from './collect-files.ts';

export type Fault = {
  kind: 'missing' | 'damaged' | 'orphaned';
  name: string;
  size: number;
  /** Whose it is, where somebody's work names it. */
  usedBy: string[];
  isRemoved: boolean;
};

export type ScrubReport = { checked: number; bytes: number; faults: Fault[] };

/** Contents that are asked for at once. */
const page = 1000;

/**
 * Compares the rows with what is stored: every content is there (missing), is what its name says (damaged; each is read whole),
 * and everything stored has a row (orphaned, unless it came within a day: it may just be being handed in). With `repair`
 * orphans are removed; the rest needs a backup, or the person who has the file.
 */
export async function scrubFiles(
  { db, storage }: Pick<Deps, 'db' | 'storage'>,
  { repair, now }: { repair: boolean; now: Date },
): Promise<ScrubReport> {
  const report: ScrubReport = { checked: 0, bytes: 0, faults: [] };
  for await (const blob of listBlobs(db)) {
    report.checked += 1;
    report.bytes += blob.size;
    const kind = await faultOf(storage, blob);
    if (kind) {
      report.faults.push({
        kind,
        name: blob.sha256,
        size: blob.size,
        usedBy: await listUsers(db, blob.sha256),
        isRemoved: false,
      });
    }
  }
  const cutoff = now.getTime() - graceHours * 3600_000;
  for await (const { name, size, modifiedAt } of storage.list()) {
    if (modifiedAt.getTime() > cutoff || (await hasRow(db, name))) continue;
    const isRemoved = repair && (await removeOrphan(db, storage, name));
    report.faults.push({ kind: 'orphaned', name, size, usedBy: [], isRemoved });
  }
  return report;
}

async function* listBlobs(db: Database): AsyncGenerator<{ sha256: string; size: number }> {
  let after = '';
  for (;;) {
    const rows = await db
      .selectFrom('blobs')
      .select(['sha256', 'size'])
      .where('sha256', '>', after)
      .orderBy('sha256')
      .limit(page)
      .execute();
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.sha256;
  }
}

async function faultOf(
  storage: Deps['storage'],
  { sha256, size }: { sha256: string; size: number },
): Promise<'missing' | 'damaged' | undefined> {
  const found = await storage.find(sha256);
  if (!found) return 'missing';
  if (found.size !== size) return 'damaged';
  try {
    await drain(storage.read(sha256));
    return undefined;
  } catch (error) {
    if (error instanceof DamagedFileError) return 'damaged';
    throw error;
  }
}

async function drain(content: Readable): Promise<void> {
  for await (const _piece of content);
}

async function listUsers(db: Database, sha256: string): Promise<string[]> {
  const rows = await db
    .selectFrom('artifacts as a')
    .innerJoin('people as p', 'p.id', 'a.owner_id')
    .select(['a.name', 'p.email'])
    .where('a.blob_sha256', '=', sha256)
    .orderBy('a.id')
    .limit(3)
    .execute();
  return rows.map(({ name, email }) => `“${name}” of ${email}`);
}

async function hasRow(db: Database, name: string): Promise<boolean> {
  return (await db.selectFrom('blobs').select('sha256').where('sha256', '=', name).executeTakeFirst()) !== undefined;
}

/** Whoever hands in the same content meanwhile waits for its row, which is ours until the file is gone. */
async function removeOrphan(db: Database, storage: Deps['storage'], name: string): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/.test(name)) {
    await storage.remove(name);
    return true;
  }
  let isRemoved = false;
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .insertInto('blobs')
      .values({ sha256: name, size: 1, media_type: 'application/octet-stream' })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .returning('sha256')
      .executeTakeFirst();
    if (!row) return;
    await storage.remove(name);
    isRemoved = true;
    await sql`delete from blobs where sha256 = ${name}`.execute(trx);
  });
  return isRemoved;
}
