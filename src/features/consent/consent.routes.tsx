import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { releaseKinds } from '#domain/consent/release.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { evidenceKinds } from '#domain/evidence/registry.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, safeNext, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { discardAll, receiveForm } from '../artifacts/receive-files.ts';
import { refuseUnscanned } from '../artifacts/artifacts.queries.ts';
import { sendFile } from '../artifacts/send-file.ts';
import { uploadRate } from '../artifacts/upload-limits.ts';
import { addRelease } from './add-release.ts';
import { ConsentPage } from './consent.page.tsx';
import { findRelease, listReleases, listUses } from './consent.queries.ts';
import { readRelease } from './release.form.ts';
import { NewReleasePage, ReleasePage } from './release.page.tsx';
import { withdrawRelease } from './withdraw-release.ts';

/** What a signed form may be: its rules are those of any file that is handed in. */
const signedForm: Requirement = {
  id: 'form',
  kind: 'artifact',
  title: 'Signed form',
  prompt: 'The signed form',
  rules: evidenceKinds.artifact.rules.parse({ accept: ['pdf', 'image'], maxMegabytes: 20, max: 1 }),
};

const Filter = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  kind: z.enum(releaseKinds).optional().catch(undefined),
  state: z.enum(['valid', 'soon', 'expired', 'withdrawn']).optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
});

type Route = { Params: { releaseId: string }; Querystring: Record<string, unknown> };

/** The earner’s register of releases. Nobody else opens any of it. */
export function consentRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, storage } = deps;
  const config = { policy: 'signed-in' } as const;
  const nextOf = (next: unknown) => {
    const safe = safeNext(next, '');
    return safe === '' ? undefined : safe;
  };

  app.get<Route>('/consent', { config }, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const filter = Filter.parse(request.query);
    if (filter.q !== undefined) filter.q = cleanText(filter.q);
    const found = await listReleases(db, personId, filter, now());
    return sendPage(reply, 200, <ConsentPage context={pageContext(request, deps)} {...found} filter={filter} />);
  });

  app.get<Route>('/consent/releases/new', { config }, async (request, reply) =>
    sendPage(reply, 200, <NewReleasePage context={pageContext(request, deps)} next={nextOf(request.query.next)} />),
  );

  app.post('/consent/releases', { config: { ...config, rateLimit: uploadRate } }, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const form = request.isMultipart()
      ? await receiveForm(request, deps, signedForm)
      : { fields: textFields(request.body), files: [], refused: [] };
    try {
      const next = nextOf(form.fields.next);
      const read = readRelease(form.fields, now());
      const errors = [
        ...(read.ok ? [] : read.errors),
        ...form.refused.map(({ message }) => ({ field: 'form', message })),
        ...(!read.ok && form.files.length > 0 ? [{ field: 'form', message: 'Choose the signed form again' }] : []),
      ];
      if (!read.ok || errors.length > 0) {
        const page = (
          <NewReleasePage context={pageContext(request, deps)} next={next} typed={form.fields} errors={errors} />
        );
        return await sendPage(reply, 422, page);
      }
      const command = { personId, release: read.release, form: form.files[0], now: now() };
      const id = await db.transaction().execute((trx) => addRelease(trx, command));
      const query = new URLSearchParams({ added: '1', ...(next && { next }) });
      return await reply.redirect(`/consent/releases/${id}?${query.toString()}`, 303);
    } finally {
      await discardAll(form.files);
    }
  });

  app.get<Route>('/consent/releases/:releaseId', { config }, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const release = await findRelease(db, personId, pathId(request.params.releaseId, 'release'));
    if (!release) throw new NotFoundError('release');
    const uses = await listUses(db, personId, release.id);
    const { added, next } = request.query;
    const props = { context: pageContext(request, deps), release, uses, isNew: added === '1', next: nextOf(next) };
    return sendPage(reply, 200, <ReleasePage {...props} />);
  });

  app.get<Route>('/consent/releases/:releaseId/form', { config, compress: false }, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const release = await findRelease(db, personId, pathId(request.params.releaseId, 'release'));
    const blob =
      release?.form &&
      (await db
        .selectFrom('blobs')
        .leftJoin('blob_facts', 'blob_facts.blob_sha256', 'blobs.sha256')
        .select(['blobs.size', 'blobs.media_type as mediaType', 'blob_facts.scan'])
        .where('blobs.sha256', '=', release.form.sha256)
        .executeTakeFirst());
    if (!release?.form || !blob) throw new NotFoundError('form');
    refuseUnscanned(blob.scan);
    return sendFile(request, reply, storage, { ...release.form, ...blob });
  });

  app.post<Route>('/consent/releases/:releaseId/withdraw', { config }, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const releaseId = pathId(request.params.releaseId, 'release');
    await db.transaction().execute((trx) => withdrawRelease(trx, { personId, releaseId, now: now() }));
    return reply.redirect(`/consent/releases/${releaseId}`, 303);
  });
}
