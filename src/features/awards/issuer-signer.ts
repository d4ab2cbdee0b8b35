import { type KeyObject, createPrivateKey, createPublicKey, sign as signWith, verify } from 'node:crypto';
import { promisify } from 'node:util';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { verificationMethodId } from '#domain/credential/did-web.ts';
import type { Deps } from '#platform/deps.ts';
import { type KeyAlgorithm, KeyServiceError } from '#platform/key-service.ts';
import { openPrivateKey } from './key-vault.ts';

/** `kid` is the key’s RFC 7638 thumbprint. */
export type RsaJwk = { kty: 'RSA'; n: string; e: string; alg: 'RS256'; use: 'sig'; kid: string };

export type IssuerSigner = {
  /** Of the row in `issuer_keys`. */
  id: string;
  algorithm: KeyAlgorithm;
  /** The public half; of an Ed25519 key also the fragment of its id in the DID document. */
  publicMultibase: string;
  sign(data: Uint8Array): Promise<Uint8Array>;
};

/** Signs JWTs (RS256). */
export type JwtSigner = IssuerSigner & { algorithm: 'rsa'; publicJwk: RsaJwk };

/** Signs Data Integrity proofs. */
export type ProofSigner = IssuerSigner & { algorithm: 'ed25519' };

/** A signer as the libraries of Data Integrity take it. */
export function asLibrarySigner(did: string, { publicMultibase, sign }: Pick<ProofSigner, 'publicMultibase' | 'sign'>) {
  return {
    id: verificationMethodId(did, publicMultibase),
    algorithm: 'Ed25519',
    sign: ({ data }: { data: Uint8Array }) => sign(data),
  };
}

export type KeyRow = {
  id: string;
  algorithm: string;
  public_multibase: string;
  public_jwk: unknown;
  secret_encrypted: string | null;
  service_key: string | null;
};

export type SignerDeps = Pick<Deps, 'secret' | 'keyService'>;

/** What has the private half: encrypted in the row, or in the key service. Where it is, nobody who signs has to know. */
export function createSigner(row: KeyRow, issuer: { id: string; slug: string }, deps: SignerDeps): IssuerSigner {
  const algorithm = row.algorithm as KeyAlgorithm;
  const known = { id: row.id, algorithm, publicMultibase: row.public_multibase };
  const signs =
    row.secret_encrypted === null
      ? signByService(row, algorithm, issuer, deps)
      : signBySecret(row.id, row.secret_encrypted, row.public_multibase, algorithm, issuer, deps.secret);
  return { ...known, ...(algorithm === 'rsa' && { publicJwk: row.public_jwk as RsaJwk }), sign: signs };
}

type Signs = IssuerSigner['sign'];

/** Keys that were opened in this process, by the id of their row: deciphering and reading one takes longer than signing with it. */
const opened = new Map<string, { sealed: string; secret: string; signs: Signs | Promise<Signs> }>();
const mostOpened = 500;

function signBySecret(
  id: string,
  sealed: string,
  publicMultibase: string,
  algorithm: KeyAlgorithm,
  issuer: { id: string; slug: string },
  secret: string,
): Signs {
  const kept = opened.get(id);
  let signs = kept?.sealed === sealed && kept.secret === secret ? kept.signs : undefined;
  if (!signs) {
    const privateHalf = openPrivateKey(
      sealed,
      { issuerId: issuer.id, issuerSlug: issuer.slug, publicMultibase },
      secret,
    );
    signs = algorithm === 'rsa' ? rsaSigns(createPrivateKey(privateHalf)) : ed25519Signs(publicMultibase, privateHalf);
    opened.delete(id);
    opened.set(id, { sealed, secret, signs });
    if (opened.size > mostOpened) opened.delete(opened.keys().next().value ?? '');
  }
  const ready = signs;
  return async (data) => (await ready)(data);
}

const signApart = promisify(signWith);

/** With a callback Node signs on a thread of its own, so that others are served meanwhile. */
function rsaSigns(key: KeyObject): Signs {
  return (data) => signApart('sha256', data, key);
}

async function ed25519Signs(publicKeyMultibase: string, secretKeyMultibase: string): Promise<Signs> {
  const pair = await Ed25519Multikey.from({ type: 'Multikey', publicKeyMultibase, secretKeyMultibase });
  const signer = pair.signer();
  return (data) => signer.sign({ data });
}

function signByService(
  row: KeyRow,
  algorithm: KeyAlgorithm,
  issuer: { slug: string },
  { keyService }: SignerDeps,
): Signs {
  const name = row.service_key ?? '';
  if (!keyService)
    throw new KeyServiceError(
      `The signing key of the issuer “${issuer.slug}” is in a key service, so no award can be signed without it. ` +
        'Set KEY_SERVICE_URL and KEY_SERVICE_TOKEN as they were when the key was made; awards that wait are then issued by themselves.',
    );
  const holds = createCheck(row, algorithm);
  return async (data) => {
    const signature = await keyService.sign(name, algorithm, data);
    // Whatever came back is kept for ever: a signature that does not hold is refused here, not by those who verify.
    if (!(await holds(data, signature)))
      throw new KeyServiceError(
        `What the key service signed for the issuer “${issuer.slug}” does not fit the public key.`,
      );
    return signature;
  };
}

function createCheck(
  row: KeyRow,
  algorithm: KeyAlgorithm,
): (data: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean> {
  if (algorithm === 'rsa') {
    const publicKey = createPublicKey({ key: row.public_jwk as RsaJwk, format: 'jwk' });
    return (data, signature) => verify('sha256', data, publicKey, signature);
  }
  const pair = Ed25519Multikey.from({ type: 'Multikey', publicKeyMultibase: row.public_multibase });
  return async (data, signature) => (await pair).verifier().verify({ data, signature });
}
