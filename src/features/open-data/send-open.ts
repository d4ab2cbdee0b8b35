import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '#platform/hash.ts';

type Sent = { type: string; body: string; maxAge?: number };

/** Sends what is open to programs on every other site, or 304 to who holds it already. */
export function sendOpen(request: FastifyRequest, reply: FastifyReply, { type, body, maxAge = 300 }: Sent) {
  // Weak: what compresses an answer changes its bytes.
  const etag = `W/"${sha256(body).slice(0, 32)}"`;
  openToAll(reply)
    .header('cache-control', `public, max-age=${maxAge}, stale-while-revalidate=86400`)
    .header('etag', etag);
  if (isHeld(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.type(type).send(body);
}

export function sendOpenJson(request: FastifyRequest, reply: FastifyReply, body: unknown, type = 'application/json') {
  return sendOpen(request, reply, { type: `${type}; charset=utf-8`, body: JSON.stringify(body) });
}

export function openToAll(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('access-control-expose-headers', 'etag, link, x-total-count')
    .header('cross-origin-resource-policy', 'cross-origin');
}

/** Whether a browser asks, for a person; programs that name no type want the data. */
export function asksForPage({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('text/html') && !accept.includes('json');
}

function isHeld(asked: string | undefined, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return (asked ?? '').split(',').some((tag) => bare(tag) === bare(etag) || tag.trim() === '*');
}
