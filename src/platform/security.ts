import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from './deps.ts';
import { ForbiddenError, NotFoundError, SignedOutError, TooManyRequestsError, type TypedForm } from './errors.ts';
import { textFields } from './http.ts';
import { policies } from './policy.ts';
import { findViewer, readSessionCookie, sessionCookie } from './session.ts';

/** Headers, rate limits, the origin check, and the policy of every route. Deny by default. */
export async function registerSecurity(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        formAction: ["'self'"],
        frameSrc: ["'self'"],
        frameAncestors: ["'self'"],
        baseUri: ["'none'"],
        manifestSrc: ["'self'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: deps.baseUrl.startsWith('https://'),
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) => new TooManyRequestsError(ttl / 1000),
  });

  app.decorateRequest('viewer', null);
  app.decorateRequest('isSignedOut', false);
  app.decorate('routeList', []);
  app.addHook('onRoute', (route) => {
    // The built browser files come from a plugin that knows nothing of policies.
    if (route.url.startsWith('/assets/')) route.config = { ...route.config, policy: 'public', asksNobody: true };
    if (!route.config?.policy)
      throw new Error(`${String(route.method)} ${route.url} names no policy; add config: { policy: … }`);
    for (const method of [route.method].flat()) {
      app.routeList.push({ method: method.toUpperCase(), url: route.url, policy: route.config.policy });
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    // What asks for nobody's session can do nothing in anybody's name, wherever it is asked from.
    if (!request.routeOptions.config.asksNobody) refuseForeignOrigin(request, deps.baseUrl);
    // No text that the database can hold has this character, so nothing has such an address.
    if (request.url.includes('%00')) throw new NotFoundError();
    const policy = request.routeOptions.config.policy;
    const needsViewer = policy !== undefined && !request.routeOptions.config.asksNobody;
    const token = needsViewer ? readSessionCookie(request.cookies, deps.secret, deps.baseUrl) : undefined;
    const found = token !== undefined ? await findViewer(deps.db, token, deps.now()) : undefined;
    request.viewer = found?.viewer ?? null;
    if (token !== undefined && found?.renewed)
      reply.header('set-cookie', sessionCookie(token, deps.secret, deps.baseUrl));
    if (request.viewer) reply.header('cache-control', 'private, no-store');
    if (policy === undefined) return; // No route: the not-found handler answers.

    const rule = policies[policy] as (
      viewer: typeof request.viewer,
      params: Record<string, string>,
    ) => ReturnType<(typeof policies)['signed-in']>;
    const verdict =
      policy === 'development' && deps.production
        ? 'not-found'
        : rule(request.viewer, request.params as Record<string, string>);
    if (verdict === 'not-found') throw new NotFoundError();
    if (verdict === 'forbid')
      throw new ForbiddenError(
        'Your account has no role that opens this. Ask your issuer’s administrator if you think it should.',
      );
    if (verdict === 'sign-in') return askToSignIn(request, reply);
  });
  // What a form holds can be read only now; the handler is never reached.
  app.addHook('preValidation', async (request, reply) => {
    if (!request.isSignedOut) return;
    const typed = await readTyped(request);
    if (Object.values(typed.fields).some((value) => value !== '')) throw new SignedOutError(typed);
    return reply.redirect(`/sign-in?expired=1${nextOf(request, deps.baseUrl)}`, 303);
  });
}

/**
 * A page sends to the sign-in form and back, a form is read first, so that what was typed is not lost; anything else is
 * told 401, and keeps what was typed itself.
 */
function askToSignIn(request: FastifyRequest, reply: FastifyReply) {
  const accept = request.headers.accept ?? '';
  if (request.method !== 'GET' && accept.includes('text/html')) {
    request.isSignedOut = true;
    return;
  }
  if (request.method !== 'GET' || accept.includes('application/json')) {
    return reply
      .code(401)
      .type('application/problem+json')
      .send({ type: 'about:blank', title: 'Sign in first', status: 401 });
  }
  return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303);
}

/** The fields of a posted form; its files can't be kept for somebody unknown. */
async function readTyped(request: FastifyRequest): Promise<TypedForm> {
  if (!request.isMultipart()) return { fields: textFields(request.body), hasFiles: false };
  const fields: Record<string, string> = {};
  let hasFiles = false;
  for await (const part of request.parts({ limits: { files: 40, fields: 2000, fieldSize: 1_000_000 } })) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value);
    } else {
      hasFiles ||= Boolean(part.filename);
      part.file.resume();
    }
  }
  return { fields, hasFiles };
}

/** The page whose form was sent, so that signing in leads back to it. */
function nextOf(request: FastifyRequest, baseUrl: string): string {
  const { referer } = request.headers;
  return referer?.startsWith(`${baseUrl}/`) ? `&next=${encodeURIComponent(referer.slice(baseUrl.length))}` : '';
}

/** A form or script of another site can't post here in somebody's name. */
function refuseForeignOrigin(request: FastifyRequest, baseUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const foreignOrigin = origin !== undefined && origin !== new URL(baseUrl).origin;
  if (foreignSite || (site === undefined && foreignOrigin))
    throw new ForbiddenError('This request came from another site.');
}
