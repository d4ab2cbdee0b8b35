import { Metadata, Server } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { HttpError, NotFoundError, UnreadableError } from '#platform/errors.ts';
import { requireViewer } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { createFileHashes } from '#platform/storage/file-hashes.ts';
import { pathId } from '#platform/uuid.ts';
import { answerUpload } from './finish-upload.ts';
import { type StartResult, UploadMetadata, startUpload } from './start-upload.ts';
import { createUploadLocks } from './tus-locks.ts';
import { StagedUploads, readOffset } from './tus-store.ts';
import { uploadRate } from './upload-limits.ts';
import { findUpload, listUnfinished } from './uploads.queries.ts';

type Params = { Params: { uploadId: string } };

/** Per person: pieces of files, also small ones over a bad network. */
const pieceRate = personLimit({ max: 20_000, timeWindow: 10 * 60_000 });

/** What the protocol's own refusals mean for a person. */
const messages: Record<number, string> = {
  400: 'The upload could not be read. Choose the file again.',
  409: 'The upload has come to another place than was said. It goes on from there.',
  412: 'This address takes resumable uploads (tus 1.0.0) alone.',
  413: 'More bytes came than this upload has.',
};

/**
 * Uploads that survive lost networks, closed browsers and restarted servers, by the tus protocol (https://tus.io). The
 * protocol is `@tus/server`'s; who may send what, the bytes and what becomes of them are ours.
 */
export async function uploadRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  const hashes = createFileHashes();
  const locker = createUploadLocks(deps.pool);
  const config = { policy: 'signed-in', rateLimit: pieceRate } as const;

  /** Lets the protocol's code answer; sending is left to the route. */
  const speak = async (request: FastifyRequest, reply: FastifyReply, uploadId?: string): Promise<void> => {
    const { raw } = request;
    const hasBody = request.method === 'PATCH';
    let body: ReadableStreamDefaultController | undefined;
    let failure: unknown;
    const headers = new Headers();
    for (const [name, value] of Object.entries(raw.headers)) if (typeof value === 'string') headers.set(name, value);
    // The bytes themselves go from the connection to the disk; turned into web streams and back they take twice as long.
    const standIn = new Request(new URL(`/uploads/${uploadId ?? ''}`, deps.baseUrl), {
      method: request.method,
      headers,
      duplex: 'half',
      body: hasBody ? new ReadableStream({ start: (controller) => void (body = controller) }) : null,
    } as RequestInit);
    const store = new StagedUploads({
      deps,
      hashes,
      personId: requireViewer(request).person.id,
      body: raw,
      endBody: () => body?.close(),
    });
    const server = new Server({
      path: '/uploads',
      datastore: store,
      locker,
      maxSize: deps.maxFileBytes,
      relativeLocation: true,
      lockDrainTimeout: 50,
      namingFunction: () => uploadId ?? '',
      getFileIdFromRequest: () => uploadId,
      onResponseError: (_request, error) => {
        failure = error;
        return undefined;
      },
    });
    const response = await server.handleWeb(standIn);
    if (failure instanceof HttpError) throw failure;
    if (raw.destroyed && !raw.complete) return; // Nobody is there to hear it.
    if (failure instanceof Error) throw failure;
    for (const [name, value] of response.headers) {
      if (!name.startsWith('access-control-') && name !== 'content-length') reply.header(name, value);
    }
    if (response.status >= 400) throw new TusError(response.status);
    reply.code(response.status);
  };

  await app.register(async (uploads) => {
    // Bytes are read by whoever keeps them.
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser('*', (_request, _payload, done) => {
      done(null);
    });
    // Scripts alone speak this; whatever they say that they accept, a page is nothing to them.
    uploads.addHook('onRequest', async (request) => {
      request.headers.accept = 'application/json';
    });

    uploads.get<{ Querystring: { enrolment?: string } }>('/uploads', { config }, async (request) => {
      const personId = requireViewer(request).person.id;
      const { enrolment } = request.query;
      const enrolmentId = enrolment === undefined ? undefined : pathId(enrolment, 'work');
      const rows = await listUnfinished(deps.db, personId, enrolmentId, deps.now());
      return Promise.all(
        rows.map(async (row) => ({
          id: row.id,
          name: row.name,
          size: row.size,
          offset: await readOffset(deps, row),
          requirement: row.requirementKey,
          url: `/uploads/${row.id}`,
        })),
      );
    });

    uploads.options('/uploads', { config: { policy: 'public', asksNobody: true } }, (_request, reply) =>
      reply
        .headers({
          'tus-resumable': '1.0.0',
          'tus-version': '1.0.0',
          'tus-extension': 'creation,termination,expiration',
        })
        .header('tus-max-size', deps.maxFileBytes)
        .code(204)
        .send(),
    );

    uploads.post('/uploads', { config: { ...config, rateLimit: uploadRate } }, async (request, reply) => {
      const personId = requireViewer(request).person.id;
      const metadata = readMetadata(request.headers['upload-metadata']);
      const size = readLength(request.headers['upload-length']);
      const command = { ...metadata, personId, size, now: deps.now(), limits: deps };
      const started: StartResult = await deps.db.transaction().execute((trx) => startUpload(trx, command));
      if (!started.ok) throw started.error;
      try {
        await speak(request, reply, started.id);
      } catch (error) {
        await deps.db.deleteFrom('uploads').where('id', '=', started.id).execute();
        throw error;
      }
      return reply.send();
    });

    uploads.head<Params>('/uploads/:uploadId', { config }, async (request, reply) => {
      await ownUpload(request);
      await speak(request, reply, request.params.uploadId);
      return reply.send();
    });

    uploads.patch<Params>('/uploads/:uploadId', { config }, async (request, reply) => {
      const { uploadId } = request.params;
      if (!(await ownUpload(request)).finishedAt) await speak(request, reply, uploadId);
      if (request.raw.destroyed && !request.raw.complete) return reply.send();
      const after = await ownUpload(request);
      if (!after.finishedAt) return reply.send();
      // Also to a request that comes once more, whatever it brings.
      request.raw.resume();
      reply.header('tus-resumable', '1.0.0').header('upload-offset', String(after.size));
      return reply.code(200).send(await answerUpload(deps, after));
    });

    uploads.delete<Params>('/uploads/:uploadId', { config }, async (request, reply) => {
      await ownUpload(request);
      await speak(request, reply, request.params.uploadId);
      return reply.send();
    });
  });
  app.addHook('onClose', () => hashes.close());

  async function ownUpload(request: FastifyRequest<Params>) {
    const id = pathId(request.params.uploadId, 'upload');
    const upload = await findUpload(deps.db, requireViewer(request).person.id, id, deps.now());
    if (!upload) throw new NotFoundError('upload');
    return upload;
  }
}

/** What the protocol refuses, in words for people. */
class TusError extends HttpError {
  readonly statusCode: number;

  constructor(status: number) {
    super(messages[status] ?? 'The upload could not be taken. Choose the file again.');
    this.statusCode = status;
  }
}

function readMetadata(header: unknown) {
  try {
    const parsed = UploadMetadata.safeParse(Metadata.parse(typeof header === 'string' ? header : ''));
    if (parsed.success) return parsed.data;
  } catch {
    // Said below.
  }
  throw new UnreadableError(
    'The upload says neither what it is nor where it belongs. Load the page again, then choose the file.',
  );
}

function readLength(header: unknown): number {
  const length = typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
  if (length === undefined) throw new UnreadableError('The upload does not say how many bytes it has.');
  return length;
}
