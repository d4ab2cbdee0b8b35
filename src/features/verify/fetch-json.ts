/** What a document may take to come, in milliseconds, and how large it may be, in bytes. */
const limits = { time: 10_000, size: 2_000_000 };

const accepted =
  'application/vc+ld+json, application/vc, application/did+ld+json, application/ld+json, application/json';

/** The address gave no JSON document; the message says what it gave instead. */
export class UnfetchableError extends Error {}

/**
 * Reads a JSON document from the web, for the command line, whose caller chose the address. The server never fetches what
 * a stranger names.
 */
export async function fetchJson(url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(limits.time);
  const response = await fetch(url, { headers: { accept: accepted }, signal }).catch((error: unknown) => {
    throw new UnfetchableError(`${url} can’t be reached: ${reason(error)}`);
  });
  if (!response.ok) throw new UnfetchableError(`${url} answered ${response.status}.`);
  return parseJson(await readLimited(response, url), url);
}

export function parseJson(text: string, from: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UnfetchableError(`${from} is not JSON. Name the signed credential, which ends in credential.json.`);
  }
}

async function readLimited(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > limits.size)
        throw new UnfetchableError(`${url} is larger than ${limits.size} bytes: no credential is.`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof UnfetchableError) throw error;
    throw new UnfetchableError(`${url} broke off: ${reason(error)}`, { cause: error });
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
