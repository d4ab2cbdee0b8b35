import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { listMaxAge, statusListUrl } from '#domain/award/status-list-credential.ts';
import { statusPurposes } from '#domain/award/status.ts';
import { issuerDid } from '#domain/credential/did-web.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { namedType } from '#platform/media-types.ts';
import { findListNumbers, getSignedList } from './get-signed-list.ts';

const ListParams = z.object({
  issuer: z.string(),
  purpose: z.enum(statusPurposes),
  // As it stands in awards: no other way of writing a number is an address of the same list.
  number: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number),
});

const FolderParams = ListParams.pick({ issuer: true, purpose: true });

/** A list secured by a JWT around it, for who asks for that, and the data model's own type of a list with its proof within. */
const jwtTypes = ['application/vc+jwt', 'application/jwt'] as const;
const types = [...jwtTypes, 'application/vc', 'application/json'] as const;

/** The lists in which every verifier looks up whether an award still counts. */
export function statusListRoutes(app: FastifyInstance, deps: Deps): void {
  // Issuers’ documents name the folder of their suspensions, so that something true has to be there.
  app.get(
    '/issuers/:issuer/status/:purpose',
    { config: { policy: 'public', asksNobody: true } },
    async (request, reply) => {
      const params = FolderParams.safeParse(request.params);
      const { baseUrl, db } = deps;
      const numbers = params.success ? await findListNumbers(db, params.data.issuer) : undefined;
      if (!params.success || !numbers) throw new NotFoundError('status list');
      const { issuer, purpose } = params.data;
      return reply
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('cache-control', `public, max-age=${listMaxAge}`)
        .send({
          issuer: issuerDid(baseUrl, issuer),
          statusPurpose: purpose,
          statusLists: numbers.map((number) => statusListUrl(baseUrl, issuer, purpose, number)),
        });
    },
  );

  app.get(
    '/issuers/:issuer/status/:purpose/:number',
    { config: { policy: 'public', asksNobody: true } },
    async (request, reply) => {
      const params = ListParams.safeParse(request.params);
      if (!params.success) throw new NotFoundError('status list');
      const { issuer: issuerSlug, purpose, number } = params.data;
      const asked = namedType(request.headers.accept, types);
      const as = jwtTypes.some((type) => type === asked) ? 'jwt' : 'json';
      const { body, etag } = await getSignedList(deps, { issuerSlug, purpose, number, as });
      void reply
        // Verifiers run in browsers of other sites, too.
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('cache-control', `public, max-age=${listMaxAge}, stale-if-error=86400`)
        .header('vary', 'accept, accept-encoding')
        .header('etag', etag);
      if (request.headers['if-none-match']?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))
        return reply.code(304).send();
      const type = asked === undefined || asked === 'application/json' ? 'application/json; charset=utf-8' : asked;
      return reply.type(type).send(body);
    },
  );
}
