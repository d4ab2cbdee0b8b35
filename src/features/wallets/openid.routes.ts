import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { HttpError, NotFoundError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';
import { textFields } from '#platform/http.ts';
import { exchangeCode } from './exchange-code.ts';
import {
  type WalletIssuer,
  allowPlainHttp,
  authorizationServerMetadata,
  configurationIds,
  credentialIssuerId,
  issuerMetadata,
  preAuthorizedGrant,
} from './issuer-metadata.ts';
import { Oid4vciError } from './oid4vci-error.ts';
import { takeCredential } from './take-credential.ts';
import { makeNonce, nonceSeconds, offerSecrets } from './wallet-secrets.ts';
import { findWalletIssuer } from './wallets.queries.ts';

/** A school of wallets behind one address asks less often; whoever guesses, more. */
const limit = { max: 120, timeWindow: '1 minute' };

/** What wallets ask (OpenID4VCI 1.0): programs without a session, in browsers of other sites, too. */
export function openidRoutes(app: FastifyInstance, deps: Deps): void {
  allowPlainHttp(deps.baseUrl);
  void app.register(async (wallet) => {
    wallet.setErrorHandler((error: FastifyError | Error, request, reply) => {
      const status =
        error instanceof Oid4vciError || error instanceof HttpError
          ? error.statusCode
          : 'statusCode' in error
            ? error.statusCode
            : undefined;
      if (status === undefined || status >= 500) throw error;
      return refuse(request, reply, status, error);
    });
    // A wallet that asks for a nonce sends nothing, and some say that this nothing is JSON.
    wallet.removeContentTypeParser('application/json');
    wallet.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit: 100_000 },
      (_request, body, done) => {
        try {
          done(null, body === '' ? undefined : JSON.parse(String(body)));
        } catch {
          done(new Oid4vciError('invalid_credential_request', 'The request is not JSON.'), undefined);
        }
      },
    );
    metadataRoutes(wallet, deps);
    offerRoute(wallet, deps);
    exchangeRoutes(wallet, deps);
  });
}

/** Found by putting the well-known path before the issuer’s own (RFC 8414, OpenID4VCI 1.0 12.2.2); older wallets put it behind. */
function metadataRoutes(app: FastifyInstance, { db, baseUrl }: Deps): void {
  const kinds = {
    'openid-credential-issuer': (issuer: WalletIssuer) => issuerMetadata(baseUrl, issuer),
    'oauth-authorization-server': (issuer: WalletIssuer) => authorizationServerMetadata(baseUrl, issuer.slug),
  };
  for (const [name, document] of Object.entries(kinds)) {
    for (const url of [`/.well-known/${name}/issuers/:issuer`, `/issuers/:issuer/.well-known/${name}`]) {
      app.get(url, { config: { policy: 'public', asksNobody: true } }, async (request, reply) => {
        const issuer = await loadIssuer(db, request);
        return openToAll(reply).header('cache-control', 'public, max-age=300').send(document(issuer));
      });
    }
  }
}

/** The offer itself, at an address that nobody guesses. */
function offerRoute(app: FastifyInstance, { db, now, baseUrl, secret }: Deps): void {
  const config = { policy: 'public', asksNobody: true, rateLimit: limit } as const;
  app.get('/issuers/:issuer/wallet/offers/:offer', { config }, async (request, reply) => {
    const issuer = await loadIssuer(db, request);
    const { offer: address } = request.params as { offer: string };
    const offer = await db
      .updateTable('wallet_offers')
      .set((eb) => ({ opened_at: eb.fn.coalesce('opened_at', eb.val(now())) }))
      .where('address_sha256', '=', sha256(address))
      .where('issuer_id', '=', issuer.id)
      .where('ended_at', 'is', null)
      .where('granted_at', 'is', null)
      .where('expires_at', '>', now())
      .returning(['id', 'asks_digits'])
      .executeTakeFirst();
    if (!offer) throw new NotFoundError('offer');
    const digits = {
      input_mode: 'numeric',
      length: 6,
      description: 'The six digits that stand beside the offer on the page of the award',
    };
    return fresh(openToAll(reply)).send({
      credential_issuer: credentialIssuerId(baseUrl, issuer.slug),
      credential_configuration_ids: configurationIds,
      grants: {
        [preAuthorizedGrant]: {
          'pre-authorized_code': offerSecrets(secret, offer.id).code,
          ...(offer.asks_digits ? { tx_code: digits } : {}),
        },
      },
    });
  });
}

function exchangeRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, secret, now } = deps;
  const config = { policy: 'public', asksNobody: true, rateLimit: limit } as const;
  const post = (path: string, answer: (issuer: WalletIssuer, request: FastifyRequest) => Promise<object> | object) => {
    const url = `/issuers/:issuer/wallet/${path}`;
    app.options(url, { config: { policy: 'public', asksNobody: true } }, async (request, reply) => {
      await loadIssuer(db, request);
      return openToAll(reply)
        .headers({
          'access-control-allow-methods': 'POST',
          'access-control-allow-headers': 'authorization, content-type, dpop',
          'access-control-max-age': '600',
        })
        .code(204)
        .send();
    });
    app.post(url, { config }, async (request, reply) =>
      fresh(openToAll(reply)).send(await answer(await loadIssuer(db, request), request)),
    );
  };
  post('token', (issuer, { body }) => exchangeCode(deps, { issuerId: issuer.id, body: textFields(body) }));
  post('nonce', ({ slug }) => ({ c_nonce: makeNonce(secret, slug, now()), c_nonce_expires_in: nonceSeconds }));
  post('credential', (issuer, { body, headers }) => {
    const [, token] = /^Bearer ([\w.~+/-]{1,500}=*)$/i.exec(headers.authorization ?? '') ?? [];
    return takeCredential(deps, { issuer, token, body });
  });
}

/** The form of every refusal; the path says which code stands for what could not even be read. */
function refuse(request: FastifyRequest, reply: FastifyReply, status: number, error: Error): FastifyReply {
  const isCredential = request.routeOptions.url?.endsWith('/credential');
  const code =
    error instanceof Oid4vciError
      ? error.code
      : status === 404
        ? 'not_found'
        : isCredential
          ? 'invalid_credential_request'
          : 'invalid_request';
  if (status === 401) void reply.header('www-authenticate', `Bearer error="${code}"`);
  return fresh(openToAll(reply))
    .code(status)
    .send({ error: code, error_description: describe(error.message) });
}

/** In the letters that a description may have (RFC 6749, section 5.2): no quotation marks, and ASCII alone. */
function describe(message: string): string {
  return message
    .replace(/[“”‘’"]/gu, "'")
    .replaceAll('…', '...')
    .replace(/[^ !#-[\]-~]/gu, ' ');
}

async function loadIssuer(db: Deps['db'], request: FastifyRequest): Promise<WalletIssuer> {
  const issuer = await findWalletIssuer(db, (request.params as { issuer: string }).issuer);
  if (!issuer) throw new NotFoundError('issuer');
  return issuer;
}

function openToAll(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('access-control-expose-headers', 'www-authenticate')
    .header('cross-origin-resource-policy', 'cross-origin');
}

function fresh(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store');
}
