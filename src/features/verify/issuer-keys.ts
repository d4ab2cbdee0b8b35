import { type JsonWebKey, type KeyObject, createPublicKey } from 'node:crypto';
import { readWalletKey } from '#domain/credential/wallet-key.ts';

/** A public key that an issuer publishes. */
export type IssuerKey = {
  id: string;
  jwk: JsonWebKey;
  key: KeyObject;
  /** Whether the issuer lists it for making assertions. */
  asserts: boolean;
  revoked: boolean;
  expires: Date | undefined;
};

/** Keys of one issuer that are read; a document with more was not made to be read. */
const mostKeys = 1000;

/** The document of an issuer whose identifier is a key itself, or `undefined` for other identifiers. */
export function documentOfKey(issuerId: string): unknown {
  const isKey = issuerId.startsWith('did:key:');
  if (!isKey && !issuerId.startsWith('did:jwk:')) return undefined;
  const read = readWalletKey({ kid: issuerId });
  if (!read.ok) return {};
  const id = `${issuerId}#${isKey ? issuerId.slice('did:key:'.length) : '0'}`;
  const method = { id, type: 'JsonWebKey', controller: issuerId, publicKeyJwk: read.key.jwk };
  return { id: issuerId, verificationMethod: [method], assertionMethod: [id] };
}

/**
 * The keys in an issuer's document (a DID document, or another controlled identifier document) that it controls itself, or
 * `undefined` when the document is about somebody else or is none.
 */
export function readIssuerKeys(document: unknown, issuerId: string): IssuerKey[] | undefined {
  const { id, verificationMethod, assertionMethod } = Object(document) as Record<string, unknown>;
  if (id !== issuerId) return undefined;
  const listed = Array.isArray(assertionMethod) ? (assertionMethod as unknown[]) : [];
  const named = new Set(listed.filter((entry) => typeof entry === 'string').map((entry) => absolute(entry, issuerId)));
  const methods = Array.isArray(verificationMethod) ? (verificationMethod as unknown[]) : [];
  // A key may also stand in full where it is listed.
  const embedded = listed.filter((entry) => typeof entry === 'object');
  return [
    ...methods.slice(0, mostKeys).flatMap((method) => readKey(method, issuerId, named) ?? []),
    ...embedded.slice(0, mostKeys).flatMap((method) => readKey(method, issuerId, 'all') ?? []),
  ];
}

function readKey(method: unknown, issuerId: string, asserting: ReadonlySet<string> | 'all'): IssuerKey | undefined {
  const { id, controller, publicKeyMultibase, publicKeyJwk, revoked, expires } = Object(method) as Record<
    string,
    unknown
  >;
  if (typeof id !== 'string' || controller !== issuerId) return undefined;
  const jwk = readJwk(publicKeyMultibase, publicKeyJwk);
  if (!jwk) return undefined;
  const full = absolute(id, issuerId);
  return {
    id: full,
    ...jwk,
    asserts: asserting === 'all' || asserting.has(full),
    revoked: revoked !== undefined,
    // An end that can’t be read is no date, and past for whoever compares it.
    expires: expires === undefined ? undefined : new Date(typeof expires === 'string' ? expires : Number.NaN),
  };
}

function readJwk(multibase: unknown, given: unknown): { jwk: JsonWebKey; key: KeyObject } | undefined {
  if ((multibase === undefined) === (given === undefined)) return undefined;
  return typeof multibase === 'string' ? readMultikey(multibase) : readPublicJwk(given);
}

function readMultikey(multibase: string) {
  const read = readWalletKey({ kid: `did:key:${multibase}` });
  return read.ok ? readPublicJwk(read.key.jwk) : undefined;
}

/** The keys of a JWK Set (RFC 7517) that an issuer names in its document or at an address that stands there. */
export function readKeySet(set: unknown, issuerId: string): IssuerKey[] {
  const { keys } = Object(set) as Record<string, unknown>;
  return (Array.isArray(keys) ? (keys as unknown[]) : []).slice(0, mostKeys).flatMap((given) => {
    const read = readPublicJwk(given);
    if (!read) return [];
    const { kid, use } = read.jwk;
    const id = absolute(`#${typeof kid === 'string' ? kid : ''}`, issuerId);
    return [
      { id, ...read, asserts: use === undefined || use === 'sig', revoked: 'revoked' in read.jwk, expires: undefined },
    ];
  });
}

/** A JWK that holds a public key and nothing of the private one. */
export function readPublicJwk(given: unknown): { jwk: JsonWebKey; key: KeyObject } | undefined {
  if (typeof given !== 'object' || given === null || 'd' in given || 'k' in given) return undefined;
  const jwk = given as JsonWebKey;
  try {
    return { jwk, key: createPublicKey({ key: jwk, format: 'jwk' }) };
  } catch {
    return undefined;
  }
}

function absolute(id: string, issuerId: string): string {
  return id.startsWith('#') ? `${issuerId}${id}` : id;
}
