import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Storage } from '#platform/storage.ts';
import { readRange } from './byte-range.ts';

type StoredFile = { name: string; sha256: string; size: number; mediaType: string };

const shownInline = /^(application\/pdf|image\/(png|jpeg|gif|webp|avif)|video\/|audio\/|text\/plain$)/;

/** Sends what somebody uploaded so that it can do nothing here: of its sniffed type, sandboxed, and in ranges for players. */
export function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  storage: Storage,
  file: StoredFile,
): FastifyReply {
  const disposition = shownInline.test(file.mediaType) ? 'inline' : 'attachment';
  const text = file.mediaType.startsWith('text/');
  reply
    .header('content-security-policy', policyFor(file.mediaType))
    .header('x-content-type-options', 'nosniff')
    .header('content-disposition', `${disposition}; ${nameParameters(file.name)}`)
    .header('cache-control', 'private, no-cache')
    .header('accept-ranges', 'bytes')
    .header('etag', `"${file.sha256}"`)
    .type(text ? `${file.mediaType}; charset=utf-8` : file.mediaType);
  if (request.headers['if-none-match'] === `"${file.sha256}"`) return reply.code(304).send();

  const range = readRange(request.headers.range, file.size);
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${file.size}`).type('text/plain').send('');
  }
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.size}`);
  reply.header('content-length', range ? range.end - range.start + 1 : file.size);
  return reply.send(request.method === 'HEAD' ? '' : storage.read(file.sha256, range));
}

/** Browsers refuse to open their own PDF viewer in a sandboxed response, and that viewer is a sandbox itself. */
function policyFor(mediaType: string): string {
  if (mediaType === 'application/pdf') return "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
  return "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";
}

/** The name in plain ASCII for old readers and in UTF-8 for all others (RFC 6266). */
function nameParameters(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/gu,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
