import type { FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError } from '#platform/errors.ts';
import { requireViewer } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { leadOf } from '#domain/access/lead.ts';
import { type Assessor, assessorOf } from '#domain/access/assessor.ts';
import { type Scoring, findScoring } from './desk.queries.ts';
import type { Keeper } from './saved-comments.queries.ts';
import { assessmentRefusals } from './lock-assessment.ts';

/*
 * What the routes of the desk read from a request.
 */

export function assessorFor(request: FastifyRequest): Assessor {
  return assessorOf(requireViewer(request));
}

/** Whose comments are kept, and where they may share them. */
export function keeperOf(request: FastifyRequest): Keeper {
  const { id, issuerIds } = assessorFor(request);
  return { id, issuerIds, leadIssuerIds: leadOf(requireViewer(request)).issuerIds };
}

export function param(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name] ?? '';
}

export async function loadScoring(request: FastifyRequest, deps: Deps): Promise<Scoring> {
  const id = pathId(param(request, 'assessmentId'), 'assessment');
  const scoring = await findScoring(deps.db, assessorFor(request), id, deps.now());
  if (!scoring) throw new NotFoundError('assessment');
  return scoring;
}

export function refuseLetGo(scoring: Scoring): void {
  if (scoring.state !== 'claimed') throw new ConflictError(assessmentRefusals['let-go']);
}
