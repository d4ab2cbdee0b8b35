import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codeWords } from '#domain/award/revocation.ts';
import { type Palette, tileSvg } from '#domain/tile/tile.ts';
import type { Database } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { GoneError, NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { findAwardStatus } from '../status/status.queries.ts';
import { createLocalVerification } from '../verify/local-verification.ts';
import { listShownEndorsements } from '../badges/endorsements.queries.ts';
import { findEntry } from '../credit/ledger.queries.ts';
import { AwardPage } from './award.page.tsx';
import { AwardsPage } from './awards.page.tsx';
import { type PublicAward, countBeingSigned, findPublicAward, listAwardsOf } from './awards.queries.ts';
import { certificatePdf } from './certificate.ts';

/** Setting a certificate takes far longer than reading an award: nobody needs more of them from one address. */
const certificateLimit = { max: 60, timeWindow: '1 minute' };

export function awardRoutes(app: FastifyInstance, deps: Deps): void {
  const { db } = deps;
  const verify = createLocalVerification(db);

  app.get('/verify/:publicId', { config: { policy: 'public' } }, async (request, reply) => {
    const award = await loadAward(db, request);
    const verification = await verify(award, deps.now());
    const context = pageContext(request, deps);
    const about = { issuer: award.issuer.slug, slug: award.slug, now: deps.now() };
    const endorsements = await listShownEndorsements(db, about);
    const viewer = request.viewer?.person.id;
    const isClaimable = viewer !== undefined && (await findEntry(db, viewer, award)) !== undefined;
    const props = { context, award, verification, endorsements, isClaimable };
    return sendPage(reply, 200, <AwardPage {...props} />);
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
      await refuseRevoked(db, award, deps.now());
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

  app.get('/awards', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const { person } = requireViewer(request);
    const [awards, beingSigned] = await Promise.all([
      listAwardsOf(db, person.id, deps.now()),
      countBeingSigned(db, person.id),
    ]);
    const context = pageContext(request, deps);
    return sendPage(reply, 200, <AwardsPage context={context} awards={awards} beingSigned={beingSigned} />);
  });
}

/** A printed certificate can’t say that it was revoked since: so there is none of what is revoked. */
async function refuseRevoked(db: Database, { id }: PublicAward, now: Date): Promise<void> {
  const { state, code } = await findAwardStatus(db, id, now);
  if (state !== 'revoked') return;
  throw new GoneError(
    `This award is revoked, so it has no certificate any more. ${code ? `${codeWords[code]}.` : ''}`.trim(),
  );
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
