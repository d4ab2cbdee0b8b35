import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { pageContext, sendPage, textFields } from '#platform/http.ts';
import { findPublicAward } from '../awards/awards.queries.ts';
import { FindAwardPage } from './find-award.page.tsx';

/** Verifying an award, of this installation or of any other. */
export function verifyRoutes(app: FastifyInstance, deps: Deps): void {
  const { db } = deps;

  app.get('/verify', { config: { policy: 'public' } }, async (request, reply) => {
    const { award } = textFields(request.query);
    const context = pageContext(request, deps);
    if (award === undefined) return sendPage(reply, 200, <FindAwardPage context={context} />);
    const publicId = readPublicId(award);
    if (publicId !== undefined && (await findPublicAward(db, publicId)))
      return reply.redirect(`/verify/${publicId}`, 303);
    const message =
      award.trim() === ''
        ? 'Enter the code or the address of an award'
        : 'No award has this code or address. Compare it with the certificate, letter by letter: capitals count';
    const props = { context, typed: award.slice(0, 300), errors: [{ field: 'award', message }] };
    return sendPage(reply, award.trim() === '' ? 422 : 404, <FindAwardPage {...props} />);
  });
}

/** The code in what was typed: a code alone, or the address of an award or of one of its files. */
function readPublicId(typed: string): string | undefined {
  const [, code] = /^(?:\S*\/verify\/)?([\w-]{16,64})(?:[/?#]\S*)?$/.exec(typed.trim()) ?? [];
  return code;
}
