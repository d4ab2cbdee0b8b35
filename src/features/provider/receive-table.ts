import { readFile } from 'node:fs/promises';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { TooLargeError, UnreadableError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';
import { parseCsv } from '../artifacts/parse-csv.ts';
import { readTable } from '../artifacts/read-table.ts';
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
    const table = await readTable(content.path, bytes, { sheet, heads });
    if (table === 'unreadable')
      return { message: 'This file can’t be read. Save it as Excel (.xlsx) or as CSV, and hand it in again.' };
    if (table === 'no-sheet')
      return {
        message: `There is no sheet “${sheet}” in this file, and none with the columns ${heads.join(', ')}. Use the file of this batch.`,
      };
    const { rows, formulas } = 'text' in table ? { rows: parseCsv(table.text, mostRows), formulas: [] } : table;
    return { rows, formulas, sha256: hash };
  } finally {
    await content.discard();
  }
}

function sayBrokenOff(error: unknown): never {
  if (!isBrokenOff(error)) throw error;
  throw new UnreadableError('The file did not arrive whole. Hand it in again.');
}
