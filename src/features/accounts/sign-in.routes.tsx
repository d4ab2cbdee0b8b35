import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { pageContext, safeNext, sendPage, textFields } from '#platform/http.ts';
import { type AddressLimits, networkLimits } from './account-limits.ts';
import { SignIn, SignUp, parseForm, typedFields } from './account.form.ts';
import { findHome } from './accounts.queries.ts';
import { authHeaders, passCookies, unlessRefused } from './browser-session.ts';
import { type SignInNotice, SignInPage, SignUpPage } from './sign-in.page.tsx';

/** Where the person was going, or nothing; a foreign address counts as nothing. */
export function readNext(source: unknown): string {
  return safeNext(textFields(source).next, '');
}

function noticeOf(request: FastifyRequest): SignInNotice | undefined {
  const query = textFields(request.query);
  return (['expired', 'reset', 'spent'] as const).find((notice) => query[notice] !== undefined);
}

/** Signing up, in and out. */
export function signInRoutes(app: FastifyInstance, deps: Deps, limits: AddressLimits): void {
  const { auth, db } = deps;

  app.get('/sign-in', { config: { policy: 'public' } }, async (request, reply) => {
    const next = readNext(request.query);
    if (request.viewer) return reply.redirect(next || (await findHome(db, request.viewer.person.id)), 303);
    return sendPage(
      reply,
      200,
      <SignInPage context={pageContext(request, deps)} next={next} notice={noticeOf(request)} />,
    );
  });

  app.post('/sign-in', { config: { policy: 'public', rateLimit: networkLimits.signIn } }, async (request, reply) => {
    const next = readNext(request.body);
    const props = { context: pageContext(request, deps), next, typed: typedFields(request.body) };
    const form = parseForm(SignIn, request.body);
    if (!form.ok) return sendPage(reply, 422, <SignInPage {...props} errors={form.errors} />);

    await limits.signIn(request, form.values.email);
    const done = await unlessRefused(
      auth.api.signInEmail({ body: form.values, headers: authHeaders(request), returnHeaders: true }),
    );
    if (!done) {
      const errors = [{ field: 'email', message: 'This e-mail address and password do not belong together' }];
      return sendPage(reply, 422, <SignInPage {...props} errors={errors} />);
    }
    passCookies(reply, done.headers);
    return reply.redirect(next || (await findHome(db, done.response.user.id)), 303);
  });

  app.get('/sign-up', { config: { policy: 'public' } }, async (request, reply) => {
    const next = readNext(request.query);
    if (request.viewer) return reply.redirect(next || (await findHome(db, request.viewer.person.id)), 303);
    return sendPage(
      reply,
      200,
      <SignUpPage context={pageContext(request, deps)} next={next} typed={textFields(request.query)} />,
    );
  });

  app.post('/sign-up', { config: { policy: 'public', rateLimit: networkLimits.signUp } }, async (request, reply) => {
    const next = readNext(request.body);
    const props = { context: pageContext(request, deps), next, typed: typedFields(request.body) };
    const form = parseForm(SignUp, request.body);
    if (!form.ok) return sendPage(reply, 422, <SignUpPage {...props} errors={form.errors} />);

    const { name, email, password } = form.values;
    await limits.signUp(request, email);
    const headers = authHeaders(request);
    // Someone who has forgotten that they have an account, and gives its password, is simply signed in.
    const done =
      (await unlessRefused(auth.api.signUpEmail({ body: { name, email, password }, headers, returnHeaders: true }))) ??
      (await unlessRefused(auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true })));
    if (!done) {
      const message = 'No account can be made with this address. If it is yours, sign in, or have a link mailed to you';
      return sendPage(reply, 422, <SignUpPage {...props} errors={[{ field: 'email', message }]} />);
    }
    passCookies(reply, done.headers);
    return reply.redirect(next || '/library', 303);
  });

  app.post('/sign-out', { config: { policy: 'public' } }, async (request, reply) => {
    const { headers } = await auth.api.signOut({ headers: authHeaders(request), returnHeaders: true });
    passCookies(reply, headers);
    return reply.redirect('/', 303);
  });
}
