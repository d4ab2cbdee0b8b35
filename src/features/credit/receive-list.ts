import type { FastifyRequest } from 'fastify';
import { UnreadableError } from '#platform/errors.ts';
import { isBrokenOff } from '../artifacts/receive-files.ts';

/** Largest list that is taken, in bytes: five hundred people fill a third of it. */
export const largestList = 100_000;

export type PostedList =
  { ok: true; fields: Record<string, string> } | { ok: false; fields: Record<string, string>; message: string };

/** The fields of a posted multipart form; a file in it takes the place of the field “list”. Nothing is kept but its text. */
export async function receiveList(request: FastifyRequest): Promise<PostedList> {
  const fields: Record<string, string> = {};
  let list: string | undefined;
  let message: string | undefined;
  try {
    const limits = { files: 1, fields: 30, fieldSize: 2 * largestList, fileSize: largestList };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') {
        fields[part.fieldname] = String(part.value);
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of part.file) chunks.push(chunk as Buffer);
      if (part.filename === '' || chunks.length === 0) continue;
      const read = part.file.truncated ? 'too-large' : readText(Buffer.concat(chunks));
      if (read === 'too-large') message = 'This file is larger than any list that is taken here. Enter it in parts';
      else if (read === undefined) message = 'This is no text. Save the list as CSV in UTF-8, and choose it again';
      else list = read;
    }
  } catch (error) {
    if (!isBrokenOff(error)) throw error;
    throw new UnreadableError('The list did not arrive whole. Send it again.');
  }
  if (message !== undefined) return { ok: false, fields, message };
  return { ok: true, fields: list === undefined ? fields : { ...fields, list } };
}

function readText(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
