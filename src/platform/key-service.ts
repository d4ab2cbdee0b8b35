import { z } from 'zod';

export type KeyAlgorithm = 'ed25519' | 'rsa';

/** The public half of a key, as a JSON Web Key (RFC 7517, RFC 8037). */
export const PublicJwk = z.discriminatedUnion('kty', [
  z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().regex(/^[\w-]{43}$/) }),
  z.object({ kty: z.literal('RSA'), n: z.string().regex(/^[\w-]{342,1400}$/), e: z.string().regex(/^[\w-]{3,8}$/) }),
]);
export type PublicJwk = z.output<typeof PublicJwk>;

/** Keeps private keys where this program can’t read them, and signs with them: a key management service or an HSM. */
export type KeyService = {
  /** Makes a key; `name` is what it is asked for by from then on. */
  create(algorithm: KeyAlgorithm): Promise<{ name: string; publicJwk: PublicJwk }>;
  publicKey(name: string): Promise<PublicJwk>;
  /** Ed25519 (RFC 8032) or RSASSA-PKCS1-v1_5 with SHA-256 over the bytes themselves, not over a hash of them. */
  sign(name: string, algorithm: KeyAlgorithm, data: Uint8Array): Promise<Uint8Array>;
};

/** The key service gave no answer that can be used; the message names neither its token nor what was to be signed. */
export class KeyServiceError extends Error {}

/** In milliseconds and bytes. Whoever waits for a signature holds an award meanwhile, and a connection of the database. */
const usualLimits = { create: 15_000, sign: 5_000, size: 100_000 };

const Created = z.object({ key: z.string().min(1).max(500), publicJwk: PublicJwk });
const Found = z.object({ publicJwk: PublicJwk });
const Signed = z.object({ signature: z.base64url().max(2000) });

/** A key service that is asked over HTTPS; docs/recipes/sign-with-a-kms.md says what it is asked and answers. */
export function createKeyService(
  { url, token }: { url: string; token: string },
  limits: typeof usualLimits = usualLimits,
): KeyService {
  const base = url.replace(/\/+$/, '');
  const keyUrl = (name: string) => `/keys/${encodeURIComponent(name)}`;

  async function ask<T>(
    schema: z.ZodType<T>,
    { method, path, body, time }: { method: 'GET' | 'POST'; path: string; body?: object; time: number },
  ): Promise<T> {
    const response = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      // A redirect would carry the token to whoever it names.
      redirect: 'error',
      signal: AbortSignal.timeout(time),
    }).catch((error: unknown) => {
      throw new KeyServiceError(`The key service can’t be reached: ${reason(error)}. Check KEY_SERVICE_URL.`);
    });
    if (response.status === 401 || response.status === 403)
      throw new KeyServiceError(
        `The key service refused (${response.status}). Check KEY_SERVICE_TOKEN and its rights.`,
      );
    if (!response.ok) throw new KeyServiceError(`The key service answered ${response.status}.`);
    const answer = schema.safeParse(await readJson(response, limits.size));
    if (!answer.success) throw new KeyServiceError('The key service’s answer is not of the form that was asked for.');
    return answer.data;
  }

  return {
    async create(algorithm) {
      const { key, publicJwk } = await ask(Created, {
        method: 'POST',
        path: '/keys',
        body: { algorithm: names[algorithm] },
        time: limits.create,
      });
      return { name: key, publicJwk };
    },
    async publicKey(name) {
      return (await ask(Found, { method: 'GET', path: keyUrl(name), time: limits.sign })).publicJwk;
    },
    async sign(name, algorithm, data) {
      const body = { algorithm: names[algorithm], data: Buffer.from(data).toString('base64url') };
      const asked = { method: 'POST', path: `${keyUrl(name)}/sign`, body, time: limits.sign } as const;
      return Buffer.from((await ask(Signed, asked)).signature, 'base64url');
    },
  };
}

/** As JSON Web Algorithms (RFC 7518, RFC 8037) call them. */
const names: Record<KeyAlgorithm, string> = { ed25519: 'EdDSA', rsa: 'RS256' };

async function readJson(response: Response, most: number): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > most) throw new KeyServiceError('The key service’s answer is too large.');
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof KeyServiceError) throw error;
    const what =
      error instanceof Error && error.name === 'TimeoutError' ? 'takes too long' : 'broke off or is not JSON';
    throw new KeyServiceError(`The key service’s answer ${what}.`);
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'it takes too long';
  const code = (error.cause as NodeJS.ErrnoException | undefined)?.code;
  return code ?? 'it gave no answer';
}
