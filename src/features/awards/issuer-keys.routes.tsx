import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { suspensionService } from '#domain/award/status-list-credential.ts';
import { didDocument, issuerDid } from '#domain/credential/did-web.ts';
import type { Deps } from '#platform/deps.ts';
import { GoneError, NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { KeyServiceError } from '#platform/key-service.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { type AdminIssuer, getIssuer } from '../admin/admin.queries.ts';
import { openToAll, sendTagged } from '../badges/held-award.ts';
import { findIssuerKeys } from './awards.queries.ts';
import { KeysPage, type KeysNotice, RevokeKeyPage } from './issuer-keys.page.tsx';
import { findIssuerJwk, listIssuerKeys } from './issuer-keys.queries.ts';
import { revokeKey } from './revoke-key.ts';
import { rotateKey } from './rotate-key.ts';

type KeyParams = { Params: { issuer: string; keyId: string } };

/**
 * The public halves of an issuer’s keys, for everybody, and the page on which its admins rotate and revoke them. Whoever keeps one
 * of these documents asks whether it is still so: a new key signs at once, and a revoked one counts no more at once.
 */
export function issuerKeyRoutes(app: FastifyInstance, deps: Deps): void {
  const { db } = deps;
  const forAll = { config: { policy: 'public' as const, asksNobody: true } };
  const policy = { config: { policy: 'issuer-admin' as const } };

  app.get<{ Params: { issuer: string } }>('/issuers/:issuer/did.json', forAll, async (request, reply) => {
    const { issuer } = request.params;
    const keys = await findIssuerKeys(db, issuer);
    if (!keys) throw new NotFoundError('issuer');
    const did = issuerDid(deps.baseUrl, issuer);
    const document = didDocument(did, keys, [suspensionService(did, deps.baseUrl, issuer)]);
    return sendTagged(request, reply, { type: 'application/did+ld+json', body: JSON.stringify(document) });
  });

  app.get<{ Params: { issuer: string; thumbprint: string } }>(
    '/issuers/:issuer/keys/:thumbprint',
    forAll,
    async (request, reply) => {
      const { issuer, thumbprint } = request.params;
      const found = await findIssuerJwk(db, issuer, thumbprint);
      if (!found) throw new NotFoundError('key');
      // Many who verify a JWT ask for the key that it names and for nothing else: not whether it was revoked.
      if (found.isRevoked) {
        openToAll(reply);
        throw new GoneError('This key was revoked: nothing that it signed counts any more.');
      }
      return sendTagged(request, reply, { type: 'application/jwk+json', body: JSON.stringify(found.jwk) });
    },
  );

  const sendKeys = async (
    request: FastifyRequest,
    reply: FastifyReply,
    issuer: AdminIssuer,
    errors: FormErrors = [],
  ) => {
    const keys = await listIssuerKeys(db, issuer.id);
    const props = { context: pageContext(request, deps), issuer, keys, didUrl: `/issuers/${issuer.slug}/did.json` };
    const notice = readNotice(request.query);
    return sendPage(reply, errors.length > 0 ? 409 : 200, <KeysPage {...props} notice={notice} errors={errors} />);
  };

  app.get<{ Params: { issuer: string } }>('/admin/:issuer/keys', policy, async (request, reply) =>
    sendKeys(request, reply, await getIssuer(db, request.params.issuer)),
  );

  app.post<KeyParams>('/admin/:issuer/keys/:keyId/rotate', policy, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const keyId = pathId(request.params.keyId, 'key');
    const rotated = await askService(() =>
      rotateKey(deps, { issuer, keyId, actorId: requireViewer(request).person.id }),
    );
    if (rotated.ok) return reply.redirect(`/admin/${issuer.slug}/keys?done=rotated`, 303);
    return sendKeys(request, reply, issuer, [{ field: 'main', message: messages[rotated.reason] }]);
  });

  const sendRevoke = async (
    request: FastifyRequest<KeyParams>,
    reply: FastifyReply,
    typed = '',
    errors: FormErrors = [],
  ) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const keyId = pathId(request.params.keyId, 'key');
    const listed = (await listIssuerKeys(db, issuer.id)).find(({ id }) => id === keyId);
    if (!listed) throw new NotFoundError('key');
    if (listed.state === 'revoked')
      return sendKeys(request, reply, issuer, [{ field: 'main', message: messages['already-revoked'] }]);
    const props = { context: pageContext(request, deps), issuer, listed, typed, errors };
    return sendPage(reply, errors.length > 0 ? 422 : 200, <RevokeKeyPage {...props} />);
  };

  app.get<KeyParams>('/admin/:issuer/keys/:keyId/revoke', policy, (request, reply) => sendRevoke(request, reply));

  app.post<KeyParams>('/admin/:issuer/keys/:keyId/revoke', policy, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const keyId = pathId(request.params.keyId, 'key');
    const { reason = '' } = textFields(request.body);
    const actorId = requireViewer(request).person.id;
    const revoked = await askService(() => revokeKey(deps, { issuer, keyId, reason, actorId }));
    if (revoked.ok) return reply.redirect(`/admin/${issuer.slug}/keys?done=revoked`, 303);
    const field = revoked.reason === 'no-reason' ? 'reason' : 'main';
    return sendRevoke(request, reply, reason, [{ field, message: messages[revoked.reason] }]);
  });
}

const messages = {
  'already-retired': 'This key was retired already. The one in its place is listed first',
  'already-revoked': 'This key was revoked already',
  'no-reason': 'Say why the key is revoked',
  'no-key-service': 'The key service did not make a new key, so nothing was changed. Try again, or ask whoever runs it',
} as const;

/** A key service that fails is not the admin’s fault, and they can try again. */
async function askService<T>(work: () => Promise<T>): Promise<T | { ok: false; reason: 'no-key-service' }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KeyServiceError) return { ok: false, reason: 'no-key-service' };
    throw error;
  }
}

function readNotice(query: unknown): KeysNotice | undefined {
  const { done } = textFields(query);
  return (['rotated', 'revoked'] as const).find((notice) => notice === done);
}
