import { type KeyObject, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { CompactSign, exportJWK } from 'jose';
import type { FetchOutside } from '#platform/fetch-outside.ts';
import { OutsideError } from '#platform/fetch-outside.ts';
import { canonizeHere } from '#platform/json-ld/canonize.ts';

type Json = Record<string, unknown>;

export const foreignDid = 'did:web:badges.example.org';
const site = 'https://badges.example.org';

/** A credential as another issuer might write it, before it is signed. */
export function foreignCredential(change: Json = {}): Json {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    id: `${site}/credentials/1`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: foreignDid, type: ['Profile'], name: 'Another issuer' },
    validFrom: '2026-01-01T00:00:00Z',
    name: 'Asking good questions',
    credentialSubject: {
      id: 'did:example:ana',
      type: ['AchievementSubject'],
      identifier: [
        {
          type: 'IdentityObject',
          hashed: true,
          // SHA-256 of "ana@example.orgsalt".
          identityHash: 'sha256$5fb8d070c3cf08029b9137ed5c705a8e476998c02c59553fa4f17b2007174664',
          identityType: 'emailAddress',
          salt: 'salt',
        },
      ],
      achievement: {
        id: `${site}/achievements/1`,
        type: ['Achievement'],
        name: 'Asking good questions',
        description: 'Asks questions that have no one answer.',
        criteria: { narrative: 'Asked ten of them.' },
      },
    },
    ...change,
  };
}

export type Ed25519Key = { publicMultibase: string; privateKey: KeyObject };

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function base58(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (; value > 0n; value /= 58n) text = `${alphabet[Number(value % 58n)] ?? ''}${text}`;
  return '1'.repeat(bytes.findIndex((byte) => byte !== 0)) + text;
}

export function newEd25519Key(): Ed25519Key {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return {
    publicMultibase: `z${base58(Buffer.concat([Buffer.from([0xed, 0x01]), Buffer.from(x, 'base64url')]))}`,
    privateKey,
  };
}

/** Adds a proof by a key; `options` change what it says of itself. */
export async function addProof(document: Json, key: Ed25519Key, options: Json = {}): Promise<Json & { proof: Json[] }> {
  const { proof: earlier = [], ...unsigned } = document;
  const before = earlier as Json[];
  const proof: Json = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: '2026-01-01T00:00:00Z',
    verificationMethod: `${foreignDid}#${key.publicMultibase}`,
    proofPurpose: 'assertionMethod',
    ...options,
  };
  for (const name of Object.keys(proof)) if (proof[name] === undefined) delete proof[name];
  const chained = before.filter(({ id }) => id !== undefined && [proof.previousProof].flat().includes(id));
  const about = chained.length === 0 ? unsigned : { ...unsigned, proof: chained };
  const canonized = await canonizeHere({ document: about, proof });
  if (!canonized.ok) throw new Error(`Can’t be signed: ${canonized.reason}`);
  const proofValue = `z${base58(signBytes(null, canonized.data, key.privateKey))}`;
  return { ...unsigned, proof: [...before, { ...proof, proofValue }] };
}

export type RsaKey = { jwk: Json; privateKey: KeyObject; id: string };

export async function newRsaKey(): Promise<RsaKey> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { jwk: await exportJWK(publicKey), privateKey, id: `${foreignDid}#rsa` };
}

export function signJwt(payload: Json, key: RsaKey, header: Json = {}): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'RS256', kid: key.id, ...header })
    .sign(key.privateKey);
}

export function foreignDocument(keys: { ed25519?: Ed25519Key[]; rsa?: RsaKey[] }, change: Json = {}): Json {
  const methods = [
    ...(keys.ed25519 ?? []).map(({ publicMultibase }) => ({
      id: `${foreignDid}#${publicMultibase}`,
      type: 'Multikey',
      controller: foreignDid,
      publicKeyMultibase: publicMultibase,
    })),
    ...(keys.rsa ?? []).map(({ id, jwk }) => ({ id, type: 'JsonWebKey', controller: foreignDid, publicKeyJwk: jwk })),
  ];
  return { id: foreignDid, verificationMethod: methods, assertionMethod: methods.map(({ id }) => id), ...change };
}

/** A status list with these places set, before it is signed. */
export function statusList(url: string, purpose: string, places: readonly number[] = [], size = 131_072): Json {
  const bits = Buffer.alloc(size / 8);
  for (const place of places) bits[place >> 3] = (bits[place >> 3] ?? 0) | (0x80 >> (place & 7));
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: url,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: foreignDid,
    credentialSubject: {
      id: `${url}#list`,
      type: 'BitstringStatusList',
      statusPurpose: purpose,
      encodedList: `u${gzipSync(bits).toString('base64url')}`,
    },
  };
}

/** A web of a few pages. What is asked for is written down. */
export function fakeWeb(pages: Record<string, unknown>, asked: string[] = []): FetchOutside {
  return async (url) => {
    asked.push(url);
    const page = pages[url];
    if (page === undefined) throw new OutsideError('It can’t be reached.');
    const body = Buffer.from(typeof page === 'string' ? page : JSON.stringify(page));
    return { url, status: 200, contentType: 'application/json', body };
  };
}
