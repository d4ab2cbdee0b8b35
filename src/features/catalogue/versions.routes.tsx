import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { buildAchievementDocument } from '#domain/credential/achievement.ts';
import { ruleWords } from '#domain/series/stack-words.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, sendPage, wantsJson } from '#platform/http.ts';
import { VersionPage } from './version.page.tsx';
import { type VersionRow, findDefinitionVersion, findSeriesVersion } from './versions.queries.ts';

const open = { config: { policy: 'public' } } as const;

type VersionParams = { Params: { slug: string; number: string } };

/** The address that stands in awards as `achievement.id`: a page for people, the Achievement as JSON-LD for programs. */
export function versionRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<VersionParams>('/micro-credentials/:slug/versions/:number', open, async (request, reply) =>
    sendVersion(request, reply, await findDefinitionVersion(deps.db, ...placeOf(request))),
  );

  app.get<VersionParams>('/series/:slug/versions/:number', open, async (request, reply) =>
    sendVersion(request, reply, await findSeriesVersion(deps.db, ...placeOf(request))),
  );

  function sendVersion(request: FastifyRequest, reply: FastifyReply, row: VersionRow | undefined): FastifyReply {
    reply.header('vary', 'accept').header('access-control-allow-origin', '*');
    if (!row) throw new NotFoundError('version');
    if (!wantsJson(request))
      return sendPage(reply, 200, <VersionPage context={pageContext(request, deps)} row={row} />);
    const { baseUrl } = deps;
    const achievement = buildAchievementDocument(
      row.kind === 'stack' ? { ...row, baseUrl, criteria: ruleWords(row.series) } : { ...row, baseUrl },
    );
    const type = (request.headers.accept ?? '').includes('application/ld+json') ? 'ld+json' : 'json';
    return reply
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('cache-control', 'public, max-age=3600')
      .type(`application/${type}; charset=utf-8`)
      .send(JSON.stringify(achievement));
  }
}

/** Where awards of the first kind point: `/micro-credentials/:slug?version=3`. */
export function olderAchievementId(request: FastifyRequest<{ Params: { slug: string } }>): string | undefined {
  const { version } = request.query as { version?: unknown };
  if (typeof version !== 'string' || !/^[1-9]\d{0,8}$/.test(version)) return undefined;
  return `/micro-credentials/${encodeURIComponent(request.params.slug)}/versions/${version}`;
}

function placeOf({ params }: FastifyRequest<VersionParams>): [string, number] {
  if (!/^[1-9]\d{0,8}$/.test(params.number)) throw new NotFoundError('version');
  return [params.slug, Number(params.number)];
}
