import { type Claimable, jwtClaims } from '#domain/credential/jwt-claims.ts';
import type { JwtSigner } from './issuer-signer.ts';

/** Where an issuer's RSA key is served as a JWK: the `kid` of what it signed, which verifiers fetch. */
export function jwkUrl(baseUrl: string, issuerSlug: string, thumbprint: string): string {
  return `${baseUrl}/issuers/${issuerSlug}/keys/${thumbprint}`;
}

/**
 * Signs a credential as a VC-JWT (RFC 7515 compact serialisation). RS256, since the validator of the specification's makers takes
 * no other algorithm. `typ` is what Open Badges 3.0 wants of an award; whatever else is signed says what it is (`vc+jwt`, Securing
 * Verifiable Credentials using JOSE and COSE, section 3.1.1). Put together here and not by a library, which would want the private half in its hands.
 */
export async function signJwt(
  credential: Claimable,
  key: Pick<JwtSigner, 'publicJwk' | 'sign'>,
  { baseUrl, slug, typ = 'JWT' }: { baseUrl: string; slug: string; typ?: 'JWT' | 'vc+jwt' },
): Promise<string> {
  const header = { alg: 'RS256', typ, kid: jwkUrl(baseUrl, slug, key.publicJwk.kid) };
  const input = `${encode(header)}.${encode(jwtClaims(credential))}`;
  const signature = await key.sign(Buffer.from(input, 'ascii'));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
}
