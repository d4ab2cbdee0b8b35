import { isAPIError } from 'better-auth/api';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What the accounts library wants to know of a request: whose session it is, and what to note beside it. */
export function authHeaders(request: FastifyRequest): Headers {
  const headers = new Headers({ 'x-forwarded-for': request.ip });
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  return headers;
}

/** Hands the library's cookies on to the browser. */
export function passCookies(reply: FastifyReply, headers: Headers): void {
  for (const cookie of headers.getSetCookie()) reply.header('set-cookie', cookie);
}

/** Runs a call of the library; `undefined` when it refuses what the person gave (a wrong password, a used link). */
export async function unlessRefused<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    // Its refusals are answers of 300 to 499: a link that is spent is answered with a redirect.
    if (isAPIError(error) && error.statusCode >= 300 && error.statusCode < 500) return undefined;
    throw error;
  }
}
