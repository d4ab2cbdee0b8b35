import { calculateJwkThumbprint, compactVerify, errors } from 'jose';
import type { JWK } from 'jose';
import { type IssuerKey, readPublicJwk } from './issuer-keys.ts';
import type { ReadCredential, SecuredDocument } from './read-credential.ts';
import { type VerificationStep, failed, notCheckable, passed } from './verification.ts';

export type Jwt = NonNullable<SecuredDocument['jwt']>;

/** Signatures by a key that only its owner has. None with a shared secret (HS…), and never `none`. */
export const jwtAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'];

/**
 * The published key that a JWT names: by its id, by the key itself in the header (`jwk`), or by an address that gives the key
 * (`kid`, Open Badges 3.0 section 8.2). Whatever the header holds, only a key that the issuer publishes is taken: one that its
 * document lists or, of an issuer that is an address (no DID), one that lies below this very address. Many issuers may live on
 * one host, so a key that is merely there may be anybody’s.
 */
export async function findJwtKey(
  { header }: Jwt,
  keys: readonly IssuerKey[],
  { issuerId, fetchKey }: { issuerId: string; fetchKey: (url: string) => Promise<unknown> },
): Promise<IssuerKey | 'unreachable' | undefined> {
  const { kid, jwk } = header;
  if (jwk !== undefined) return byThumbprint(keys, jwk);
  if (typeof kid !== 'string') return undefined;
  const named = keys.find((key) => key.id === kid || (kid.startsWith('#') && key.id === `${issuerId}${kid}`));
  if (named) return named;
  const listed = keys.filter((key) => key.jwk.kid === kid);
  if (listed.length === 1) return listed[0];
  if (!/^https?:\/\//.test(kid)) return undefined;
  const fetched = await fetchKey(kid);
  // The address of a revoked key gives nothing any more; the document of its issuer says so.
  if (fetched === undefined) return keys.find((key) => key.revoked && endsWithKey(kid, key)) ?? 'unreachable';
  const published = await byThumbprint(keys, fetched);
  if (published) return published;
  const own = liesBelow(kid, issuerId) ? readPublicJwk(fetched) : undefined;
  return own && { id: kid, ...own, asserts: true, revoked: 'revoked' in Object(fetched), expires: undefined };
}

function endsWithKey(address: string, { jwk: { kid } }: IssuerKey): boolean {
  return typeof kid === 'string' && kid !== '' && address.endsWith(`/${kid}`);
}

async function byThumbprint(keys: readonly IssuerKey[], jwk: unknown): Promise<IssuerKey | undefined> {
  const read = readPublicJwk(jwk);
  const wanted = read && (await thumbprint(read.jwk));
  if (wanted === undefined) return undefined;
  for (const key of keys) if ((await thumbprint(key.jwk)) === wanted) return key;
  return undefined;
}

async function thumbprint(jwk: JWK): Promise<string | undefined> {
  try {
    return await calculateJwkThumbprint(jwk);
  } catch {
    return undefined;
  }
}

/** Whether an address is in the folder that an issuer’s own address is. Of one with a question or a fragment nothing is below. */
function liesBelow(url: string, issuerId: string): boolean {
  const [asked, issuer] = [URL.parse(url), URL.parse(issuerId)];
  if (!asked || !issuer || asked.origin === 'null' || asked.origin !== issuer.origin) return false;
  if (issuer.search !== '' || issuer.hash !== '') return false;
  return asked.pathname.startsWith(`${issuer.pathname.replace(/\/$/, '')}/`);
}

/** Registered claims repeat what the credential says; where they differ, two readers read two things. */
export function findDifferingClaim({ document }: ReadCredential, issuerId: string): string | undefined {
  const { iss, jti, sub, nbf, exp, id, credentialSubject } = document;
  const subject = (credentialSubject as Record<string, unknown>).id;
  if (iss !== undefined && iss !== issuerId) return 'iss';
  if (jti !== undefined && jti !== id) return 'jti';
  if (!isMoment(nbf)) return 'nbf';
  if (!isMoment(exp)) return 'exp';
  return sub !== undefined && sub !== subject ? 'sub' : undefined;
}

/** Left out, or seconds that a date can hold (RFC 7519): what one reader passes over, another takes for an end. */
function isMoment(claim: unknown): boolean {
  return claim === undefined || (typeof claim === 'number' && Math.abs(claim) < 8e12);
}

export async function checkJwt(jwt: Jwt, key: IssuerKey | undefined): Promise<VerificationStep> {
  const { alg } = jwt.header;
  if (typeof alg !== 'string' || !jwtAlgorithms.includes(alg))
    return failed(
      'signature',
      'refused-algorithm',
      `It is signed by “${String(alg).slice(0, 20)}”, which proves nothing about who signed it.`,
    );
  if (!key) return notCheckable('signature', 'not-reached', 'Without the issuer’s key the signature can’t be checked.');
  try {
    await compactVerify(jwt.compact, key.key, { algorithms: [alg] });
    return passed('signature', 'Nothing in it was changed since the issuer signed it.');
  } catch (error) {
    if (error instanceof errors.JOSENotSupported)
      return notCheckable('signature', 'unknown-suite', 'Its signature asks for something that is not known here.');
    return failed(
      'signature',
      'tampered',
      'The signature does not fit: the content was changed, or another key signed it.',
    );
  }
}
