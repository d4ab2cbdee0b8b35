import type { FastifyInstance } from 'fastify';
import { findRequirement } from '#domain/definition/outline.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { openKeys } from '#domain/attempt/progress.ts';
import { ConflictError, NotFoundError, UnreadableError } from '#platform/errors.ts';
import { requireViewer, textFields, wantsJson } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { type Workspace, findWorkspace } from '../work/workspace.queries.ts';
import { type AddRefusal, addArtifacts, addRefusals, mostArtifacts, readLink } from './add-artifacts.ts';
import { listAdded } from './added-artifacts.ts';
import { getFile } from './artifacts.queries.ts';
import { captionsRoutes } from './captions.routes.ts';
import { fileRoutes } from './file.routes.tsx';
import { announcedBytes, discardAll, receiveForm } from './receive-files.ts';
import { renditionRoutes } from './renditions.routes.ts';
import { removeArtifact, removeRefusals } from './remove-artifact.ts';
import { reuseRoutes } from './reuse.routes.tsx';
import { sendFile } from './send-file.ts';
import { findRoom, noRoom, uploadRate } from './upload-limits.ts';

/** What a form has around its files, in bytes, at most. */
const formOverhead = 100_000;

type Params = { Params: { enrolmentId: string; artifactId: string } };

/** Handing in files and links, taking them out, and opening them. */
export function artifactRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, storage } = deps;
  const config = { policy: 'signed-in' } as const;
  fileRoutes(app, deps);
  renditionRoutes(app, deps);
  captionsRoutes(app, deps);
  reuseRoutes(app, deps);

  app.post<Params & { Querystring: { requirement?: string } }>(
    '/work/:enrolmentId/artifacts',
    { config: { ...config, rateLimit: uploadRate } },
    async (request, reply) => {
      const personId = requireViewer(request).person.id;
      const enrolmentId = pathId(request.params.enrolmentId, 'work');
      const workspace = await findWorkspace(db, personId, enrolmentId);
      const requirement = workspace && findRequirement(workspace.definition, String(request.query.requirement));
      if (!requirement) throw new NotFoundError('requirement');
      // What is known before a byte has come need not be sent in vain.
      const refusal = refusalOf(workspace, requirement.id);
      if (refusal) throw new ConflictError(addRefusals[refusal]);
      if (
        request.isMultipart() &&
        (announcedBytes(request) ?? 0) > (await findRoom(deps, personId, now())) + formOverhead
      ) {
        throw noRoom(deps.maxEarnerBytes);
      }

      const form = request.isMultipart()
        ? await receiveForm(request, deps, requirement)
        : { fields: textFields(request.body), files: [], refused: [] };
      try {
        const refused = form.refused.map(({ name, message }) => ({ name, message }));
        const url = cleanText(form.fields['link.url'] ?? '');
        const isLink = form.fields['link.url'] !== undefined;
        const link = isLink ? readLink(url, cleanText(form.fields['link.name'] ?? ''), requirement) : undefined;
        if (link && !link.ok) refused.push({ name: url, message: link.message });
        if (form.files.length === 0 && refused.length === 0 && !link) {
          throw new UnreadableError('Choose a file, or write the address of a link.');
        }
        const links = link?.ok ? [link.link] : [];
        const command = { personId, enrolmentId, requirementKey: requirement.id, now: now() };
        const result = await db
          .transaction()
          .execute((trx) => addArtifacts(trx, { ...command, files: form.files, links }));
        if (!result.ok) throw new ConflictError(addRefusals[result.reason]);

        if (!wantsJson(request)) {
          if (refused.length > 0) throw new UnreadableError(refused.map(({ message }) => message).join(' '));
          return await reply.redirect(`/work/${enrolmentId}/requirements/${requirement.id}?saved=1`, 303);
        }
        const added = await listAdded(db, command, result.ids);
        return await reply.code(added.length > 0 ? 200 : 422).send({ added, refused });
      } finally {
        await discardAll(form.files);
      }
    },
  );

  app.post<Params>('/work/:enrolmentId/artifacts/:artifactId/remove', { config }, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const enrolmentId = pathId(request.params.enrolmentId, 'work');
    const artifactId = pathId(request.params.artifactId, 'file');
    const undo = textFields(request.body).undo === '1';
    const command = { personId, enrolmentId, artifactId, undo, now: now() };
    const result = await db.transaction().execute((trx) => removeArtifact(trx, command));
    if (!result.ok) throw new ConflictError(removeRefusals[result.reason]);
    if (wantsJson(request)) return { removed: !undo };
    const editor = `/work/${enrolmentId}/requirements/${result.requirementKey}`;
    return reply.redirect(undo ? `${editor}?saved=1` : `${editor}?removed=${artifactId}`, 303);
  });

  app.get<Params>('/artifacts/:artifactId', { config, compress: false }, async (request, reply) => {
    const file = await getFile(db, requireViewer(request), pathId(request.params.artifactId, 'file'));
    return sendFile(request, reply, storage, file);
  });
}

/** Why nothing can be handed in for a requirement now. The same is asked again once it is here and the work is locked. */
function refusalOf(workspace: Workspace, requirementKey: string): AddRefusal | undefined {
  if (workspace.enrolment.state !== 'working') return 'not-working';
  if (!openKeys(workspace).has(requirementKey)) return 'locked';
  return workspace.artifacts.size >= mostArtifacts ? 'too-many' : undefined;
}
