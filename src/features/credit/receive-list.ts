import { readFile } from 'node:fs/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { rowsText } from '#domain/credit/attendance.ts';
import type { Deps } from '#platform/deps.ts';
import { UnreadableError } from '#platform/errors.ts';
import { readTable } from '../artifacts/read-table.ts';
import { isBrokenOff } from '../artifacts/receive-files.ts';

/** Largest list that is taken, in bytes of its text: five hundred people fill a third of it. */
export const largestList = 100_000;
/** Largest workbook: it holds more than the list, and is unpacked under limits of its own. */
const largestWorkbook = 1_000_000;

const attendanceSheet = 'Attendance';

export type PostedList =
  /** `formulas`: the cells of a workbook that reckon instead of saying. */
  | { ok: true; fields: Record<string, string>; formulas: readonly string[] }
  | { ok: false; fields: Record<string, string>; message: string };

type Refused = { message: string };

/**
 * The fields of a posted multipart form; a file in it, CSV or a workbook, takes the place of the field “list”. Nothing is kept but
 * its text.
 */
export async function receiveList(request: FastifyRequest, { storage }: Pick<Deps, 'storage'>): Promise<PostedList> {
  const fields: Record<string, string> = {};
  let file: { list: string; formulas: readonly string[] } | Refused | undefined;
  try {
    const limits = { files: 1, fields: 30, fieldSize: 2 * largestList, fileSize: largestWorkbook };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') {
        file = (await readPart(part, storage)) ?? file;
        continue;
      }
      if (part.valueTruncated) throw new UnreadableError('One of the texts is longer than can be taken here.');
      fields[part.fieldname] = String(part.value);
    }
  } catch (error) {
    if (!isBrokenOff(error)) throw error;
    throw new UnreadableError('The list did not arrive whole. Send it again.');
  }
  if (!file) return { ok: true, fields, formulas: [] };
  if ('message' in file) return { ok: false, fields, ...file };
  return { ok: true, fields: { ...fields, list: file.list }, formulas: file.formulas };
}

/** Nothing where the field was left empty. */
async function readPart(
  part: MultipartFile,
  storage: Deps['storage'],
): Promise<{ list: string; formulas: readonly string[] } | Refused | undefined> {
  if (part.filename === '') {
    part.file.resume();
    return undefined;
  }
  const tooLarge = { message: 'This file is larger than any list that is taken here. Enter it in parts' };
  const content = await storage.receive(part.file, largestWorkbook);
  if (content === 'too-large') return tooLarge;
  try {
    if (part.file.truncated) return tooLarge;
    if (content.size === 0) return undefined;
    const table = await readTable(content.path, await readFile(content.path), {
      ...{ sheet: attendanceSheet, heads: ['E-mail'] },
    });
    if (table === 'unreadable')
      return { message: 'This can’t be read. Save the list as Excel (.xlsx) or as CSV, and choose it again' };
    if (table === 'no-sheet')
      return {
        message: `There are several sheets in this file. Name that of the list “${attendanceSheet}”, or keep it alone`,
      };
    const [list, formulas] = 'text' in table ? [table.text, []] : [rowsText(table.rows), table.formulas];
    return Buffer.byteLength(list) > largestList ? tooLarge : { list, formulas };
  } finally {
    await content.discard();
  }
}
