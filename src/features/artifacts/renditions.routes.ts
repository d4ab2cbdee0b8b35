import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { describeFlags } from '#domain/evidence/file-flags.ts';
import { isStrippable } from '#domain/evidence/strippable.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError, UnreadableError } from '#platform/errors.ts';
import { requireViewer, wantsJson } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import { getOwnWork } from '../work/get-own-work.ts';
import { listAdded } from './added-artifacts.ts';
import { getFile } from './artifacts.queries.ts';
import { cleanArtifact, cleanRefusals } from './clean-artifact.ts';
import { inspectBlob } from './inspect-blob.ts';
import { UnmeasurableError, readTableApart } from './measure-apart.ts';
import { findRendition } from './renditions.ts';
import { sendFile } from './send-file.ts';
import { uploadRate } from './upload-limits.ts';

type Route = {
  Params: { enrolmentId: string; artifactId: string };
  Querystring: { sheet?: unknown; from?: unknown };
};

/** Each reads a file from its beginning: far more than anybody turns pages. */
const readRate = personLimit({ max: 300, timeWindow: 10 * 60_000 });

/** A file in other forms: as a PDF, as text, as a table, what is known of it, and without what it says of its maker. */
export function renditionRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, storage, now } = deps;
  const config = { policy: 'signed-in' } as const;
  const open = (request: FastifyRequest<Route>) =>
    getFile(db, requireViewer(request), pathId(request.params.artifactId, 'file'));

  app.get<Route>('/artifacts/:artifactId/rendition', { config }, async (request, reply) => {
    const { state, progress, problem } = await findRendition(deps, await open(request));
    return sendFresh(reply, { state, progress, problem });
  });

  app.get<Route>('/artifacts/:artifactId/rendition.pdf', { config, compress: false }, async (request, reply) => {
    const file = await open(request);
    const { state, sha256 } = await findRendition(deps, file);
    const pdf = sha256 === null ? undefined : await findBlob(sha256);
    if (state !== 'done' || !pdf) throw new NotFoundError('PDF');
    const name = file.name.replace(/\.[a-z0-9]{1,6}$/i, '') + '.pdf';
    return sendFile(request, reply, storage, { name, ...pdf });
  });

  app.get<Route>(
    '/artifacts/:artifactId/text',
    { config: { ...config, rateLimit: readRate } },
    async (request, reply) => {
      const file = await open(request);
      const text = (await findFacts(file.sha256))?.body_text ?? '';
      return reply
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, no-cache')
        .type('text/plain; charset=utf-8')
        .send(text);
    },
  );

  app.get<Route>(
    '/artifacts/:artifactId/table',
    { config: { ...config, rateLimit: readRate } },
    async (request, reply) => {
      const file = await open(request);
      const { sheet, from } = request.query;
      if (!/spreadsheet|^text\/csv$/.test(file.mediaType)) {
        return sendFresh(reply, { sheet: '', sheets: [], from: 1, rows: [] });
      }
      const local = await storage.openLocally(file.sha256);
      try {
        const part = {
          sheet: typeof sheet === 'string' ? sheet.replaceAll('\0', '').slice(0, 200) : '',
          from: readRow(from),
        };
        return await sendFresh(reply, await readTableApart(local.path, file.mediaType, part));
      } catch (error) {
        if (!(error instanceof UnmeasurableError)) throw error;
        throw new UnreadableError('This table is too large to be shown here, or damaged. Download it to see it.');
      } finally {
        await local.done();
      }
    },
  );

  app.get<Route>(
    '/artifacts/:artifactId/facts',
    { config: { ...config, rateLimit: readRate } },
    async (request, reply) => {
      const file = await open(request);
      const facts = await findFacts(file.sha256);
      return sendFresh(reply, {
        mediaType: file.mediaType,
        pages: file.pages,
        measure: facts?.measure ?? {},
        metadata: file.blind ? [] : (facts?.metadata ?? []),
        flags: facts?.flags ?? [],
        warnings: describeFlags(facts?.flags ?? []),
        scan: facts?.scan ?? 'none',
        canClean: !file.blind && isStrippable(file.mediaType),
      });
    },
  );

  app.post<Route>(
    '/work/:enrolmentId/artifacts/:artifactId/clean',
    { config: { ...config, rateLimit: uploadRate } },
    async (request, reply) => {
      const own = await getOwnWork(db, request);
      const artifactId = pathId(request.params.artifactId, 'file');
      if (!own.workspace.artifacts.has(artifactId)) throw new NotFoundError('file');
      const file = await getFile(db, requireViewer(request), artifactId);
      const { personId, enrolmentId } = own;
      const result = await cleanArtifact(deps, { personId, enrolmentId, artifactId, file, now: now() });
      if (!result.ok) throw new ConflictError(cleanRefusals[result.reason]);
      if (wantsJson(request)) return { added: await listAdded(db, own, [result.id]), refused: [] };
      return reply.redirect(`/work/${enrolmentId}/artifacts/${result.id}?replaced=1`, 303);
    },
  );

  /** What is known of a content; found out now where the job has not come to it yet. */
  async function findFacts(sha256: string) {
    const read = () => db.selectFrom('blob_facts').selectAll().where('blob_sha256', '=', sha256).executeTakeFirst();
    const facts = await read();
    if (facts && facts.body_text !== null) return facts;
    await inspectBlob(deps, sha256);
    return read();
  }

  async function findBlob(sha256: string) {
    return db
      .selectFrom('blobs')
      .select(['sha256', 'size', 'media_type as mediaType'])
      .where('sha256', '=', sha256)
      .executeTakeFirst();
  }
}

/** What may be otherwise in a moment. */
function sendFresh(reply: FastifyReply, content: unknown): FastifyReply {
  return reply.header('cache-control', 'private, no-store').send(content);
}

/** A row’s number; the first where it is none. */
function readRow(from: unknown): number {
  const row = typeof from === 'string' && /^\d{1,7}$/.test(from) ? Number(from) : 1;
  return Math.max(1, row);
}
