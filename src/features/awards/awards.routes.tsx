import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { didDocument, issuerDid } from '#domain/credential/did-web.ts';
import { type Palette, tileSvg } from '#domain/tile/tile.ts';
import type { Database } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { createLocalVerification } from '../verify/local-verification.ts';
import { AwardPage } from './award.page.tsx';
import { AwardsPage } from './awards.page.tsx';
import { type PublicAward, countBeingSigned, findIssuerKeys, findPublicAward, listAwardsOf } from './awards.queries.ts';
import { certificatePdf } from './certificate.ts';

/** Setting a certificate takes far longer than reading an award: nobody needs more of them from one address. */
const certificateLimit = { max: 60, timeWindow: '1 minute' };

export function awardRoutes(app: FastifyInstance, deps: Deps): void {
  const { db } = deps;
  const verify = createLocalVerification();

  app.get('/verify/:publicId', { config: { policy: 'public' } }, async (request, reply) => {
    const award = await loadAward(db, request);
    const verification = await verify(award, deps.now());
    const context = pageContext(request, deps);
    return sendPage(reply, 200, <AwardPage context={context} award={award} verification={verification} />);
  });

  app.get('/verify/:publicId/credential.json', { config: { policy: 'public' } }, async (request, reply) => {
    const { credential } = await loadAward(db, request);
    return openToAll(reply).header('vary', 'accept').type(credentialType(request)).send(JSON.stringify(credential));
  });

  app.get(
    '/verify/:publicId/certificate.pdf',
    { config: { policy: 'public', rateLimit: certificateLimit } },
    async (request, reply) => {
      const award = await loadAward(db, request);
      const { slug, title } = award;
      const pdf = certificatePdf(award, {
        baseUrl: deps.baseUrl,
        tileSvg: tileSvg({ slug, palette: award.issuer.palette as Palette, title }),
        paper: textFields(request.query).paper === 'letter' ? 'us-letter' : 'a4',
      });
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="${slug}-certificate.pdf"`)
        .send(pdf);
    },
  );

  app.get('/issuers/:issuer/did.json', { config: { policy: 'public' } }, async (request, reply) => {
    const { issuer } = request.params as { issuer: string };
    const keys = await findIssuerKeys(db, issuer);
    if (!keys) throw new NotFoundError('issuer');
    const document = didDocument(issuerDid(deps.baseUrl, issuer), keys);
    return openToAll(reply).type('application/did+ld+json').send(JSON.stringify(document));
  });

  app.get('/awards', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const { person } = requireViewer(request);
    const [awards, beingSigned] = await Promise.all([listAwardsOf(db, person.id), countBeingSigned(db, person.id)]);
    const context = pageContext(request, deps);
    return sendPage(reply, 200, <AwardsPage context={context} awards={awards} beingSigned={beingSigned} />);
  });
}

async function loadAward(db: Database, request: FastifyRequest): Promise<PublicAward> {
  const { publicId } = request.params as { publicId: string };
  const award = await findPublicAward(db, publicId);
  if (!award) throw new NotFoundError('award');
  return award;
}

/** Verifiers run in browsers of other sites too. */
function openToAll(reply: FastifyReply): FastifyReply {
  return reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
}

/** The data model's own media type for programs that ask for it; plain JSON for everyone else. */
function credentialType(request: FastifyRequest): string {
  const accept = request.headers.accept ?? '';
  const named = ['application/vc+ld+json', 'application/vc'].find((type) => accept.includes(type));
  return named ?? 'application/json; charset=utf-8';
}
