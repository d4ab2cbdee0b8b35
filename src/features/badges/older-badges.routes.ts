import type { FastifyInstance } from 'fastify';
import { codeWords } from '#domain/award/revocation.ts';
import { buildOlderBadge, buildOlderIssuer, buildRevokedAssertion, noReply } from '#domain/badge/open-badges-2.ts';
import { criteriaNarrative } from '#domain/credential/criteria.ts';
import { type Subject, caseItemUrl, outcomeItemId, versionUrl } from '#domain/open-data/ids.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { hiddenFromSearch } from '#platform/http.ts';
import { badgeLimit, loadAward, openToAll, sendTagged } from './held-award.ts';
import { findDefinitionVersion, findIssuerProfile, findSeriesVersion } from './older-badges.queries.ts';
import { olderAssertion } from './older-badges.ts';

const config = { policy: 'public', asksNobody: true, rateLimit: badgeLimit } as const;
const type = 'application/ld+json; charset=utf-8';

/**
 * Open Badges 2.0, hosted. That version knows valid and revoked alone: a suspended award is answered like a revoked one, and
 * counts again once the suspension is lifted, since nobody keeps the answer.
 */
export function olderBadgeRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, baseUrl, mailFrom } = deps;

  app.get('/ob2/assertions/:publicId', { config }, async (request, reply) => {
    const { award, status } = await loadAward(deps, request);
    if (status.state === 'revoked' || status.state === 'suspended') {
      const words = status.code ? `${codeWords[status.code]}.` : 'The issuer revoked this award.';
      const reason = status.state === 'revoked' ? words : 'The issuer suspended this award.';
      const gone = buildRevokedAssertion(baseUrl, award.publicId, reason);
      const headers = { ...hiddenFromSearch, 'cache-control': 'no-store' };
      return openToAll(reply).code(410).headers(headers).type(type).send(JSON.stringify(gone));
    }
    const assertion = await olderAssertion(deps, award);
    if (!assertion) throw new NotFoundError('badge');
    return sendTagged(request, reply.headers(hiddenFromSearch), { type, body: JSON.stringify(assertion) });
  });

  app.get<{ Params: { slug: string; version: string } }>(
    '/ob2/badges/:slug/:version',
    { config },
    async (request, reply) => {
      const version = versionOf(request.params.version);
      const found = await findDefinitionVersion(db, request.params.slug, version);
      if (!found) throw new NotFoundError('badge');
      const { definition, issuer } = found;
      const { slug, title, summary, audience, outcomes } = definition;
      const subject: Subject = { kind: 'micro-credential', slug };
      const badge = buildOlderBadge({
        baseUrl,
        subject,
        version,
        issuerSlug: issuer.slug,
        title,
        description: summary,
        criteria: { id: versionUrl(baseUrl, subject, version), narrative: criteriaNarrative(definition) },
        tags: audience,
        alignment: outcomes.map((outcome) => ({
          targetName: outcome.title,
          targetUrl: caseItemUrl(baseUrl, outcomeItemId(baseUrl, slug, outcome.id)),
          targetFramework: `Outcomes of ${title}`,
        })),
      });
      return sendTagged(request, reply.headers(hiddenFromSearch), { type, body: JSON.stringify(badge) });
    },
  );

  app.get<{ Params: { slug: string; version: string } }>(
    '/ob2/series/:slug/:version',
    { config },
    async (request, reply) => {
      const version = versionOf(request.params.version);
      const found = await findSeriesVersion(db, request.params.slug, version);
      if (!found) throw new NotFoundError('badge');
      const { slug, title, summary, statement, audience, stackAward } = found.series;
      const subject: Subject = { kind: 'series', slug };
      const badge = buildOlderBadge({
        baseUrl,
        subject,
        version,
        issuerSlug: found.issuer.slug,
        title: stackAward?.title ?? title,
        description: summary,
        criteria: { id: versionUrl(baseUrl, subject, version), narrative: stackAward?.statement ?? statement },
        tags: audience,
        alignment: [],
      });
      return sendTagged(request, reply.headers(hiddenFromSearch), { type, body: JSON.stringify(badge) });
    },
  );

  app.get<{ Params: { issuer: string } }>('/ob2/issuers/:issuer', { config }, async (request, reply) => {
    const issuer = await findIssuerProfile(db, request.params.issuer);
    if (!issuer) throw new NotFoundError('issuer');
    const email = issuer.email ?? noReply(mailFrom, baseUrl);
    return sendTagged(request, reply.headers(hiddenFromSearch), {
      type,
      body: JSON.stringify(buildOlderIssuer(baseUrl, { ...issuer, email })),
    });
  });
}

/** What is no number of a version is that of none. */
function versionOf(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
}
