import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Viewer } from '#domain/access/viewer.ts';
import { blindName } from '#domain/assessment/blind-name.ts';
import type { Deps } from '#platform/deps.ts';
import { attemptPdf } from '../attempts/attempt-pdf.ts';
import { findCaptionSizes, findShownAttempt } from '../attempts/attempts.queries.ts';
import { safeName } from '../attempts/pack-names.ts';
import { type Pack, writePack } from '../attempts/write-pack.ts';
import type { Scoring } from '../desk/desk.queries.ts';
import { writeSheet } from './write-sheet.ts';

export type OfflinePack = { content: Readable; stop(): void };

/**
 * A ZIP to work from without this site: the scoring sheet, and of each attempt the evidence pack as its assessor may see it.
 * The packs are made one after another as they are sent.
 */
export async function exportPack(
  { db, storage, log, baseUrl }: Pick<Deps, 'db' | 'storage' | 'log' | 'baseUrl'>,
  viewer: Viewer,
  scorings: readonly Scoring[],
): Promise<OfflinePack> {
  const zip = new ZipFile();
  const content = zip.outputStream as Readable;
  let current: Pack | undefined;
  const fail = (error: unknown) => {
    log.error({ err: error }, 'a pack for working offline broke off');
    content.destroy(error instanceof Error ? error : new Error(String(error)));
  };
  zip.on('error', fail);
  zip.addBuffer(await writeSheet(scorings), 'scoring.xlsx');
  for (const scoring of scorings) {
    const name = safeName(`${scoring.definition.slug}-attempt-${scoring.number}-${blindName(scoring.attemptId)}`);
    const shown = await findShownAttempt(db, viewer, scoring.attemptId, baseUrl);
    if (!shown || shown.hasHiddenTexts) {
      zip.addBuffer(Buffer.from(leftOut), `packs/${name}.txt`);
      continue;
    }
    const { attempt, hidden } = shown;
    const makePack = async () =>
      writePack(attempt, {
        ...{ storage, hidden, pdf: attemptPdf(attempt), captions: await findCaptionSizes(db, attempt) },
        onError: (err) => {
          log.error({ err, attempt: attempt.id }, 'an evidence pack broke off');
        },
      });
    zip.addReadStreamLazy(`packs/${name}.zip`, { compress: false }, (send) => {
      makePack().then(
        (pack) => {
          current = pack;
          pack.content.once('error', fail);
          send(null, pack.content);
        },
        (error: unknown) => {
          fail(error);
        },
      );
    });
  }
  zip.end();
  return {
    content,
    stop() {
      current?.stop();
      content.destroy();
    },
  };
}

const leftOut =
  'A text of this attempt is hidden for privacy, so its pack can’t be taken away until that is settled. Its look-fors stand in the sheet.\n';
