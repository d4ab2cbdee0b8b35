import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { openKeys } from '#domain/attempt/progress.ts';
import { type TypedRegion, isRedactable, readRegions } from '#domain/privacy/regions.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { getFile } from '../artifacts/artifacts.queries.ts';
import { uploadRate } from '../artifacts/upload-limits.ts';
import { getOwnWork } from '../work/get-own-work.ts';
import { workPaths } from '../work/work-paths.ts';
import { redactArtifact, redactRefusals } from './redact-artifact.ts';
import { RedactPage } from './redact.page.tsx';

/** Blacking out parts of a picture. */
export function redactRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const path = '/work/:enrolmentId/artifacts/:artifactId/redact';
  const config = { policy: 'signed-in' } as const;

  const getOwn = async (request: FastifyRequest) => {
    const own = await getOwnWork(db, request);
    const id = pathId((request.params as Record<string, string>).artifactId, 'file');
    const artifact = own.workspace.artifacts.get(id);
    if (!artifact) throw new NotFoundError('file');
    return { ...own, artifact };
  };
  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    { workspace, artifact }: Awaited<ReturnType<typeof getOwn>>,
    returned: { rows: TypedRegion[]; errors: FormErrors } = { rows: [], errors: [] },
  ) => {
    const isOpen = workspace.enrolment.state === 'working' && openKeys(workspace).has(artifact.requirement);
    const context = pageContext(request, deps);
    const page = <RedactPage {...{ context, workspace, artifact, isOpen, ...returned }} />;
    return sendPage(reply, status, page);
  };

  app.get(path, { config }, async (request, reply) => show(request, reply, 200, await getOwn(request)));

  app.post(path, { config: { ...config, rateLimit: uploadRate } }, async (request, reply) => {
    const own = await getOwn(request);
    const { personId, enrolmentId, artifact } = own;
    if (!isRedactable(artifact.mediaType)) throw new ConflictError(redactRefusals['no-image']);
    const read = readRegions(textFields(request.body));
    if (!read.ok) return show(request, reply, 422, own, read);
    const file = await getFile(db, requireViewer(request), artifact.id);
    const command = { personId, enrolmentId, artifactId: artifact.id, file, regions: read.regions, now: now() };
    const result = await redactArtifact(deps, command);
    if (!result.ok) throw new ConflictError(redactRefusals[result.reason]);
    return reply.redirect(`${workPaths(enrolmentId).artifacts}/${result.id}?replaced=1`, 303);
  });
}
