import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { TooLargeError, UnreadableError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';
import { UnmeasurableError, readCellsApart } from '../artifacts/measure-apart.ts';
import { parseCsv } from '../artifacts/parse-csv.ts';
import { isBrokenOff } from '../artifacts/receive-files.ts';

/** Largest answer that is taken, in bytes: the longest batch fills a tenth of it. */
export const largestTable = 2_000_000;
const mostRows = 5000;

export type ReceivedTable = { rows: (string | null)[][]; formulas: string[]; sha256: string };

/** A posted CSV or workbook as rows of text; a workbook is taken apart in a process of its own. */
export async function receiveTable(
  request: FastifyRequest,
  { storage, sheet, heads }: { storage: Deps['storage']; sheet: string; heads: readonly string[] },
): Promise<ReceivedTable | { message: string }> {
  const missing = { message: 'Choose the file that the agency filled in.' };
  if (!request.isMultipart()) return missing;
  const part = await request.file({ limits: { fileSize: largestTable + 1, files: 1, fields: 5 } }).catch(sayBrokenOff);
  if (!part || part.filename === '') {
    part?.file.resume();
    return missing;
  }
  const content = await storage.receive(part.file, largestTable).catch(sayBrokenOff);
  if (content === 'too-large')
    throw new TooLargeError('This file is larger than any batch of ours. Nothing of it was taken.');
  try {
    const bytes = await readFile(content.path);
    const hash = sha256(bytes);
    if (bytes.subarray(0, 2).toString('latin1') !== 'PK') {
      const rows = parseCsv(readText(bytes), mostRows);
      return { rows, formulas: [], sha256: hash };
    }
    const cells = await readCellsApart(content.path, sheet, heads);
    if (!cells)
      return {
        message: `There is no sheet “${sheet}” in this file, and none with the columns ${heads.join(', ')}. Use the file of this batch.`,
      };
    return { rows: cells.rows, formulas: cells.formulas, sha256: hash };
  } catch (error) {
    if (!(error instanceof UnmeasurableError) && !(error instanceof TypeError)) throw error;
    return { message: 'This file can’t be read. Save it as Excel (.xlsx) or as CSV, and hand it in again.' };
  } finally {
    await content.discard();
  }
}

/** In UTF-8, or else as Excel on Windows writes “CSV”: Windows-1252. Throws a TypeError at what is no text. */
export function readText(bytes: Buffer): string {
  const text = isUtf8(bytes) ? new TextDecoder().decode(bytes) : readWindows1252(bytes);
  if (text.includes('\0')) throw new TypeError('a NUL in a text');
  return text;
}

/** Five bytes stand for nothing in Windows-1252; decoders let them through as controls, and no table has these. */
function readWindows1252(bytes: Buffer): string {
  if (bytes.some((byte) => [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)))
    throw new TypeError('neither UTF-8 nor Windows-1252');
  return new TextDecoder('windows-1252').decode(bytes);
}

function sayBrokenOff(error: unknown): never {
  if (!isBrokenOff(error)) throw error;
  throw new UnreadableError('The file did not arrive whole. Hand it in again.');
}
