import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Database } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { listReferences, nothingRefersTo } from './references.ts';

/** How long a removal can be undone, in days. */
const daysToUndo = 90;
/** A content that nothing refers to stays for so long, so that one that is just being handed in never goes, in hours. */
export const graceHours = 24;
/** Rows that are looked at in one go. */
const batch = 500;

type CollectDeps = Pick<Deps, 'db' | 'storage' | 'now' | 'log'>;

/** Lets go of artifacts that were removed long ago, and then of contents that nothing refers to. */
export async function collectFiles(deps: CollectDeps): Promise<{ artifacts: number; contents: number }> {
  return { artifacts: await repeat(() => collectArtifacts(deps)), contents: await repeat(() => collectContents(deps)) };
}

/** Again as long as a whole batch went: more may come of age in a day than fit into one. */
async function repeat(collect: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let last = batch; last >= batch; total += last) last = await collect();
  return total;
}

/**
 * An artifact goes 90 days after it was removed, unless an attempt, another version, a comment or whatever else refers to
 * it, or unless the draft as it is now, or any state of it that was saved in these 90 days, still names it. Restoring an
 * older state than that brings its texts back without the file.
 */
async function collectArtifacts({ db, now, log }: CollectDeps): Promise<number> {
  const cutoff = new Date(now().getTime() - daysToUndo * 24 * 3600_000);
  const references = await listReferences(db, 'artifacts');
  const candidates = await db
    .selectFrom('artifacts as a')
    .select(['a.id', 'a.enrolment_id'])
    .where('a.removed_at', '<', cutoff)
    .where(nothingRefersTo(references, 'a.id'))
    .where(
      sql<boolean>`not exists (
        select 1 from evidence_items i where i.enrolment_id = a.enrolment_id and position(a.id::text in i.data::text) > 0
      ) and not exists (
        select 1 from evidence_items i join evidence_history h on h.evidence_item_id = i.id
        where i.enrolment_id = a.enrolment_id and h.saved_at > ${cutoff} and position(a.id::text in h.data::text) > 0
      )`,
    )
    .orderBy('a.removed_at')
    .limit(batch)
    .execute();
  let collected = 0;
  for (const { id, enrolment_id } of candidates) {
    try {
      if (await removeArtifactRow(db, id, enrolment_id, cutoff)) collected += 1;
    } catch (error) {
      // Something came to refer to it meanwhile, and the database says so.
      log.info({ err: error, artifact: id }, 'a removed artifact stays');
    }
  }
  return collected;
}

async function removeArtifactRow(db: Database, id: string, enrolmentId: string, cutoff: Date): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // Whoever undoes the removal, or saves a draft, has the enrolment first.
    await trx.selectFrom('enrolments').select('id').where('id', '=', enrolmentId).forUpdate().execute();
    const gone = await trx
      .deleteFrom('artifacts')
      .where('id', '=', id)
      .where('removed_at', '<', cutoff)
      .returning(['issuer_id', 'name', 'blob_sha256'])
      .executeTakeFirst();
    if (!gone) return false;
    await audit(trx, {
      issuerId: gone.issuer_id,
      actorId: null,
      action: 'artifact.collected',
      subject: { type: 'artifact', id },
      details: { name: gone.name, sha256: gone.blob_sha256 },
    });
    return true;
  });
}

async function collectContents({ db, storage, now, log }: CollectDeps): Promise<number> {
  const cutoff = new Date(now().getTime() - graceHours * 3600_000);
  const references = await listReferences(db, 'blobs');
  const candidates = await db
    .selectFrom('blobs as b')
    .select('b.sha256')
    .where('b.created_at', '<', cutoff)
    .where(nothingRefersTo(references, 'b.sha256'))
    .limit(batch)
    .execute();
  let collected = 0;
  for (const { sha256 } of candidates) {
    try {
      if (await removeContent(db, storage, sha256)) collected += 1;
    } catch (error) {
      log.warn({ err: error, sha256 }, 'a content that nothing refers to could not be removed');
    }
  }
  return collected;
}

/**
 * The row is locked before the content goes and until it is gone: who hands in the same content meanwhile waits at the row
 * (`insertBlob`), and then keeps the content anew. A row that something refers to can’t be deleted, whatever was found before.
 */
async function removeContent(db: Database, storage: Deps['storage'], sha256: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql`select 1 from blobs where sha256 = ${sha256} for update skip locked`.execute(trx);
    if (rows.length === 0) return false;
    await trx.deleteFrom('blobs').where('sha256', '=', sha256).execute();
    // Foreign keys speak at the delete itself: from here on nothing refers to it.
    await storage.remove(sha256);
    return true;
  });
}
