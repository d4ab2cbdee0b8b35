import { createHash, createPublicKey } from 'node:crypto';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { type KeyAlgorithm, KeyServiceError, type PublicJwk } from '#platform/key-service.ts';
import { makeRsaPair } from '#platform/rsa-pair.ts';
import type { RsaJwk, SignerDeps } from './issuer-signer.ts';
import { sealPrivateKey } from './key-vault.ts';

export type MadeKey = {
  publicMultibase: string;
  /** Of RSA keys alone. */
  publicJwk: RsaJwk | null;
  /** The private half is encrypted here, or in the key service under this name. */
  secretEncrypted: string | null;
  serviceKey: string | null;
};

/** Makes a key pair in the key service, or here where there is none. */
export async function makeKey(
  algorithm: KeyAlgorithm,
  issuer: { id: string; slug: string },
  { secret, keyService }: SignerDeps,
): Promise<MadeKey> {
  if (keyService) {
    const { name, publicJwk } = await keyService.create(algorithm);
    return { ...(await describe(algorithm, publicJwk)), secretEncrypted: null, serviceKey: name };
  }
  const { privateHalf, ...publicHalf } = algorithm === 'rsa' ? await makeRsa() : await makeEd25519();
  const owner = { issuerId: issuer.id, issuerSlug: issuer.slug, publicMultibase: publicHalf.publicMultibase };
  return { ...publicHalf, secretEncrypted: sealPrivateKey(privateHalf, owner, secret), serviceKey: null };
}

type PublicHalf = Pick<MadeKey, 'publicMultibase' | 'publicJwk'>;

async function makeEd25519(): Promise<PublicHalf & { privateHalf: string }> {
  const { publicKeyMultibase, secretKeyMultibase } = await Ed25519Multikey.generate();
  if (!secretKeyMultibase) throw new Error('The key generator gave no private half');
  return { publicMultibase: publicKeyMultibase, publicJwk: null, privateHalf: secretKeyMultibase };
}

async function makeRsa(): Promise<PublicHalf & { privateHalf: string }> {
  const { publicKey, privateKey } = await makeRsaPair();
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  return {
    ...(await describe('rsa', { kty: 'RSA', n, e })),
    privateHalf: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

async function describe(algorithm: KeyAlgorithm, jwk: PublicJwk): Promise<PublicHalf> {
  if (algorithm === 'ed25519' && jwk.kty === 'OKP')
    return { publicMultibase: (await Ed25519Multikey.fromJwk({ jwk })).publicKeyMultibase, publicJwk: null };
  if (algorithm === 'rsa' && jwk.kty === 'RSA') {
    const { kty, n, e } = jwk;
    const publicJwk: RsaJwk = { kty, n, e, alg: 'RS256', use: 'sig', kid: rsaThumbprint({ n, e }) };
    return { publicMultibase: rsaMultibase(publicJwk), publicJwk };
  }
  throw new KeyServiceError(`The key service was asked for a key of the kind ${algorithm} and made another.`);
}

/** RFC 7638, section 3: SHA-256 of the required members in the order of the alphabet, without white space. */
export function rsaThumbprint({ n, e }: { n: string; e: string }): string {
  return createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');
}

/** Multicodec `rsa-pub` (0x1205) as a varint. */
const rsaCodec = Buffer.from([0x85, 0x24]);

/** Multibase base64url of the multicodec `rsa-pub`: PKCS#1 in DER. */
function rsaMultibase(jwk: RsaJwk): string {
  const der = createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'der', type: 'pkcs1' });
  return `u${Buffer.concat([rsaCodec, der]).toString('base64url')}`;
}
