import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Deps } from '#platform/deps.ts';
import { pageContext, sendPage, textFields } from '#platform/http.ts';
import { type AddressLimits, networkLimits } from './account-limits.ts';
import { findHome, hasPassword } from './accounts.queries.ts';
import { EmailOnly, NewPasswordOnly, parseForm, typedFields } from './account.form.ts';
import { withNext } from './account-fields.tsx';
import { authHeaders, passCookies, unlessRefused } from './browser-session.ts';
import { ConfirmLinkPage, MailSentPage, RequestLinkPage } from './link.page.tsx';
import { requestAccountMail } from './request-account-mail.ts';
import { NewPasswordPage, RequestResetPage } from './reset.page.tsx';
import { readNext } from './sign-in.routes.tsx';

const Token = z.string().regex(/^[\w-]{8,100}$/);

/** What goes by mail: links that sign in, and new passwords. */
export function accountMailRoutes(app: FastifyInstance, deps: Deps, limits: AddressLimits): void {
  const { auth, db } = deps;
  const showOutbox = !deps.production;

  app.get('/sign-in/link', { config: { policy: 'public' } }, (request, reply) => {
    const props = { context: pageContext(request, deps), next: readNext(request.query) };
    const token = Token.safeParse(textFields(request.query).token);
    return sendPage(
      reply,
      200,
      token.success ? <ConfirmLinkPage {...props} token={token.data} /> : <RequestLinkPage {...props} />,
    );
  });

  app.post('/sign-in/link', { config: { policy: 'public', rateLimit: networkLimits.mail } }, async (request, reply) => {
    const props = { context: pageContext(request, deps), next: readNext(request.body) };
    const form = parseForm(EmailOnly, request.body);
    if (!form.ok) return sendPage(reply, 422, <RequestLinkPage {...props} typed={form.typed} errors={form.errors} />);
    await limits.mail(request, form.values.email);
    await db
      .transaction()
      .execute((trx) => requestAccountMail(trx, { kind: 'link', next: props.next, ...form.values }));
    return sendPage(reply, 200, <MailSentPage {...props} {...form.values} what="link" showOutbox={showOutbox} />);
  });

  app.post(
    '/sign-in/link/confirm',
    { config: { policy: 'public', rateLimit: networkLimits.signIn } },
    async (request, reply) => {
      const next = readNext(request.body);
      const token = Token.safeParse(textFields(request.body).token);
      const done =
        token.success &&
        (await unlessRefused(
          auth.api.magicLinkVerify({
            query: { token: token.data },
            headers: authHeaders(request),
            returnHeaders: true,
          }),
        ));
      if (!done) return reply.redirect(withNext('/sign-in', next, { spent: '1' }), 303);
      passCookies(reply, done.headers);
      const { id } = done.response.user;
      if (await hasPassword(db, id)) return reply.redirect(next || (await findHome(db, id)), 303);
      return reply.redirect(withNext('/reset', next, { confirmed: '1' }), 303);
    },
  );

  app.get('/reset', { config: { policy: 'public' } }, (request, reply) => {
    const confirmed = request.viewer !== null && textFields(request.query).confirmed !== undefined;
    const typed = request.viewer ? { email: request.viewer.person.email } : {};
    return sendPage(
      reply,
      200,
      <RequestResetPage
        context={pageContext(request, deps)}
        next={readNext(request.query)}
        typed={typed}
        confirmed={confirmed}
      />,
    );
  });

  app.post('/reset', { config: { policy: 'public', rateLimit: networkLimits.mail } }, async (request, reply) => {
    const props = { context: pageContext(request, deps), next: readNext(request.body) };
    const form = parseForm(EmailOnly, request.body);
    if (!form.ok) return sendPage(reply, 422, <RequestResetPage {...props} typed={form.typed} errors={form.errors} />);
    await limits.mail(request, form.values.email);
    await db
      .transaction()
      .execute((trx) => requestAccountMail(trx, { kind: 'reset', next: props.next, ...form.values }));
    return sendPage(reply, 200, <MailSentPage {...props} {...form.values} what="reset" showOutbox={showOutbox} />);
  });

  app.get<{ Params: { token: string } }>('/reset/:token', { config: { policy: 'public' } }, (request, reply) => {
    const props = { context: pageContext(request, deps), next: readNext(request.query) };
    return sendPage(reply, 200, <NewPasswordPage {...props} token={request.params.token} />);
  });

  app.post<{ Params: { token: string } }>(
    '/reset/:token',
    { config: { policy: 'public', rateLimit: networkLimits.signIn } },
    async (request, reply) => {
      const { token } = request.params;
      const props = { context: pageContext(request, deps), next: readNext(request.body), token };
      const form = parseForm(NewPasswordOnly, request.body);
      if (!form.ok) return sendPage(reply, 422, <NewPasswordPage {...props} errors={form.errors} />);
      const done = Token.safeParse(token).success
        ? await unlessRefused(auth.api.resetPassword({ body: { token, newPassword: form.values.password } }))
        : undefined;
      if (done) return reply.redirect(withNext('/sign-in', props.next, { reset: '1' }), 303);
      return sendPage(
        reply,
        422,
        <RequestResetPage
          {...props}
          typed={typedFields(request.body)}
          errors={[
            { field: 'email', message: 'That link has been used, or it is too old. Have another one mailed to you' },
          ]}
        />,
      );
    },
  );
}
