import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { decodeBase58 } from './base58.ts';

/** The public key that a wallet’s proof is made with, and the DID that stands for it. */
export type WalletKey = { did: string; jwk: JsonWebKey };

export type WalletKeyRefusal = 'no-key' | 'two-keys' | 'unknown-method' | 'unreadable' | 'other-key' | 'private-key';

export type WalletKeyResult = { ok: true; key: WalletKey } | { ok: false; reason: WalletKeyRefusal };

/** How a wallet may name its key, in the words of OpenID4VCI’s `cryptographic_binding_methods_supported`. */
export const bindingMethods = ['did:key', 'did:jwk', 'jwk'] as const;

/** What a wallet may sign its proof with; one list for the metadata and the check. */
export const proofAlgorithms = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'] as const;

/** Longest `kid` or key that is read, and longest DID that is kept, in characters. */
const longestKey = 4000;
const longestDid = 2000;

/**
 * Reads the key in the header of a wallet’s proof: `kid` with a `did:key` or `did:jwk` (both carry the key in themselves, so
 * that nothing is fetched), or a plain `jwk`, for which the `did:jwk` of the same key stands.
 */
export function readWalletKey(header: { kid?: unknown; jwk?: unknown }): WalletKeyResult {
  const read = readKey(header);
  return read.ok && read.key.did.length > longestDid ? { ok: false, reason: 'unreadable' } : read;
}

function readKey({ kid, jwk }: { kid?: unknown; jwk?: unknown }): WalletKeyResult {
  if (kid !== undefined && jwk !== undefined) return { ok: false, reason: 'two-keys' };
  if (jwk !== undefined) return plainKey(jwk);
  if (typeof kid !== 'string') return { ok: false, reason: 'no-key' };
  if (kid.length > longestKey) return { ok: false, reason: 'unreadable' };
  const [did = '', fragment, more] = kid.split('#');
  if (more !== undefined) return { ok: false, reason: 'unreadable' };
  if (did.startsWith('did:key:')) return didKey(did, fragment);
  if (did.startsWith('did:jwk:')) return didJwk(did, fragment);
  return { ok: false, reason: 'unknown-method' };
}

function plainKey(jwk: unknown): WalletKeyResult {
  const read = publicMembers(jwk);
  if (!read.ok) return read;
  const did = `did:jwk:${Buffer.from(JSON.stringify(read.jwk)).toString('base64url')}`;
  return { ok: true, key: { did, jwk: read.jwk } };
}

function didJwk(did: string, fragment: string | undefined): WalletKeyResult {
  if (fragment !== undefined && fragment !== '0') return { ok: false, reason: 'other-key' };
  const encoded = did.slice('did:jwk:'.length);
  // What decodes Base64 passes over everything else, and the DID is kept, and signed, as it was written.
  if (!/^[\w-]+$/.test(encoded)) return { ok: false, reason: 'unreadable' };
  const read = publicMembers(parseJson(Buffer.from(encoded, 'base64url')));
  return read.ok ? { ok: true, key: { did, jwk: read.jwk } } : read;
}

/** Of a `did:key` the one fragment is the key itself, written again. */
function didKey(did: string, fragment: string | undefined): WalletKeyResult {
  const multibase = did.slice('did:key:'.length);
  if (fragment !== undefined && fragment !== multibase) return { ok: false, reason: 'other-key' };
  const bytes = multibase.startsWith('z') ? decodeBase58(multibase.slice(1)) : undefined;
  const kind = bytes && multicodecs.find(({ prefix }) => prefix.every((byte, index) => bytes[index] === byte));
  if (!bytes || !kind) return { ok: false, reason: 'unreadable' };
  const read = publicMembers(kind.toJwk(bytes.subarray(kind.prefix.length)));
  return read.ok ? { ok: true, key: { did, jwk: read.jwk } } : read;
}

/** The kinds of key in a `did:key`, by their multicodec (a varint): Ed25519, P-256, P-384 (points, compressed) and a JWK. */
const multicodecs: { prefix: number[]; toJwk(bytes: Uint8Array): unknown }[] = [
  { prefix: [0xed, 0x01], toJwk: (bytes) => spkiToJwk('302a300506032b6570032100', bytes, 32) },
  {
    prefix: [0x80, 0x24],
    toJwk: (bytes) => spkiToJwk('3039301306072a8648ce3d020106082a8648ce3d030107032200', bytes, 33),
  },
  { prefix: [0x81, 0x24], toJwk: (bytes) => spkiToJwk('3046301006072a8648ce3d020106052b81040022033200', bytes, 49) },
  { prefix: [0xd1, 0xd6, 0x03], toJwk: (bytes) => parseJson(bytes) },
];

/** Behind the prefix that says of what kind it is, a raw key is a `SubjectPublicKeyInfo`. */
function spkiToJwk(prefix: string, bytes: Uint8Array, length: number): unknown {
  if (bytes.length !== length) return undefined;
  return attempt(() =>
    createPublicKey({ key: Buffer.concat([Buffer.from(prefix, 'hex'), bytes]), format: 'der', type: 'spki' }).export({
      format: 'jwk',
    }),
  );
}

/** The members that make the key, in the order of RFC 7638, so that one key has one `did:jwk`. */
function publicMembers(jwk: unknown): { ok: true; jwk: JsonWebKey } | { ok: false; reason: WalletKeyRefusal } {
  if (typeof jwk !== 'object' || jwk === null) return { ok: false, reason: 'unreadable' };
  const members = jwk as Record<string, unknown>;
  // A wallet that shows its private key has none any more.
  if ('d' in members || 'k' in members) return { ok: false, reason: 'private-key' };
  const names = { OKP: ['crv', 'kty', 'x'], EC: ['crv', 'kty', 'x', 'y'], RSA: ['e', 'kty', 'n'] }[String(members.kty)];
  if (!names) return { ok: false, reason: 'unreadable' };
  if (names.some((name) => typeof members[name] !== 'string')) return { ok: false, reason: 'unreadable' };
  const kept = Object.fromEntries(names.map((name) => [name, members[name]])) as JsonWebKey;
  if (JSON.stringify(kept).length > longestKey) return { ok: false, reason: 'unreadable' };
  const readable = attempt(() => createPublicKey({ key: kept, format: 'jwk' }));
  return readable ? { ok: true, jwk: kept } : { ok: false, reason: 'unreadable' };
}

function parseJson(bytes: Uint8Array): unknown {
  return attempt(() => JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown);
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
