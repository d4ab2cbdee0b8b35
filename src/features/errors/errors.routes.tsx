import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { hiddenFromSearch, pageContext, sendPage, wantsJson } from '#platform/http.ts';
import { HttpError, SignedOutError } from '#platform/errors.ts';
import { KeyServiceError } from '#platform/key-service.ts';
import { ErrorPage } from './error.page.tsx';
import { SignedOutPage } from './signed-out.page.tsx';

/** What the framework's own refusals mean for a person. */
const frameworkMessages: Record<number, string> = {
  400: 'The request could not be read. Go back and try again.',
  413: 'What you sent is larger than this page takes. Nothing was saved; go back and send less.',
  414: 'No address here is as long as this one.',
  415: 'This address does not take that kind of content.',
  429: 'Wait a minute, then try again.',
};

/** One handler makes the page, or the RFC 9457 problem JSON, of every error. */
export function registerErrorPages(app: FastifyInstance, deps: Deps): void {
  app.setNotFoundHandler((request, reply) => {
    const message = 'The address may be mistyped, or the page has moved.';
    if (wantsJson(request)) return reply.code(404).type('application/problem+json').send(problem(404, message));
    return sendPage(reply, 404, <ErrorPage context={pageContext(request, deps)} status={404} message={message} />);
  });

  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    if (error instanceof SignedOutError)
      return sendPage(reply, 401, <SignedOutPage context={pageContext(request, deps)} {...error.typed} />);
    const known = describeError(error);
    // Whoever runs this site can mend it, not whoever asked.
    if (error instanceof KeyServiceError) deps.log.error({ err: error, url: request.routeOptions.url }, error.message);
    const reference = known ? undefined : randomUUID();
    if (!known)
      deps.log.error(
        { err: error, reference, url: request.routeOptions.url, method: request.method },
        'unexpected error',
      );
    const { status, message } = known ?? { status: 500, message: 'We could not do this, and have noted why.' };
    // What was there may be found still, by what somebody once wrote of it.
    if (status === 410) reply.headers(hiddenFromSearch);
    if (wantsJson(request))
      return reply
        .code(status)
        .type('application/problem+json')
        .send(problem(status, message, reference));
    const page = (
      <ErrorPage
        context={pageContext(request, deps)}
        status={status}
        message={message}
        {...(reference ? { reference } : {})}
      />
    );
    return sendPage(reply, status, page);
  });
}

function describeError(error: FastifyError | Error): { status: number; message: string } | undefined {
  if (error instanceof HttpError) return { status: error.statusCode, message: error.message };
  if (error instanceof KeyServiceError)
    return {
      status: 503,
      message:
        'The service that keeps the issuer’s signing keys gives no answer that can be used just now, so nothing was signed and nothing has changed. Wait a few minutes, then try again.',
    };
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === undefined || status < 400 || status >= 500) return undefined;
  return { status, message: frameworkMessages[status] ?? 'The request could not be read. Go back and try again.' };
}

function problem(status: number, detail: string, reference?: string) {
  return {
    type: 'about:blank',
    title: detail,
    status,
    detail,
    ...(reference ? { instance: `urn:uuid:${reference}` } : {}),
  };
}
