import { createHash, randomBytes } from 'node:crypto';
import { Openid4vciClient, type Openid4vciClientOptions } from '@openid4vc/openid4vci';
import { SignJWT, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { TestSite } from './app.ts';

export type Wallet = Awaited<ReturnType<typeof makeWallet>>;

type Binding = 'did:jwk' | 'jwk' | 'did:key';

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function encodeBase58(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (; value > 0n; value /= 58n) text = `${base58[Number(value % 58n)] ?? ''}${text}`;
  return text;
}

/** A wallet with a key of its own, on the client that others wrote; it reaches the site and nothing else. */
export async function makeWallet(site: TestSite, binding: Binding = 'did:jwk') {
  const alg = binding === 'did:key' ? 'Ed25519' : 'ES256';
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  const did =
    binding === 'did:key'
      ? `did:key:z${encodeBase58(Buffer.concat([Buffer.from([0xed, 1]), Buffer.from(jwk.x ?? '', 'base64url')]))}`
      : didJwk(jwk);
  const kid = binding === 'did:key' ? `${did}#${did.slice('did:key:'.length)}` : `${did}#0`;
  const reach = async (input: string | URL | Request, init: RequestInit = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== site.deps.baseUrl) throw new TypeError(`no way to ${url.href}`);
    const { body, headers = {}, method = 'GET' } = init;
    const response = await site.app.inject({
      method: method as 'GET' | 'POST',
      url: url.pathname + url.search,
      remoteAddress: nextAddress(),
      headers: Object.fromEntries(new Headers(headers)),
      ...(body === undefined || body === null ? {} : { payload: (body as string | URLSearchParams).toString() }),
    });
    const answered = new Headers();
    for (const [name, value] of Object.entries(response.headers)) answered.set(name, String(value));
    return new Response(response.statusCode === 204 ? null : response.body, {
      status: response.statusCode,
      headers: answered,
    });
  };
  const callbacks = {
    fetch: reach,
    hash: (data: Uint8Array, algorithm: string) =>
      new Uint8Array(createHash(algorithm.replace('-', '')).update(data).digest()),
    generateRandom: (length: number) => new Uint8Array(randomBytes(length)),
    clientAuthentication: () => undefined,
    signJwt: async (_signer: unknown, { header, payload }: { header: object; payload: object }) => ({
      jwt: await new SignJWT({ ...payload })
        .setProtectedHeader({ ...(header as { alg: string }), alg })
        .sign(privateKey),
      signerJwk: jwk,
    }),
  };
  const client = new Openid4vciClient({ callbacks: callbacks as unknown as Openid4vciClientOptions['callbacks'] });
  const signer =
    binding === 'jwk'
      ? { method: 'jwk' as const, alg, publicJwk: jwk as JWK & { kty: string } }
      : { method: 'did' as const, alg, didUrl: kid };
  return { client, did, signer, privateKey, kid, jwk, alg };
}

/** Everyone of an address of their own: what one address may ask in a minute is another test’s. */
let asked = 0;
export function nextAddress(): string {
  asked += 1;
  return `10.0.${asked >> 8}.${asked & 255}`;
}

function didJwk({ crv, kty, x, y }: JWK): string {
  return `did:jwk:${Buffer.from(JSON.stringify({ crv, kty, x, y })).toString('base64url')}`;
}
