import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { formatCaptions, parseCaptions } from '#domain/evidence/webvtt.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError, UnreadableError } from '#platform/errors.ts';
import { requireViewer, wantsJson } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { getOwnWork } from '../work/get-own-work.ts';
import { getFile } from './artifacts.queries.ts';
import { addCaptions, captionsRefusals, removeCaptions } from './captions.ts';
import { findRoom, noRoom, uploadRate } from './upload-limits.ts';

/** Most bytes of a captions file: a day of speech has fewer. */
const largestCaptions = 2_000_000;

type Route = { Params: { enrolmentId: string; artifactId: string; language: string } };

/** Captions under videos and recordings. */
export function captionsRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, storage } = deps;
  const config = { policy: 'signed-in' } as const;
  const path = '/work/:enrolmentId/artifacts/:artifactId/captions';

  app.post<Route>(path, { config: { ...config, rateLimit: uploadRate } }, async (request, reply) => {
    const { personId, enrolmentId, workspace } = await getOwnWork(db, request);
    const artifactId = pathId(request.params.artifactId, 'file');
    if (!workspace.artifacts.has(artifactId)) throw new NotFoundError('file');
    const form = await readForm(request);
    if (Buffer.byteLength(form.text) > (await findRoom(deps, personId, now()))) throw noRoom(deps.maxEarnerBytes);
    const content = await storage.receive(Readable.from([Buffer.from(form.text)]), largestCaptions * 2);
    if (content === 'too-large') throw new UnreadableError(tooLarge);
    try {
      await content.prepare();
      const captions = { language: form.language, label: form.label, content };
      const command = { personId, enrolmentId, artifactId, captions, now: now() };
      const result = await db.transaction().execute((trx) => addCaptions(trx, command));
      if (!result.ok) throw new ConflictError(captionsRefusals[result.reason]);
    } finally {
      await content.discard();
    }
    if (wantsJson(request)) return { language: form.language, label: form.label };
    return reply.redirect(`/work/${enrolmentId}/artifacts/${artifactId}`, 303);
  });

  app.post<Route>(`${path}/:language/remove`, { config }, async (request, reply) => {
    const { personId, enrolmentId } = await getOwnWork(db, request);
    const artifactId = pathId(request.params.artifactId, 'file');
    const command = { personId, enrolmentId, artifactId, language: request.params.language, now: now() };
    const result = await db.transaction().execute((trx) => removeCaptions(trx, command));
    if (!result.ok) throw new ConflictError(captionsRefusals[result.reason]);
    if (wantsJson(request)) return { removed: true };
    return reply.redirect(`/work/${enrolmentId}/artifacts/${artifactId}`, 303);
  });

  app.get<Route>('/artifacts/:artifactId/captions/:language.vtt', { config }, async (request, reply) => {
    const file = await getFile(db, requireViewer(request), pathId(request.params.artifactId, 'file'));
    const captions = await db
      .selectFrom('artifact_captions')
      .select('blob_sha256')
      .where('artifact_id', '=', file.id)
      .where('language', '=', request.params.language)
      .executeTakeFirst();
    if (!captions) throw new NotFoundError('captions file');
    return reply
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-cache')
      .type('text/vtt; charset=utf-8')
      .send(
        file.blind
          ? file.blind.say(await text(storage.read(captions.blob_sha256)))
          : storage.read(captions.blob_sha256),
      );
  });
}

const tooLarge = 'The captions are larger than 2 MB: no recording has so much to say. Choose the captions file alone.';

/** The file, its language and what to call it; refused with what to do. */
async function readForm(request: FastifyRequest): Promise<{ language: string; label: string; text: string }> {
  if (!request.isMultipart()) throw new UnreadableError('Choose a captions file (.vtt).');
  const fields: Record<string, string> = {};
  let bytes: Buffer | undefined;
  for await (const part of request.parts({ limits: { files: 1, fields: 10, fileSize: largestCaptions } })) {
    if (part.type === 'field') {
      fields[part.fieldname] = cleanText(String(part.value));
      continue;
    }
    const received = await part.toBuffer();
    if (part.file.truncated) throw new UnreadableError(tooLarge);
    if (part.filename !== '' && received.length > 0) bytes = received;
  }
  if (!bytes) throw new UnreadableError('Choose a captions file (.vtt).');
  const language = (fields.language ?? '').trim();
  if (!/^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i.test(language) || language.length > 20) {
    throw new UnreadableError('Write the language in its short form, such as en or es.');
  }
  const label = (fields.label ?? '').trim().slice(0, 100) || language;
  const parsed = parseCaptions(decode(bytes));
  if (!parsed.ok) throw new UnreadableError(`These captions can’t be used. ${parsed.message}`);
  // Written anew, so that nothing in it is more than times and words.
  return { language, label, text: formatCaptions(parsed.cues) };
}

function decode(bytes: Buffer): string {
  try {
    return cleanText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new UnreadableError('These captions can’t be used: they are not in UTF-8. Save them as WebVTT in UTF-8.');
  }
}
