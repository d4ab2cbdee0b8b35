import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { aiPlace } from '#domain/checks/check-part.ts';
import { mediaPlace } from '#domain/checks/media.ts';
import { attestationPlace } from '#domain/checks/check-attestations.ts';
import { findRequirement } from '#domain/definition/outline.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError, UnreadableError } from '#platform/errors.ts';
import { requireViewer, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import {
  againRefusals,
  askAgain,
  askAttestation,
  askRefusals,
  removeAttestation,
} from '../attestations/ask-attestation.ts';
import { readRequest, requestPrefix } from '../attestations/read-request.ts';
import { nameReleases } from '../consent/name-releases.ts';
import { getOwnWork, getRequirement } from './get-own-work.ts';
import { saveAiDeclaration } from './save-ai-declaration.ts';
import { sendWorkspace } from './send-workspace.tsx';
import { sendRequirement } from './send-requirement.tsx';
import { workRefusals } from './save-evidence.ts';
import { workPaths } from './work-paths.ts';

/** Per person: a mail goes out for each, and nobody asks a whole district by hand. */
const askRate = personLimit({ max: 40, timeWindow: 60 * 60_000 });

type Params = { Params: { enrolmentId: string; key: string; attestationId: string; artifactId: string; part: string } };

/** The people beside the evidence: who confirms it, who is seen in it, and what helped to make it. */
export function peopleRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const config = { policy: 'signed-in' } as const;
  const asking = { config: { ...config, rateLimit: askRate } };

  app.post<Params>('/work/:enrolmentId/requirements/:key/attestations', asking, async (request, reply) => {
    const { workspace, enrolmentId } = await getOwnWork(db, request);
    const { person } = requireViewer(request);
    const requirement = getRequirement(workspace, request.params.key);
    const typed = textFields(request.body);
    const read = readRequest(requirement, typed);
    const refuse = (asked: string | null, errors: { field: string; message: string }[]) =>
      sendRequirement(deps, request, reply, 422, { workspace, requirement, returnedRequest: { asked, typed, errors } });
    if (!read.ok) return refuse(read.asked, [...read.errors]);
    const command = { person, enrolmentId, requirementKey: requirement.id, now: now(), baseUrl, request: read.request };
    const result = await db.transaction().execute((trx) => askAttestation(trx, command));
    if (!result.ok) {
      const { asked } = read.request;
      const field = result.reason === 'own-address' ? 'email' : 'name';
      return refuse(asked, [{ field: `${requestPrefix(asked)}-${field}`, message: askRefusals[result.reason] }]);
    }
    if (read.request.channel === 'device') return reply.redirect(`/attest/${result.token}`, 303);
    return reply.redirect(`${workPaths(enrolmentId).requirement(requirement.id)}#${attestationPlace(result.id)}`, 303);
  });

  app.post<Params>('/work/:enrolmentId/attestations/:attestationId/again', asking, async (request, reply) => {
    const { enrolmentId, attestationId, person } = await own(request);
    const command = { person, enrolmentId, attestationId, now: now(), baseUrl };
    const result = await db.transaction().execute((trx) => askAgain(trx, command));
    if (!result.ok) throw new ConflictError(againRefusals[result.reason]);
    if (result.channel === 'device') return reply.redirect(`/attest/${result.token}`, 303);
    const page = workPaths(enrolmentId).requirement(result.requirementKey);
    return reply.redirect(`${page}#${attestationPlace(result.id)}`, 303);
  });

  app.post<Params>('/work/:enrolmentId/attestations/:attestationId/remove', { config }, async (request, reply) => {
    const { enrolmentId, attestationId, person } = await own(request);
    const command = { person, enrolmentId, attestationId, now: now() };
    const result = await db.transaction().execute((trx) => removeAttestation(trx, command));
    if (!result.ok) throw new ConflictError(workRefusals[result.reason]);
    return reply.redirect(`${workPaths(enrolmentId).requirement(result.requirementKey)}#attestations`, 303);
  });

  app.post<Params>('/work/:enrolmentId/artifacts/:artifactId/people', { config }, async (request, reply) => {
    const { workspace, personId, enrolmentId } = await getOwnWork(db, request);
    const artifactId = pathId(request.params.artifactId, 'file');
    const artifact = workspace.artifacts.get(artifactId);
    if (!artifact) throw new NotFoundError('file');
    const fields = textFields(request.body);
    if (fields.shows !== 'yes' && fields.shows !== 'no')
      throw new UnreadableError(`Go back and say whether “${artifact.name}” shows people: choose Yes or No.`);
    const releaseIds = readReleases(request.body);
    const command = { personId, enrolmentId, artifactId, showsPeople: fields.shows === 'yes', releaseIds, now: now() };
    await db.transaction().execute((trx) => nameReleases(trx, command));
    const from = findRequirement(workspace.definition, fields.requirement ?? '')?.id ?? artifact.requirement;
    return reply.redirect(`${workPaths(enrolmentId).requirement(from)}?saved=1#${mediaPlace(artifactId)}`, 303);
  });

  app.post<Params>('/work/:enrolmentId/parts/:part/ai', { config }, async (request, reply) => {
    const { workspace, personId, enrolmentId } = await getOwnWork(db, request);
    const part = workspace.definition.parts.find(({ id, aiUse }) => id === request.params.part && aiUse === 'declare');
    if (!part) throw new NotFoundError('part');
    const typed = textFields(request.body);
    const how = cleanText(typed.how ?? '').trim();
    const place = aiPlace(part.id);
    const errors: { field: string; message: string }[] = [];
    if (typed.used !== 'yes' && typed.used !== 'no')
      errors.push({ field: `${place}-used`, message: 'Choose whether you used AI for this part' });
    if (typed.used === 'yes' && how === '')
      errors.push({ field: `${place}-how`, message: 'Say how you used AI for this part' });
    if (how.length > 5000) errors.push({ field: `${place}-how`, message: 'Shorten this to at most 5,000 characters' });
    if (errors.length > 0) {
      const returned = { part: part.id, typed, errors };
      return sendWorkspace(deps, request, reply, 422, { workspace, declaration: returned });
    }
    const command = { personId, enrolmentId, part: part.id, used: typed.used === 'yes', how, now: now() };
    const result = await db.transaction().execute((trx) => saveAiDeclaration(trx, command));
    if (!result.ok) throw new ConflictError(workRefusals[result.reason]);
    return reply.redirect(`${workPaths(enrolmentId).home}#${place}`, 303);
  });

  async function own(request: FastifyRequest) {
    const { enrolmentId } = await getOwnWork(db, request);
    const attestationId = pathId((request.params as Params['Params']).attestationId, 'request');
    return { enrolmentId, attestationId, person: requireViewer(request).person };
  }
}

const Releases = z.array(z.uuid()).max(500);

/** The releases that were ticked: none, one, or a list. */
function readReleases(body: unknown): string[] {
  const named = z.looseObject({ release: z.unknown() }).safeParse(body).data?.release;
  const read = Releases.safeParse(named === undefined ? [] : [named].flat());
  if (!read.success) throw new UnreadableError('Go back and choose the releases again.');
  return read.data;
}
