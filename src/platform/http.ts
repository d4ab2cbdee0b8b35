import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import type { Viewer } from '#domain/access/viewer.ts';
import { renderPage } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { Deps } from './deps.ts';
import { ForbiddenError } from './errors.ts';
import type { PolicyName } from './policy.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route there is, as it was registered. */
    routeList: { method: string; url: string; policy: PolicyName }[];
  }
  interface FastifyRequest {
    viewer: Viewer | null;
    /** A form of somebody who has to sign in first: it is read, so that it is not lost, and never handled. */
    isSignedOut: boolean;
  }
  interface FastifyContextConfig {
    policy?: PolicyName;
    /** Answers everyone alike, so nobody's session is looked up. */
    asksNobody?: boolean;
  }
}

/** The viewer of a route whose policy asks for one. */
export function requireViewer(request: FastifyRequest): Viewer {
  if (!request.viewer) throw new ForbiddenError('Sign in first.');
  return request.viewer;
}

/** Whether the caller wants JSON rather than a page. */
export function wantsJson(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? '';
  return accept.includes('json') && !accept.includes('text/html');
}

/** Fields of a posted form or a query, as text; anything else is left out. */
export function textFields(body: unknown): Record<string, string> {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** What a page says after a redirect, by the word for it in the address; any other word says nothing, not even “__proto__”. */
export function noticeFor(notices: Readonly<Record<string, string>>, word: unknown): string | undefined {
  return typeof word === 'string' && Object.hasOwn(notices, word) ? notices[word] : undefined;
}

/**
 * Only addresses of this site, so that a link can't send someone who signs in elsewhere; escaped as browsers send them,
 * since no header takes other letters.
 */
export function safeNext(next: unknown, fallback = '/work'): string {
  return typeof next === 'string' && /^\/(?![/\\])[!-[\]-~]*$/.test(next) ? next : fallback;
}

/** Keeps what belongs to somebody out of search engines; cards of links are read all the same. */
export const hiddenFromSearch = { 'x-robots-tag': 'noindex' } as const;

/** What every page of this request needs to know. */
export function pageContext(
  request: FastifyRequest,
  { assets, now, baseUrl }: Pick<Deps, 'assets' | 'now' | 'baseUrl'>,
): PageContext {
  return { viewer: request.viewer, path: request.url, assets, now: now(), baseUrl };
}

export function sendPage(reply: FastifyReply, status: number, page: ReactElement): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(renderPage(page));
}
