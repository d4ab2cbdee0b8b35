import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { listDetails } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { evidenceArtifactIds, evidenceText, readEvidence } from '#domain/evidence/registry.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, UnreadableError } from '#platform/errors.ts';
import { textFields } from '#platform/http.ts';
import { discardAll, receiveForm } from '../artifacts/receive-files.ts';
import { uploadRate } from '../artifacts/upload-limits.ts';
import { getOwnWork, getReadWork, getRequirement } from './get-own-work.ts';
import { forEditor, type RequirementPageProps } from './requirement.page.tsx';
import { saveEvidence, workRefusals } from './save-evidence.ts';
import { sendRequirement } from './send-requirement.tsx';
import { saveForm } from './save-form.ts';
import { workPaths } from './work-paths.ts';
import type { Workspace } from './workspace.queries.ts';

const Draft = z.strictObject({ revision: z.int().min(0).max(1_000_000_000), data: z.unknown() });

type Route = { Params: { key: string }; Querystring: { saved?: string; removed?: string; rated?: string } };

/** One requirement's editor: its form, which works by itself, and the saving of drafts for when it comes to life. */
export function requirementRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const path = '/work/:enrolmentId/requirements/:key';
  const config = { policy: 'signed-in' } as const;

  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    props: Parameters<typeof sendRequirement>[4],
  ) => sendRequirement(deps, request, reply, status, props);

  app.get<Route>(path, { config }, async (request, reply) => {
    const { workspace, enrolmentId } = await getReadWork(deps, request);
    const requirement = getRequirement(workspace, request.params.key);
    const { saved, removed, rated } = request.query;
    return show(request, reply, 200, {
      workspace,
      requirement,
      justRated: rated === '1',
      justSaved: saved === '1' || saved === 'merged' || saved === 'restored' ? saved : undefined,
      removed: typeof removed === 'string' ? await findRemoved(deps, enrolmentId, removed) : undefined,
    });
  });

  app.post<Route>(path, { config: { ...config, rateLimit: uploadRate } }, async (request, reply) => {
    const own = await getOwnWork(db, request);
    const requirement = getRequirement(own.workspace, request.params.key);
    const form = request.isMultipart()
      ? await receiveForm(request, deps, requirement)
      : { fields: textFields(request.body), files: [], refused: [] };
    try {
      const { personId, enrolmentId } = own;
      const details = listDetails(own.workspace.definition);
      const { artifacts } = own.workspace;
      const command = { personId, enrolmentId, requirement, details, artifacts, form, now: now() };
      const result = await db.transaction().execute((trx) => saveForm(trx, command));
      const home = workPaths(enrolmentId);
      if (result.outcome === 'saved') {
        if (form.fields.then === 'back') return await reply.redirect(home.home, 303);
        const query = result.removed ? `removed=${result.removed}` : `saved=${result.isMerged ? 'merged' : '1'}`;
        return await reply.redirect(`${home.requirement(requirement.id)}?${query}`, 303);
      }
      const { workspace } = await getOwnWork(db, request);
      if (result.outcome === 'refused') {
        const { message, typed } = result;
        const text = textOf(workspace, requirement, typed);
        return show(request, reply, 409, { workspace, requirement, refused: { message, text } });
      }
      const { typed, errors, isStale, base } = result;
      return show(request, reply, isStale ? 409 : 422, { workspace, requirement, typed, errors, isStale, base });
    } finally {
      await discardAll(form.files);
    }
  });

  app.put<Route>(`${path}/draft`, { config }, async (request, reply) => {
    const { workspace, personId, enrolmentId } = await getOwnWork(db, request);
    const requirement = getRequirement(workspace, request.params.key);
    const draft = Draft.safeParse(request.body);
    if (!draft.success) throw new UnreadableError('This draft can’t be read.');

    const command = { personId, enrolmentId, requirementKey: requirement.id, now: now(), ...draft.data };
    const result = await db.transaction().execute((trx) => saveEvidence(trx, { ...command, data: draft.data.data }));
    if (result.ok) return { revision: result.revision };
    switch (result.reason) {
      case 'stale': {
        const { data, revision } = result.current;
        const title = 'Another version was saved meanwhile';
        return reply
          .code(409)
          .type('application/problem+json')
          .send({
            type: 'about:blank',
            title,
            status: 409,
            current: { data: readEvidence(requirement, data), revision },
            artifacts: await artifactsIn(request, requirement, data, db),
          });
      }
      case 'unreadable':
      case 'foreign-artifact':
        throw new UnreadableError('This draft can’t be read.');
      case 'locked':
      case 'not-working':
        throw new ConflictError(workRefusals[result.reason]);
    }
  });
}

/** What the other version refers to: the window that is told of it may not know these yet. */
async function artifactsIn(request: FastifyRequest, requirement: Requirement, data: unknown, db: Deps['db']) {
  const { workspace } = await getOwnWork(db, request);
  return evidenceArtifactIds(requirement, data).flatMap((id) => {
    const artifact = workspace.artifacts.get(id);
    return artifact ? [forEditor(artifact)] : [];
  });
}

/** What was typed, as plain text. */
function textOf(workspace: Workspace, requirement: RequirementPageProps['requirement'], data: unknown): string {
  const context = { details: listDetails(workspace.definition), artifacts: workspace.artifacts };
  return evidenceText(requirement, data, context);
}

async function findRemoved({ db }: Deps, enrolmentId: string, artifactId: string) {
  if (!z.uuid().safeParse(artifactId).success) return undefined;
  return db
    .selectFrom('artifacts')
    .select(['id', 'name'])
    .where('enrolment_id', '=', enrolmentId)
    .where('id', '=', artifactId)
    .where('removed_at', 'is not', null)
    .executeTakeFirst();
}
