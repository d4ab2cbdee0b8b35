import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { findCredential } from './credentials.queries.ts';

const open = { config: { policy: 'public' } } as const;

type CredentialParams = { Params: { publicId: string; number: string } };

/** What programs ask for when they want the JWT of a credential. */
const jwtTypes = ['application/vc+jwt', 'application/jwt', 'application/vc+ld+json+jwt'];

/** Every credential of an award at the address that is its id: with its Data Integrity proof, or as a VC-JWT. */
export function credentialRoutes(app: FastifyInstance, { db }: Pick<Deps, 'db'>): void {
  app.get<CredentialParams>('/verify/:publicId/credentials/:number', open, async (request, reply) => {
    const accept = request.headers.accept ?? '';
    const { credential, jwt } = await load(request);
    openToAll(reply).header('vary', 'accept');
    const jwtType = jwtTypes.find((type) => accept.includes(type));
    if (jwtType !== undefined && jwt !== null) return reply.type(jwtType).send(jwt);
    return reply.type(credentialType(accept)).send(JSON.stringify(credential));
  });

  app.get<CredentialParams>('/verify/:publicId/credentials/:number.jwt', open, async (request, reply) => {
    const { jwt } = await load(request);
    if (jwt === null) throw new NotFoundError('JWT of this credential');
    return openToAll(reply).type('application/jwt').send(jwt);
  });

  async function load({ params }: FastifyRequest<CredentialParams>) {
    const found = /^[1-9]\d{0,8}$/.test(params.number)
      ? await findCredential(db, params.publicId, Number(params.number))
      : undefined;
    if (!found) throw new NotFoundError('credential');
    return found;
  }
}

/** Verifiers run in browsers of other sites too. What was issued never changes; whether it still holds is the status list's to say. */
function openToAll(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('cache-control', 'public, max-age=86400');
}

/** The data model's own media type for programs that ask for it; plain JSON for everyone else. */
export function credentialType(accept: string): string {
  const named = ['application/vc+ld+json', 'application/vc', 'application/ld+json'].find((type) =>
    accept.includes(type),
  );
  return named ?? 'application/json; charset=utf-8';
}
