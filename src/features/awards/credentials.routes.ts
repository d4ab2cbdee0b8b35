import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Viewer, hasRole } from '#domain/access/viewer.ts';
import { credentialUrl } from '#domain/credential/achievement-credential.ts';
import { replacedProblem } from '#domain/credential/replaced.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { hiddenFromSearch } from '#platform/http.ts';
import { namedType } from '#platform/media-types.ts';
import { type CredentialRow, findCredential } from './credentials.queries.ts';

const open = { config: { policy: 'public' } } as const;

type CredentialParams = { Params: { publicId: string; number: string } };

/** What programs ask for when they want the JWT of a credential. */
const jwtTypes = ['application/vc+jwt', 'application/jwt', 'application/vc+ld+json+jwt'] as const;
/** The data model's own media types, and plain JSON for everyone else. */
const jsonTypes = ['application/vc+ld+json', 'application/vc', 'application/ld+json', 'application/json'] as const;
const plainJson = 'application/json; charset=utf-8';

/** In seconds: one of a former name has to be gone soon, from caches too. */
const maxAge = 300;

/**
 * A credential of an award at the address that is its id, with its Data Integrity proof or as a VC-JWT, revoked or not: its status
 * is the list's to say. Where a newer one bears another name, the former is nobody’s business any more: it is gone for everybody but
 * its earner and the admins of its issuer; whoever holds a copy can still have it verified.
 */
export function credentialRoutes(app: FastifyInstance, { db, baseUrl }: Pick<Deps, 'db' | 'baseUrl'>): void {
  app.get<CredentialParams>('/verify/:publicId/credentials/:number', open, async (request, reply) => {
    const found = await load(request);
    if (!mayRead(request, found)) return sendGone(request, reply, found, '');
    setHeaders(reply, found).header('vary', 'accept');
    const { credential, jwt } = found;
    const asked = namedType(request.headers.accept, jwt === null ? jsonTypes : [...jwtTypes, ...jsonTypes]);
    if (jwt !== null && jwtTypes.some((type) => type === asked)) return reply.type(asked ?? '').send(jwt);
    const type = asked === undefined || asked === 'application/json' ? plainJson : asked;
    return reply.type(type).send(JSON.stringify(credential));
  });

  app.get<CredentialParams>('/verify/:publicId/credentials/:number.jwt', open, async (request, reply) => {
    const found = await load(request);
    if (!mayRead(request, found)) return sendGone(request, reply, found, '.jwt');
    if (found.jwt === null) throw new NotFoundError('JWT of this credential');
    return setHeaders(reply, found).type('application/jwt').send(found.jwt);
  });

  async function load({ params }: FastifyRequest<CredentialParams>): Promise<CredentialRow> {
    const found = /^[1-9]\d{0,8}$/.test(params.number)
      ? await findCredential(db, params.publicId, Number(params.number))
      : undefined;
    if (!found) throw new NotFoundError('credential');
    return found;
  }

  function sendGone(
    { params }: FastifyRequest<CredentialParams>,
    reply: FastifyReply,
    { newest }: CredentialRow,
    ending: '' | '.jwt',
  ): FastifyReply {
    const latest = `${credentialUrl(baseUrl, params.publicId, newest)}${ending}`;
    return openToAll(reply)
      .code(410)
      .headers(hiddenFromSearch)
      .header('link', `<${latest}>; rel="latest-version"`)
      .header('access-control-expose-headers', 'link')
      .header('cache-control', `public, max-age=${maxAge}`)
      .header('vary', 'cookie')
      .type('application/problem+json')
      .send(JSON.stringify(replacedProblem(latest)));
  }
}

function mayRead({ viewer }: FastifyRequest<CredentialParams>, found: CredentialRow): boolean {
  return !found.isOfFormerName || (viewer !== null && isTheirs(viewer, found));
}

function isTheirs(viewer: Viewer, { personId, issuerSlug }: CredentialRow): boolean {
  const { id, isOperator } = viewer.person;
  return id === personId || isOperator || hasRole(viewer, ['issuer_admin'], issuerSlug);
}

function setHeaders(reply: FastifyReply, { isOfFormerName }: CredentialRow) {
  reply.headers(hiddenFromSearch);
  return isOfFormerName
    ? reply.header('cache-control', 'private, no-store')
    : openToAll(reply).header('cache-control', `public, max-age=${maxAge}`);
}

/** Verifiers run in browsers of other sites too. */
function openToAll(reply: FastifyReply): FastifyReply {
  return reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
}
