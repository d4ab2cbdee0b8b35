import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { formatBytes, describeFileTypes, isAccepted } from '#domain/evidence/file-types.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import type { Deps } from '#platform/deps.ts';
import type { ReceivedFile } from '#platform/storage.ts';
import { UnreadableError } from '#platform/errors.ts';
import { cleanName } from './check-name.ts';
import { inspectFile } from './inspect-file.ts';

export type InspectedFile = {
  field: string;
  name: string;
  mediaType: string;
  pages: number | null;
  content: ReceivedFile;
};

export type RefusedFile = { field: string; name: string; message: string };

export type ReceivedForm = { fields: Record<string, string>; files: InspectedFile[]; refused: RefusedFile[] };

const limits = { files: 40, fields: 2000, fieldSize: 1_000_000, headerPairs: 50 };

/** Fields and files of a posted multipart form. Files wait in the storage's anteroom: keep or discard every one of them. */
export async function receiveForm(
  request: FastifyRequest,
  { storage, maxFileBytes }: Pick<Deps, 'storage' | 'maxFileBytes'>,
  requirement: Requirement,
): Promise<ReceivedForm> {
  const form: ReceivedForm = { fields: {}, files: [], refused: [] };
  const mostBytes = 'maxMegabytes' in requirement.rules ? requirement.rules.maxMegabytes * 1e6 : 0;
  const fileSize = Math.min(mostBytes, maxFileBytes);
  try {
    for await (const part of request.parts({ limits: { ...limits, fileSize } })) {
      if (part.type === 'field') {
        if (part.valueTruncated) throw new UnreadableError('One of the texts is longer than can be taken here.');
        form.fields[part.fieldname] = String(part.value);
      } else if (part.filename === '' || part.filename === undefined) {
        part.file.resume(); // A file field that was left empty.
      } else {
        await receiveFile(part, form, requirement, fileSize, storage);
      }
    }
  } catch (error) {
    await discardAll(form.files);
    throw isBrokenOff(error)
      ? new UnreadableError('What was sent broke off before it was whole. Nothing of it was kept; send it again.')
      : error;
  }
  return form;
}

/** The parser of multipart forms tells a broken one by its words alone. */
function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && /unexpected end of multipart data|boundary not found|malformed/i.test(error.message);
}

async function receiveFile(
  part: MultipartFile,
  form: ReceivedForm,
  requirement: Requirement,
  mostBytes: number,
  storage: Deps['storage'],
): Promise<void> {
  const name = cleanName(part.filename);
  const refuse = (message: string) => form.refused.push({ field: part.fieldname, name, message });
  const content = await storage.receive(part.file, mostBytes);
  // The parser cuts a file off at the limit and reads on behind it; destroying the stream would end the whole form.
  if (content === 'too-large' || part.file.truncated) {
    if (content !== 'too-large') await content.discard();
    refuse(`“${name}” is too large: a file may have up to ${formatBytes(mostBytes)} here.`);
    return;
  }
  const found = await inspectFile(content.path, name);
  const accept = 'accept' in requirement.rules ? requirement.rules.accept : [];
  if (!found.ok) refuse(found.message);
  else if (!isAccepted({ kind: 'file', mediaType: found.mediaType }, accept)) {
    refuse(`“${name}” can’t be used here: this asks for ${describeFileTypes(accept)}.`);
  } else {
    form.files.push({ field: part.fieldname, name, mediaType: found.mediaType, pages: found.pages, content });
    return;
  }
  await content.discard();
}

/** Clears the anteroom; a file that was kept is no longer in it. */
export async function discardAll(files: readonly InspectedFile[]): Promise<void> {
  await Promise.all(files.map((file) => file.content.discard()));
}
