import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { jsonSchemas, schemaText, type JsonSchemaName } from '#domain/definition/json-schema.ts';
import { tileSvg } from '#domain/tile/tile.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';
import { findTile } from './catalogue.queries.ts';

/** Tiles, the site's icon and the schemas of the format: drawn once, then answered from the browser's cache. */
export function tileRoutes(app: FastifyInstance, { db }: Pick<Deps, 'db'>): void {
  app.get<{ Params: { slug: string }; Querystring: { state?: unknown } }>(
    '/tiles/:slug.svg',
    { config: { policy: 'public' } },
    async (request, reply) => {
      const { slug } = request.params;
      const tile = await findTile(db, slug);
      if (!tile) throw new NotFoundError('tile');
      const state = request.query.state === 'sketched' ? 'sketched' : 'laid';
      const svg = tileSvg({ slug, palette: tile.palette, state, title: tile.title });
      return sendCached(request, reply, 'image/svg+xml', svg, 86_400);
    },
  );

  app.get('/favicon.svg', { config: { policy: 'public' } }, (request, reply) =>
    sendCached(request, reply, 'image/svg+xml', favicon, 86_400),
  );

  for (const name of Object.keys(jsonSchemas) as JsonSchemaName[]) {
    const text = schemaText(name);
    app.get(`/schemas/${name}.json`, { config: { policy: 'public' } }, (request, reply) =>
      sendCached(request, reply, 'application/schema+json', text, 3600),
    );
  }
}

/** Four stones: a tile of its own. */
const favicon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect width="20" height="20" rx="3" fill="#f6eeda"/><path d="M2 2h7.5v7.5H2z" fill="#2b7480"/><path d="M10.5 2H18v7.5h-7.5z" fill="#c4862a"/><path d="M2 10.5h7.5V18H2z" fill="#b75b3d"/><path d="M10.5 18v-7.5H18z" fill="#38579f"/></svg>';

/** Answers 304 when the browser holds this content. It is the same for everyone, signed in or not. */
function sendCached(request: FastifyRequest, reply: FastifyReply, type: string, text: string, maxAge: number) {
  const etag = `W/"${sha256(text).slice(0, 20)}"`;
  reply.header('etag', etag).header('cache-control', `public, max-age=${maxAge}, stale-while-revalidate=604800`);
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.type(`${type}; charset=utf-8`).send(text);
}
