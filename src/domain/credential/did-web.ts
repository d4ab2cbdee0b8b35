/**
 * The `did:web` identifier of an issuer of this installation; its document is served at `<base>/issuers/<slug>/did.json`.
 * The port's colon is escaped, as the method asks.
 */
export function issuerDid(baseUrl: string, issuerSlug: string): string {
  const { host, pathname } = new URL(baseUrl);
  const folders = pathname.split('/').filter(Boolean);
  return ['did', 'web', encodeURIComponent(host), ...folders, 'issuers', issuerSlug].join(':');
}

/** The id of a key in its issuer's document: the fragment is the public key itself. */
export function verificationMethodId(did: string, publicMultibase: string): string {
  return `${did}#${publicMultibase}`;
}

/** The public half of an issuer’s key: Ed25519 as Multikey; RSA, whose `kid` is its RFC 7638 thumbprint, as JSON Web Key. */
export type DidKey = {
  publicMultibase: string;
  publicJwk?: { kid: string } | null;
  /** Since when nothing that it signed counts any more. */
  revokedAt?: Date | null;
};

type Common = { id: string; controller: string; revoked?: string };

export type VerificationMethod = Common &
  ({ type: 'Multikey'; publicKeyMultibase: string } | { type: 'JsonWebKey'; publicKeyJwk: { kid: string } });

export type DidService = { id: string; type: string; serviceEndpoint: string };

export type DidDocument = {
  '@context': string[];
  id: string;
  verificationMethod: VerificationMethod[];
  assertionMethod: string[];
  service?: DidService[];
};

/**
 * An issuer's DID document. Retired keys stay in it, so that what they signed still verifies. Revoked ones stay, too, so that
 * everybody learns when they were, and make no assertions.
 */
export function didDocument(did: string, keys: readonly DidKey[], services: readonly DidService[] = []): DidDocument {
  const methods = keys.map((key) => verificationMethod(did, key));
  return {
    '@context': [
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      ...(methods.some(({ type }) => type === 'JsonWebKey') ? ['https://w3id.org/security/jwk/v1'] : []),
    ],
    id: did,
    verificationMethod: methods,
    assertionMethod: methods.filter(({ revoked }) => revoked === undefined).map(({ id }) => id),
    ...(services.length > 0 && { service: [...services] }),
  };
}

function verificationMethod(did: string, { publicMultibase, publicJwk, revokedAt }: DidKey): VerificationMethod {
  const revoked = revokedAt ? { revoked: revokedAt.toISOString().replace(/\.\d+Z$/, 'Z') } : {};
  return publicJwk
    ? { id: `${did}#${publicJwk.kid}`, type: 'JsonWebKey', controller: did, publicKeyJwk: publicJwk, ...revoked }
    : {
        id: verificationMethodId(did, publicMultibase),
        type: 'Multikey',
        controller: did,
        publicKeyMultibase: publicMultibase,
        ...revoked,
      };
}

/**
 * Where a `did:web` document lives, or `undefined` for another method. HTTPS always, except on the loopback addresses of
 * the machine itself, where an installation on trial has no certificate.
 */
export function didWebUrl(did: string): string | undefined {
  const parts = /^did:web:([^#?]+)$/.exec(did)?.[1]?.split(':');
  if (!parts || parts.some((part) => part === '')) return undefined;
  const [host = '', ...folders] = parts.map(decodePart);
  if (host === '' || /[/@?#\\]/.test(host) || folders.some((folder) => folder === '' || /[/?#\\]|^\.+$/.test(folder)))
    return undefined;
  const scheme = /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host) ? 'http' : 'https';
  const path = folders.length === 0 ? '.well-known' : folders.map(encodeURIComponent).join('/');
  return `${scheme}://${host}/${path}/did.json`;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
