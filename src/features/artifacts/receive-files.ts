import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { formatBytes, describeFileTypes, isAccepted } from '#domain/evidence/file-types.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import type { Deps } from '#platform/deps.ts';
import type { ReceivedFile } from '#platform/storage.ts';
import { TooLargeError, UnreadableError } from '#platform/errors.ts';
import { requireViewer } from '#platform/http.ts';
import type { BlobFacts } from './blob-facts.ts';
import { cleanName } from './check-name.ts';
import { inspectFile } from './inspect-file.ts';
import { findRoom, holdRoom, noRoom } from './upload-limits.ts';

export type InspectedFile = {
  field: string;
  name: string;
  mediaType: string;
  pages: number | null;
  facts: BlobFacts;
  content: ReceivedFile;
};

export type RefusedFile = { field: string; name: string; message: string };

export type ReceivedForm = { fields: Record<string, string>; files: InspectedFile[]; refused: RefusedFile[] };

const limits = { files: 40, fields: 2000, fieldSize: 1_000_000, headerPairs: 50 };
/** Most that all texts of a form may have together, in bytes. */
const mostText = 5_000_000;

/** Fields and files of a posted multipart form. Files wait in the storage's anteroom: keep or discard every one of them. */
export async function receiveForm(
  request: FastifyRequest,
  deps: Pick<Deps, 'storage' | 'maxFileBytes' | 'db' | 'maxEarnerBytes' | 'scanner' | 'now'>,
  requirement: Requirement,
): Promise<ReceivedForm> {
  const form: ReceivedForm = { fields: {}, files: [], refused: [] };
  const mostBytes = 'maxMegabytes' in requirement.rules ? requirement.rules.maxMegabytes * 1e6 : 0;
  const fileSize = Math.min(mostBytes, deps.maxFileBytes);
  const announced = announcedBytes(request);
  if (announced !== undefined && announced > limits.files * fileSize + mostText) {
    throw new TooLargeError('This is more than can be taken at once. Nothing of it was kept; send less at a time.');
  }
  const personId = requireViewer(request).person.id;
  const room = await findRoom(deps, personId, deps.now());
  const letGo = holdRoom(personId, Math.min(announced ?? fileSize, room));
  let text = 0;
  let left = room;
  try {
    // The parser takes 0 for no limit.
    for await (const part of request.parts({
      limits: { ...limits, fileSize: Math.max(1, Math.min(fileSize, room)) },
    })) {
      if (part.type === 'field') {
        if (part.valueTruncated) throw new UnreadableError('One of the texts is longer than can be taken here.');
        const value = String(part.value);
        text += Buffer.byteLength(value);
        if (text > mostText) throw new TooLargeError('The texts of this form are longer than can be taken at once.');
        form.fields[part.fieldname] = value;
      } else if (part.filename === '' || part.filename === undefined) {
        part.file.resume(); // A file field that was left empty.
      } else {
        left -= await receiveFile(part, form, requirement, { fileSize, room: left }, deps);
      }
    }
  } catch (error) {
    await discardAll(form.files);
    throw isBrokenOff(error)
      ? new UnreadableError('What was sent broke off before it was whole. Nothing of it was kept; send it again.')
      : error;
  } finally {
    letGo();
  }
  return form;
}

/** The parser of multipart forms tells a broken one by its words alone. */
export function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && /unexpected end of multipart data|boundary not found|malformed/i.test(error.message);
}

/** How many bytes a request says that it has; `undefined` when it doesn't. */
export function announcedBytes(request: FastifyRequest): number | undefined {
  const length = request.headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

/** Takes one file of a form, or refuses it; how much of the room it takes up. */
async function receiveFile(
  part: MultipartFile,
  form: ReceivedForm,
  requirement: Requirement,
  { fileSize, room }: { fileSize: number; room: number },
  { storage, maxEarnerBytes, scanner }: Pick<Deps, 'storage' | 'maxEarnerBytes' | 'scanner'>,
): Promise<number> {
  const name = cleanName(part.filename);
  const refuse = (message: string) => {
    form.refused.push({ field: part.fieldname, name, message });
    return 0;
  };
  const content = await storage.receive(part.file, fileSize);
  // The parser cuts a file off at the limit and reads on behind it; destroying the stream would end the whole form.
  if (content === 'too-large' || part.file.truncated || content.size > room) {
    if (content !== 'too-large') await content.discard();
    if (room < fileSize) return refuse(`“${name}”: ${noRoom(maxEarnerBytes).message}`);
    return refuse(`“${name}” is too large: a file may have up to ${formatBytes(fileSize)} here.`);
  }
  const found = await inspectFile(content.path, name, { scanner }).catch(async (error: unknown) => {
    await content.discard();
    throw error;
  });
  const accept = 'accept' in requirement.rules ? requirement.rules.accept : [];
  if (!found.ok) refuse(found.message);
  else if (!isAccepted({ kind: 'file', mediaType: found.mediaType }, accept)) {
    refuse(`“${name}” can’t be used here: this asks for ${describeFileTypes(accept)}.`);
  } else {
    const { mediaType, pages, facts } = found;
    form.files.push({ field: part.fieldname, name, mediaType, pages, facts, content });
    await content.prepare();
    return content.size;
  }
  await content.discard();
  return 0;
}

/** Clears the anteroom; a file that was kept is no longer in it. */
export async function discardAll(files: readonly InspectedFile[]): Promise<void> {
  await Promise.all(files.map((file) => file.content.discard()));
}
