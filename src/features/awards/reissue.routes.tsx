import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import type { FormErrors } from '#ui/form.tsx';
import { type Reissue, type ReissueRefusal, reissueAward } from './reissue-award.ts';
import { findAwardStatus } from '../status/status.queries.ts';
import { ReissuePage } from './reissue.page.tsx';
import { type AwardScope, findReissuable } from './reissue.queries.ts';

type Own = { Params: { publicId: string } };
type Issuers = { Params: { issuer: string; publicId: string } };

/** Each takes a place in a status list for ever: nobody needs as many. */
const rateLimit = personLimit({ max: 20, timeWindow: 60 * 60_000 });

const refusals: Record<ReissueRefusal, string> = {
  'nothing-changes': 'Choose what changes: to whom it is issued, or the name on it',
  'no-such-wallet': 'Choose one of your wallets: this one is not bound to your account any more',
  revoked: 'This award is revoked, so it can’t be issued again',
  suspended: 'This award is suspended. It can be issued again once it is settled',
  expired: 'This award has expired. Renew it instead',
};

/** An award issued again, by its earner or by an admin of its issuer. */
export function reissueRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<Own>('/awards/:publicId/reissue', { config: { policy: 'signed-in' } }, (request, reply) =>
    show(request, reply, own(request), 'earner'),
  );

  app.post<Own>('/awards/:publicId/reissue', { config: { policy: 'signed-in', rateLimit } }, (request, reply) =>
    reissue(request, reply, own(request), 'earner'),
  );

  app.get<Issuers>(
    '/admin/:issuer/awards/:publicId/reissue',
    { config: { policy: 'issuer-admin' } },
    (request, reply) => show(request, reply, ofIssuer(request), 'issuer'),
  );

  app.post<Issuers>(
    '/admin/:issuer/awards/:publicId/reissue',
    { config: { policy: 'issuer-admin', rateLimit } },
    (request, reply) => reissue(request, reply, ofIssuer(request), 'issuer'),
  );

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    scope: AwardScope,
    by: 'earner' | 'issuer',
    refused?: { typed: Record<string, string>; errors: FormErrors },
  ) {
    const award = await findReissuable(deps.db, scope);
    if (!award) throw new NotFoundError('award');
    const { state } = await findAwardStatus(deps.db, award.id, deps.now());
    const props = { context: pageContext(request, deps), award, state, by, ...refused };
    return sendPage(reply, refused ? 422 : 200, <ReissuePage {...props} />);
  }

  async function reissue(request: FastifyRequest, reply: FastifyReply, scope: AwardScope, by: 'earner' | 'issuer') {
    const typed = textFields(request.body);
    const actor = requireViewer(request).person;
    const change = readReissue(typed, by, actor.name);
    if (change === undefined) {
      const message = 'Enter the name that is to stand on the award, in at most 200 characters';
      return show(request, reply, scope, by, { typed, errors: [{ field: 'name', message }] });
    }
    const result = await reissueAward(deps, scope, { actorId: actor.id, change });
    if (result.ok) return reply.redirect(`${pageAfter(request, scope, by)}?done=reissued`, 303);
    return show(request, reply, scope, by, { typed, errors: [{ field: 'to', message: refusals[result.reason] }] });
  }
}

/** Where who asked sees what came of it. */
function pageAfter(request: FastifyRequest, { publicId }: AwardScope, by: 'earner' | 'issuer'): string {
  if (by === 'earner') return `/verify/${publicId}`;
  return `/admin/${(request.params as Issuers['Params']).issuer}/awards/${publicId}`;
}

/** `undefined` where an issuer's admin wrote no name, or one that is too long. */
function readReissue(typed: Record<string, string>, by: 'earner' | 'issuer', accountName: string): Reissue | undefined {
  const endsOld = typed['ends-old'] === 'yes';
  const to = typed.to ?? 'as-it-is';
  if (by === 'earner') return { to, name: typed.name === 'account' ? accountName : undefined, endsOld };
  const name = cleanText(typed.name ?? '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (name === '' || name.length > 200) return undefined;
  // Which wallet it goes to is the earner's to say.
  return { to: to === 'email' ? to : 'as-it-is', name, endsOld };
}

function own(request: FastifyRequest<Own>): AwardScope {
  return { publicId: request.params.publicId, personId: requireViewer(request).person.id };
}

function ofIssuer({ params }: FastifyRequest<Issuers>): AwardScope {
  return { publicId: params.publicId, issuerSlug: params.issuer };
}
