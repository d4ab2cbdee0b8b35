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

export type DidDocument = {
  '@context': string[];
  id: string;
  verificationMethod: { id: string; type: 'Multikey'; controller: string; publicKeyMultibase: string }[];
  assertionMethod: string[];
};

/** An issuer's DID document. Retired keys stay in it, so that what they signed still verifies. */
export function didDocument(did: string, publicMultibases: readonly string[]): DidDocument {
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: publicMultibases.map((publicKeyMultibase) => ({
      id: verificationMethodId(did, publicKeyMultibase),
      type: 'Multikey',
      controller: did,
      publicKeyMultibase,
    })),
    assertionMethod: publicMultibases.map((publicKeyMultibase) => verificationMethodId(did, publicKeyMultibase)),
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
