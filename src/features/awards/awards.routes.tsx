import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codeWords } from '#domain/award/revocation.ts';
import { dayOf } from '#domain/assessment/local-day.ts';
import { type AwardFile, awardFileName } from '#domain/award/award-file-name.ts';
import type { AwardState } from '#domain/award/status.ts';
import { type Palette, tileSvg } from '#domain/tile/tile.ts';
import type { Database } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { ForbiddenError, GoneError, NotFoundError, UnreadableError } from '#platform/errors.ts';
import { hiddenFromSearch, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { isStillAsked } from '../provider/answer-evaluation.ts';
import { findAwardStatus } from '../status/status.queries.ts';
import { createLocalVerification } from '../verify/local-verification.ts';
import { listShownEndorsements } from '../badges/endorsements.queries.ts';
import { findEntry } from '../credit/ledger.queries.ts';
import { listProviderNumbers } from '../provider/agencies.queries.ts';
import { AwardPage } from './award.page.tsx';
import { AwardsPage } from './awards.page.tsx';
import { findSurroundings } from './award-process.queries.ts';
import { AwardsQuery } from './awards-filter.ts';
import { type PublicAward, findPublicAward, listAwardsOf, listBeingSigned } from './awards.queries.ts';
import { certificatePdf } from './certificate.ts';
import { getNameAmong } from './present-name.ts';
import { listSigners, listSignersOf } from './signers.queries.ts';
import { awardsTranscriptPdf } from './transcript.ts';

/** Setting a certificate takes far longer than reading an award: nobody needs more of them from one address. */
const certificateLimit = { max: 60, timeWindow: '1 minute' };

export function awardRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, secret } = deps;
  const verify = createLocalVerification(db);

  app.get('/verify/:publicId', { config: { policy: 'public' } }, async (request, reply) => {
    const award = await loadAward(db, request);
    const viewerId = request.viewer?.person.id ?? null;
    const { publicId, slug, issuer, id: awardId } = award;
    const [verification, status, surroundings, endorsements, entry, isAsked] = await Promise.all([
      verify(award, deps.now()),
      findAwardStatus(db, awardId, deps.now()),
      findSurroundings(db, { awardId, viewerId }),
      listShownEndorsements(db, { issuer: issuer.slug, slug, now: deps.now() }),
      viewerId === null ? undefined : findEntry(db, viewerId, { publicId }),
      viewerId !== null && isStillAsked(db, awardId, secret),
    ]);
    const isReissued = surroundings.isOwn && textFields(request.query).done === 'reissued';
    const props = { context: pageContext(request, deps), award, status, surroundings, verification, endorsements };
    return sendPage(
      reply.headers(hiddenFromSearch),
      200,
      <AwardPage {...props} isReissued={isReissued} isClaimable={entry !== undefined} isAsked={isAsked} />,
    );
  });

  app.get('/verify/:publicId/credential.json', { config: { policy: 'public' } }, async (request, reply) => {
    const { credential, slug } = await loadAward(db, request);
    return openToAll(reply)
      .headers(hiddenFromSearch)
      .header('vary', 'accept')
      .header('content-disposition', named(slug, 'credential-json'))
      .type(credentialType(request))
      .send(JSON.stringify(credential));
  });

  app.get(
    '/verify/:publicId/certificate.pdf',
    { config: { policy: 'public', rateLimit: certificateLimit } },
    async (request, reply) => {
      const award = await loadAward(db, request);
      const { slug, title } = award;
      const state = await refuseUnheld(db, award, deps.now());
      const isLetter = textFields(request.query).paper === 'letter';
      const pdf = certificatePdf(award, {
        baseUrl: deps.baseUrl,
        tileSvg: tileSvg({ slug, palette: award.issuer.palette as Palette, title }),
        paper: isLetter ? 'us-letter' : 'a4',
        signers: await listSigners(db, award.issuer.id),
        state,
        providerNumbers: await listProviderNumbers(db, award.issuer.id, dayOf(award.issuer.timeZone, award.awardedAt)),
      });
      return reply
        .type('application/pdf')
        .headers(hiddenFromSearch)
        .header('content-disposition', named(slug, isLetter ? 'certificate-letter' : 'certificate-a4'))
        .send(pdf);
    },
  );

  app.get('/awards', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const { person } = requireViewer(request);
    const [awards, beingSigned] = await Promise.all([
      listAwardsOf(db, person.id, deps.now()),
      listBeingSigned(db, person.id),
    ]);
    const props = { context: pageContext(request, deps), awards, beingSigned, query: AwardsQuery.parse(request.query) };
    return sendPage(reply, 200, <AwardsPage {...props} />);
  });

  app.get(
    '/awards/transcript.pdf',
    { config: { policy: 'signed-in', rateLimit: certificateLimit } },
    async (request, reply) => {
      const { person } = requireViewer(request);
      const { from, to, paper, issuer = '' } = textFields(request.query);
      const period = { from: readDay(from), to: readDay(to) };
      const awards = await listAwardsOf(db, person.id, deps.now());
      const chosen = issuer === '' ? undefined : issuer;
      if (chosen !== undefined && !awards.some(({ issuerSlug }) => issuerSlug === chosen))
        throw new NotFoundError('issuer');
      const slugs = [...new Set(awards.map(({ issuerSlug }) => issuerSlug))];
      const issuers = awards.filter(({ issuerSlug }) => chosen === undefined || issuerSlug === chosen);
      const name = await getNameAmong(
        db,
        person.id,
        issuers.map(({ issuerId }) => issuerId),
      );
      const pdf = awardsTranscriptPdf(awards, {
        ...{ issuer: chosen, signers: await listSignersOf(db, slugs) },
        ...{ name, period, baseUrl: deps.baseUrl, now: deps.now() },
        paper: paper === 'letter' ? 'us-letter' : 'a4',
      });
      return reply
        .type('application/pdf')
        .header('cache-control', 'private, no-store')
        .header('content-disposition', 'inline; filename="transcript.pdf"')
        .send(pdf);
    },
  );
}

/** A printed certificate can’t say what became of the award since: so there is none of what does not count. */
async function refuseUnheld(db: Database, { id }: PublicAward, now: Date): Promise<AwardState> {
  const { state, code } = await findAwardStatus(db, id, now);
  if (state === 'suspended')
    throw new ForbiddenError('This award is suspended. Its certificate is not given out until that is settled.');
  if (state !== 'revoked') return state;
  throw new GoneError(
    `This award is revoked, so it has no certificate any more. ${code ? `${codeWords[code]}.` : ''}`.trim(),
  );
}

/** A calendar day as a date field sends it; left empty it is no bound, and mistyped it is told. */
function readDay(typed: string | undefined): string | undefined {
  if (typed === undefined || typed === '') return undefined;
  const day = new Date(`${typed}T00:00:00Z`);
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/u.test(typed) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(typed);
  if (!isDay) throw new UnreadableError('Write each day as year, month and day, such as 2026-09-01.');
  return typed;
}

async function loadAward(db: Database, request: FastifyRequest): Promise<PublicAward> {
  const { publicId } = request.params as { publicId: string };
  const award = await findPublicAward(db, publicId);
  if (!award) throw new NotFoundError('award');
  return award;
}

function named(slug: string, file: AwardFile): string {
  return `inline; filename="${awardFileName(slug, file)}"`;
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
