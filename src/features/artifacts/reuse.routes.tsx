import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FileType } from '#domain/evidence/file-types.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError } from '#platform/errors.ts';
import { pageContext, sendPage, textFields, wantsJson } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { getOwnWork, getRequirement } from '../work/get-own-work.ts';
import { workPaths } from '../work/work-paths.ts';
import { addRefusals } from './add-artifacts.ts';
import { listAdded } from './added-artifacts.ts';
import { listReusable } from './reusable.queries.ts';
import { ReusePage } from './reuse.page.tsx';
import { reuseArtifact } from './reuse-artifact.ts';

const Search = z.object({
  q: z.string().max(200).catch(''),
  type: FileType.optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
});

type Route = { Querystring: { requirement?: string } };

/** Taking over what the earner has already, from this work or from other work of theirs. */
export function reuseRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const config = { policy: 'signed-in' } as const;

  const find = async (request: FastifyRequest<Route>) => {
    const own = await getOwnWork(db, request);
    const requirement = getRequirement(own.workspace, request.query.requirement);
    const { q, type, after } = Search.parse(request.query);
    const { personId, enrolmentId } = own;
    const found = await listReusable(db, { personId, enrolmentId, requirement, words: q.trim(), type, after });
    return { ...own, requirement, words: q.trim(), type, found };
  };

  app.get<Route>('/work/:enrolmentId/artifacts/reusable', { config }, async (request, reply) => {
    const { workspace, requirement, words, type, found } = await find(request);
    if (wantsJson(request)) return found;
    const page = { context: pageContext(request, deps), workspace, requirement, words, type, found };
    return sendPage(reply, 200, <ReusePage {...page} />);
  });

  app.post<Route>('/work/:enrolmentId/artifacts/reuse', { config }, async (request, reply) => {
    const { workspace, personId, enrolmentId } = await getOwnWork(db, request);
    const requirement = getRequirement(workspace, request.query.requirement);
    const artifactId = pathId(textFields(request.body).artifact ?? '', 'file');
    const command = { personId, enrolmentId, requirementKey: requirement.id, artifactId, now: now() };
    const result = await db.transaction().execute((trx) => reuseArtifact(trx, command));
    if (result.ok) {
      if (wantsJson(request)) return { added: await listAdded(db, command, [result.id]), refused: [] };
      return reply.redirect(`${workPaths(enrolmentId).requirement(requirement.id)}?saved=1#item-${result.id}`, 303);
    }
    if (result.reason !== 'unfit') throw new ConflictError(addRefusals[result.reason]);
    if (wantsJson(request))
      return reply.code(422).send({ added: [], refused: [{ name: '', message: result.message }] });
    const { words, type, found } = await find(request);
    const page = { context: pageContext(request, deps), workspace, requirement, words, type, found };
    return sendPage(reply, 422, <ReusePage {...page} refusal={result.message} />);
  });
}
