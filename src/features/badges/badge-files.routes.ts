import type { FastifyInstance, FastifyReply } from 'fastify';
import { type AwardFile, awardFileName } from '#domain/award/award-file-name.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';
import { hiddenFromSearch, textFields } from '#platform/http.ts';
import type { PublicAward } from '../awards/awards.queries.ts';
import { bakedPng, bakedSvg } from './baked-badge.ts';
import { badgeLimit, hasTag, loadAward, loadHeldAward, sendTagged } from './held-award.ts';
import { olderAssertion } from './older-badges.ts';
import { drawSocialImage, socialFacts, socialVersion } from './social-image.ts';

const config = { policy: 'public', rateLimit: badgeLimit } as const;
const mostImages = 200;

/** An award as pictures: baked badges to carry along, and the one that other sites show of its page. */
export function badgeFileRoutes(app: FastifyInstance, deps: Deps): void {
  const images = new Map<string, Promise<Buffer>>();

  app.get('/verify/:publicId/badge.png', { config }, async (request, reply) => {
    const { award } = await loadHeldAward(deps, request);
    const { format } = textFields(request.query);
    const [isOlder, isJwt] = [format === 'ob2', format === 'jwt'];
    const text = isOlder ? await olderText(award) : textOf(award, format);
    const body = await bakedPng(award, text, isOlder ? '2.0' : '3.0');
    return sendTagged(request, named(reply, award, isOlder ? 'badge-ob2-png' : isJwt ? 'badge-jwt-png' : 'badge-png'), {
      type: 'image/png',
      body,
    });
  });

  app.get('/verify/:publicId/badge.svg', { config }, async (request, reply) => {
    const { award } = await loadHeldAward(deps, request);
    const { format } = textFields(request.query);
    const body = bakedSvg(award, textOf(award, format));
    return sendTagged(request, named(reply, award, format === 'jwt' ? 'badge-jwt-svg' : 'badge-svg'), {
      type: 'image/svg+xml; charset=utf-8',
      body,
    });
  });

  app.get('/verify/:publicId/credential.jwt', { config }, async (request, reply) => {
    const { award } = await loadAward(deps, request);
    if (award.jwt === null) throw new NotFoundError('credential');
    // As plain text: Open Badges 3.0, “Web Resource”. Revoked or not: its status is looked up by whoever verifies it.
    const body = award.jwt;
    return sendTagged(request, named(reply, award, 'credential-jwt'), { type: 'text/plain; charset=utf-8', body });
  });

  app.get('/verify/:publicId/image.png', { config }, async (request, reply) => {
    const { award } = await loadHeldAward(deps, request);
    const facts = socialFacts(award, deps.baseUrl);
    const tag = sha256(`${socialVersion} ${JSON.stringify(facts)}`);
    if (hasTag(request, reply, tag)) return reply.code(304).send();
    const drawn = images.get(tag) ?? drawSocialImage(facts);
    images.delete(tag);
    images.set(tag, drawn);
    drawn.catch(() => images.delete(tag));
    if (images.size > mostImages) images.delete(images.keys().next().value ?? '');
    return reply.type('image/png').send(await drawn);
  });

  async function olderText(award: PublicAward): Promise<string> {
    const assertion = await olderAssertion(deps, award);
    if (!assertion) throw new NotFoundError('badge');
    return JSON.stringify(assertion);
  }
}

/** The credential with its proof, or as a JWT where that is asked for and there is one. */
function textOf({ credential, jwt }: PublicAward, format: string | undefined): string {
  if (format !== 'jwt') return JSON.stringify(credential);
  if (jwt === null) throw new NotFoundError('badge');
  return jwt;
}

/** Under a name of its own, and in no search engine: unlike the picture of a link’s card it is not the page’s. */
function named(reply: FastifyReply, { slug }: PublicAward, file: AwardFile): FastifyReply {
  return reply
    .headers(hiddenFromSearch)
    .header('content-disposition', `inline; filename="${awardFileName(slug, file)}"`);
}
