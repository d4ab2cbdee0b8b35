import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { openKeys } from '#domain/attempt/progress.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError } from '#platform/errors.ts';
import { pageContext, sendPage, textFields, wantsJson } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { getOwnWork, getRequirement } from '../work/get-own-work.ts';
import { workPaths } from '../work/work-paths.ts';
import { findOwnArtifact } from './artifacts.queries.ts';
import { listAdded } from './added-artifacts.ts';
import { FilePage } from './file.page.tsx';
import { declareTeamWork } from './declare-team-work.ts';
import { discardAll, receiveForm } from './receive-files.ts';
import { replaceArtifact, replaceRefusals, undoReplacement } from './replace-artifact.ts';
import { workRefusals } from '../work/save-evidence.ts';
import { uploadRate } from './upload-limits.ts';
import { listVersions } from './versions.queries.ts';

type Route = { Params: { artifactId: string }; Querystring: { replaced?: string } };

/** The page of one file, and putting a new version in its place. */
export function fileRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const config = { policy: 'signed-in' } as const;

  const getOwnFile = async (request: FastifyRequest<Route>) => {
    const own = await getOwnWork(db, request);
    const artifactId = pathId(request.params.artifactId, 'file');
    const artifact = await findOwnArtifact(db, own.enrolmentId, artifactId);
    if (!artifact) throw new NotFoundError('file');
    return { ...own, artifactId, requirement: getRequirement(own.workspace, artifact.requirementKey) };
  };
  type OwnFile = Awaited<ReturnType<typeof getOwnFile>>;

  const show = async (
    request: FastifyRequest<Route>,
    reply: FastifyReply,
    status: number,
    { workspace, requirement, ...who }: OwnFile,
    errors: FormErrors = [],
  ) => {
    const versions = await listVersions(db, who);
    const version = versions.find(({ id }) => id === who.artifactId);
    if (!version) throw new NotFoundError('file');
    const page = {
      context: pageContext(request, deps),
      workspace,
      requirementKey: requirement.id,
      versions,
      version,
      isOpen: workspace.enrolment.state === 'working' && openKeys(workspace).has(requirement.id),
      isReplaced: request.query.replaced === '1' && version.isCurrent,
      errors,
    };
    return sendPage(reply, status, <FilePage {...page} />);
  };

  app.get<Route>('/work/:enrolmentId/artifacts/:artifactId', { config }, async (request, reply) =>
    show(request, reply, 200, await getOwnFile(request)),
  );

  app.post<Route>('/work/:enrolmentId/artifacts/:artifactId/team', { config }, async (request, reply) => {
    const { personId, enrolmentId, artifactId } = await getOwnFile(request);
    const isTeamWork = textFields(request.body).team === 'yes';
    const command = { personId, enrolmentId, artifactId, isTeamWork };
    const result = await db.transaction().execute((trx) => declareTeamWork(trx, command));
    if (!result.ok) throw new ConflictError(workRefusals[result.reason]);
    return reply.redirect(`${workPaths(enrolmentId).artifacts}/${artifactId}#team`, 303);
  });

  app.post<Route>(
    '/work/:enrolmentId/artifacts/:artifactId/replace',
    { config: { ...config, rateLimit: uploadRate } },
    async (request, reply) => {
      const own = await getOwnFile(request);
      const { personId, enrolmentId, artifactId, requirement } = own;
      const form = request.isMultipart()
        ? await receiveForm(request, deps, requirement)
        : { fields: textFields(request.body), files: [], refused: [] };
      try {
        const who = { personId, enrolmentId, artifactId, now: now() };
        const isUndo = form.fields.undo === '1';
        const [file] = form.files;
        if (!isUndo && !file) {
          const message = form.refused[0]?.message ?? 'Choose the file that takes its place.';
          if (wantsJson(request)) return await reply.code(422).send({ added: [], refused: [{ name: '', message }] });
          return await show(request, reply, 422, own, [{ field: 'file', message }]);
        }
        const result = await db
          .transaction()
          .execute((trx) => (isUndo || !file ? undoReplacement(trx, who) : replaceArtifact(trx, { ...who, file })));
        if (!result.ok) throw new ConflictError(replaceRefusals[result.reason]);
        if (wantsJson(request)) return { added: await listAdded(db, own, [result.id]), refused: [] };
        const page = `${workPaths(enrolmentId).artifacts}/${result.id}`;
        return await reply.redirect(isUndo ? page : `${page}?replaced=1`, 303);
      } finally {
        await discardAll(form.files);
      }
    },
  );
}
