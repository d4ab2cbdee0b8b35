import type { FastifyRequest } from 'fastify';
import { findRequirement } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import type { Database } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { requireViewer } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { readDecision } from '../judging/read-decision.ts';
import { type Workspace, findWorkspace } from './workspace.queries.ts';

/** The viewer's own enrolment that the path names; anyone else's is *not found*. */
export async function getOwnWork(
  db: Database,
  request: FastifyRequest,
): Promise<{ workspace: Workspace; personId: string; enrolmentId: string }> {
  const personId = requireViewer(request).person.id;
  const enrolmentId = pathId((request.params as Record<string, string>).enrolmentId, 'work');
  const workspace = await findWorkspace(db, personId, enrolmentId);
  if (!workspace) throw new NotFoundError('work');
  return { workspace, personId, enrolmentId };
}

/**
 * The same for a page that shows what came back: what was released is read from now on, and can’t be recalled any more.
 */
export async function getReadWork(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  request: FastifyRequest,
): ReturnType<typeof getOwnWork> {
  const personId = requireViewer(request).person.id;
  const enrolmentId = pathId((request.params as Record<string, string>).enrolmentId, 'work');
  await readDecision(db, { personId, enrolmentId, now: now() });
  return getOwnWork(db, request);
}

export function getRequirement(workspace: Workspace, key: unknown): Requirement {
  const requirement = typeof key === 'string' ? findRequirement(workspace.definition, key) : undefined;
  if (!requirement) throw new NotFoundError('requirement');
  return requirement;
}
