import { type Openid4vciIssuerOptions, Openid4vciIssuer } from './openid4vci.ts';
import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK } from 'jose';
import {
  type WalletKey,
  type WalletKeyRefusal,
  proofAlgorithms,
  readWalletKey,
} from '#domain/credential/wallet-key.ts';
import type { Deps } from '#platform/deps.ts';
import { type WalletIssuer, metadataResult } from './issuer-metadata.ts';
import { Oid4vciError } from './oid4vci-error.ts';
import { readNonce } from './wallet-secrets.ts';

/** How old a proof may be, and how far ahead its wallet’s clock may go. */
const oldestSeconds = 300;
const aheadSeconds = 60;

const refusals: Record<WalletKeyRefusal, string> = {
  'no-key': 'The proof names no key: send kid or jwk in its header.',
  'two-keys': 'The proof names two keys: send either kid or jwk.',
  'unknown-method': 'The key’s method is unknown here: use did:key, did:jwk or a plain jwk.',
  unreadable: 'The key in the proof’s header can’t be read.',
  'other-key': 'The kid names another key than the one in its DID.',
  'private-key': 'The proof shows a private key. Never send it to anybody; make the wallet a new one.',
};

export type VerifiedProof = { key: WalletKey; nonce: string; nonceUntil: Date };

/**
 * Verifies the proof by which a wallet shows that it holds its key (OpenID4VCI 1.0, section 8.2.1.1 and appendix F): the
 * signature, for this issuer, with a nonce of ours, made just now. That the nonce is used once is the caller’s to see to.
 * @throws Oid4vciError
 */
export async function verifyProof(
  { baseUrl, secret, now }: Pick<Deps, 'baseUrl' | 'secret' | 'now'>,
  issuer: WalletIssuer,
  jwt: string,
): Promise<VerifiedProof> {
  const { key, nonce, issuedAt } = readProof(jwt);
  const at = now();
  const nonceUntil = nonce === undefined ? undefined : readNonce(secret, issuer.slug, nonce, at);
  if (nonce === undefined || nonceUntil === undefined)
    throw new Oid4vciError('invalid_nonce', 'The nonce is missing, over or not of this issuer: ask for a new one.');
  const age = at.getTime() / 1000 - issuedAt;
  if (!(age <= oldestSeconds && age >= -aheadSeconds))
    throw new Oid4vciError('invalid_proof', 'The proof was not made just now: compare the clock of the wallet.');
  const library = new Openid4vciIssuer({
    callbacks: { verifyJwt: verifyBy(key) } as unknown as Openid4vciIssuerOptions['callbacks'],
  });
  try {
    await library.verifyCredentialRequestJwtProof({
      issuerMetadata: metadataResult(baseUrl, issuer),
      jwt,
      expectedNonce: nonce,
      nonceExpiresAt: nonceUntil,
      now: at,
    });
  } catch {
    throw new Oid4vciError('invalid_proof', 'The proof does not hold: its signature, its type or for whom it is made.');
  }
  return { key, nonce, nonceUntil };
}

/** The library leaves the signature to us; the key is the one in the header, whatever it made of it. */
function verifyBy({ jwk }: WalletKey) {
  return async (_signer: unknown, { compact }: { compact: string }) => {
    try {
      const { alg } = decodeProtectedHeader(compact);
      await compactVerify(compact, await importJWK(jwk, alg), { algorithms: [...proofAlgorithms] });
      return { verified: true as const, signerJwk: jwk };
    } catch {
      return { verified: false as const };
    }
  };
}

function readProof(jwt: string): { key: WalletKey; nonce: string | undefined; issuedAt: number } {
  const [header, payload] = decode(jwt);
  if (header.crit !== undefined || header.b64 !== undefined)
    throw new Oid4vciError('invalid_proof', 'The proof has header parameters that are not understood here.');
  const read = readWalletKey(header);
  if (!read.ok) throw new Oid4vciError('invalid_proof', refusals[read.reason]);
  return {
    key: read.key,
    nonce: typeof payload.nonce === 'string' ? payload.nonce : undefined,
    issuedAt: Number(payload.iat),
  };
}

function decode(jwt: string) {
  try {
    return [decodeProtectedHeader(jwt), decodeJwt(jwt)] as const;
  } catch {
    throw new Oid4vciError('invalid_proof', 'The proof is not a JWT.');
  }
}
