import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { ForbiddenError, GoneError, NotFoundError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';
import { type PublicAward, findPublicAward } from '../awards/awards.queries.ts';
import { type AwardStatus, findAwardStatus } from '../status/status.queries.ts';

/** Badges and pictures are made for one address no faster than certificates are. */
export const badgeLimit = { max: 120, timeWindow: '1 minute' };

/** The award that a request names, with its status. */
export async function loadAward(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  request: FastifyRequest,
): Promise<{ award: PublicAward; status: AwardStatus }> {
  const { publicId } = request.params as { publicId: string };
  const award = await findPublicAward(db, publicId);
  if (!award) throw new NotFoundError('award');
  return { award, status: await findAwardStatus(db, award.id, now()) };
}

/**
 * An award whose badge is given out. A revoked one is gone; a suspended one is not given out meanwhile, and may come back. One that
 * expired says so itself, wherever it is checked.
 */
export async function loadHeldAward(
  deps: Pick<Deps, 'db' | 'now'>,
  request: FastifyRequest,
): Promise<{ award: PublicAward; status: AwardStatus }> {
  const found = await loadAward(deps, request);
  if (found.status.state === 'revoked') throw new GoneError('This award was revoked, so it has no badge any more.');
  if (found.status.state === 'suspended')
    throw new ForbiddenError('This award is suspended. Its badge is not given out until that is settled.');
  return found;
}

/** Programs and pages of other sites read it too. */
export function openToAll(reply: FastifyReply): FastifyReply {
  return reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
}

/** Asked again before it is shown again: an award may be revoked at any time. Answers 304 to whoever has it. */
export function sendTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, body, tag = sha256(body) }: { type: string; body: Buffer | string; tag?: string },
): FastifyReply {
  if (hasTag(request, reply, tag)) return reply.code(304).send();
  return reply.type(type).send(body);
}

/** Sets the headers of a tagged answer, and says whether the caller has it. */
export function hasTag(request: FastifyRequest, reply: FastifyReply, tag: string): boolean {
  const etag = `W/"${tag.slice(0, 20)}"`;
  openToAll(reply).header('etag', etag).header('cache-control', 'public, no-cache');
  return request.headers['if-none-match']?.split(/\s*,\s*/).includes(etag) ?? false;
}
