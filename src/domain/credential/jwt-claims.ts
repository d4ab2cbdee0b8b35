/** What a credential has to have to be a VC-JWT. */
export type Claimable = {
  id: string;
  /** With what is said of it, or by its identifier alone. */
  issuer: string | { id: string };
  credentialSubject: { id: string };
  validFrom: string;
  validUntil?: string | undefined;
};

/** The claims of a VC-JWT: those of the credential itself, and the registered ones that repeat them. Times in seconds. */
export type JwtClaims<C extends Claimable> = C & { iss: string; jti: string; sub: string; nbf: number; exp?: number };

/**
 * What a VC-JWT of a credential says (Open Badges 3.0, section 8.2): the credential at the top level and not in a claim `vc`, as
 * version 2.0 of the data model has it; `nbf` is `validFrom` and `exp` is `validUntil`.
 */
export function jwtClaims<C extends Claimable>(credential: C): JwtClaims<C> {
  return {
    ...credential,
    iss: typeof credential.issuer === 'string' ? credential.issuer : credential.issuer.id,
    jti: credential.id,
    sub: credential.credentialSubject.id,
    nbf: numericDate(credential.validFrom),
    ...(credential.validUntil === undefined ? {} : { exp: numericDate(credential.validUntil) }),
  };
}

function numericDate(at: string): number {
  return Math.floor(Date.parse(at) / 1000);
}
