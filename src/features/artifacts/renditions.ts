import { createReadStream } from 'node:fs';
import { endings } from '#domain/evidence/file-endings.ts';
import type { Database, Trx } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { addJob } from '#platform/jobs.ts';
import { ConversionError } from '#platform/office-converter.ts';
import { insertBlob } from './insert-blob.ts';
import { recordFacts } from './blob-facts.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'convert-to-pdf': { sha256: string };
  }
}

/** How the PDF of a document is coming along; 'failed' where there will be none, and its text must do. */
export type Rendition = {
  state: 'waiting' | 'working' | 'done' | 'failed';
  /** Per cent. */
  progress: number;
  sha256: string | null;
  /** Why there is none, for people. */
  problem: string | null;
};

const largestPdf = 1_000_000_000;

/** What is shown as a PDF that is none itself. */
export function isConvertible(mediaType: string): boolean {
  return /wordprocessingml|presentationml|opendocument\.(text|presentation)|^application\/rtf$/.test(mediaType);
}

/** The PDF of a content, which is asked for when somebody first wants to see it. */
export async function findRendition(
  { db, office }: Pick<Deps, 'db' | 'office'>,
  { sha256, mediaType }: { sha256: string; mediaType: string },
): Promise<Rendition> {
  if (mediaType === 'application/pdf') return { state: 'done', progress: 100, sha256, problem: null };
  if (!isConvertible(mediaType)) return none('There is no PDF of this kind of file.');
  const found = await readRendition(db, sha256);
  if (found) return found;
  if (!office) return none('Documents are not turned into pages here. Read its text below, or download it.');
  await db.transaction().execute((trx) => askForRendition(trx, sha256));
  return (await readRendition(db, sha256)) ?? none('');
}

function none(problem: string): Rendition {
  return { state: 'failed', progress: 0, sha256: null, problem };
}

async function readRendition(db: Database, sha256: string): Promise<Rendition | undefined> {
  return db
    .selectFrom('renditions')
    .select(['state', 'progress', 'rendition_sha256 as sha256', 'problem'])
    .where('blob_sha256', '=', sha256)
    .where('kind', '=', 'pdf')
    .executeTakeFirst();
}

async function askForRendition(trx: Trx, sha256: string): Promise<void> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('renditions')
    .values({ blob_sha256: sha256, kind: 'pdf' })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows) await addJob(trx, 'convert-to-pdf', { sha256 }, `convert-to-pdf:${sha256}`);
}

/** Makes the PDF. LibreOffice tells nothing while it works, so the steps are: taken up, converted, kept. */
export async function convertToPdf(
  { db, storage, office }: Pick<Deps, 'db' | 'storage' | 'office'>,
  sha256: string,
): Promise<void> {
  const row = await db
    .selectFrom('renditions as r')
    .innerJoin('blobs as b', 'b.sha256', 'r.blob_sha256')
    .select(['r.state', 'b.media_type'])
    .where('r.blob_sha256', '=', sha256)
    .where('r.kind', '=', 'pdf')
    .executeTakeFirst();
  if (!row || row.state === 'done' || row.state === 'failed') return;
  if (!office) {
    await setRendition(db, sha256, { state: 'failed', problem: 'Documents are not turned into pages here.' });
    return;
  }
  await setRendition(db, sha256, { state: 'working', progress: 10 });
  const local = await storage.openLocally(sha256);
  try {
    await office.toPdf(local.path, endingFor(row.media_type), async (path) => {
      await setRendition(db, sha256, { state: 'working', progress: 80 });
      const pdf = await storage.receive(createReadStream(path), largestPdf);
      if (pdf === 'too-large') throw new ConversionError('Its PDF would be too large.');
      try {
        await pdf.prepare();
        await db.transaction().execute(async (trx) => {
          await insertBlob(trx, { ...pdf, mediaType: 'application/pdf' });
          // Made here from what has been looked at, so it is not looked at again.
          await recordFacts(trx, pdf.sha256, { measure: {}, metadata: [], flags: [], scan: 'none' });
          await setRendition(trx, sha256, { state: 'done', progress: 100, rendition_sha256: pdf.sha256 });
          await pdf.keep();
        });
      } finally {
        await pdf.discard();
      }
    });
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    await setRendition(db, sha256, { state: 'failed', problem: error.message });
  } finally {
    await local.done();
  }
}

type NewState = {
  state: 'working' | 'done' | 'failed';
  progress?: number;
  problem?: string;
  rendition_sha256?: string;
};

/** What another run of the job has come to meanwhile stays. */
async function setRendition(db: Database | Trx, sha256: string, change: NewState): Promise<void> {
  await db
    .updateTable('renditions')
    .set({ ...change, updated_at: new Date() })
    .where('blob_sha256', '=', sha256)
    .where('kind', '=', 'pdf')
    .where('state', 'not in', ['done', 'failed'])
    .execute();
}

/** The ending by which LibreOffice knows what it opens. */
function endingFor(mediaType: string): string {
  return Object.keys(endings).find((ending) => endings[ending]?.[0] === mediaType) ?? 'bin';
}
