import { readFile, stat } from 'node:fs/promises';
import { measureApart as measureInProgram } from '../../src/features/artifacts/measure-apart.ts';
import type { Measured } from '../../src/features/artifacts/measured.ts';
import { isOwnFile } from './own-files.ts';

export {
  UnmeasurableError,
  largestStripped,
  readCellsApart,
  readTableApart,
  stripPdfApart,
} from '../../src/features/artifacts/measure-apart.ts';

const largest = 100_000;

/**
 * Takes the place of `measure-apart.ts` where the program asks for it in a test (vitest.config.ts): a small PDF that the tests
 * have made themselves is read here, since to start a program for it costs more than most tests. All else is read apart.
 */
export async function measureApart(path: string, mediaType: string): Promise<Measured> {
  const isSmallPdf = mediaType === 'application/pdf' && (await stat(path)).size <= largest;
  if (!isSmallPdf || !isOwnFile(await readFile(path))) return measureInProgram(path, mediaType);
  const { measurePdf } = await import('../../src/features/artifacts/measure-pdf.ts');
  return JSON.parse(JSON.stringify(await measurePdf(path))) as Measured;
}
