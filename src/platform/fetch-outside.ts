import { lookup } from 'node:dns/promises';
import { type IncomingMessage, get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { BlockList, type LookupFunction, isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

export type OutsidePage = { url: string; status: number; contentType: string; body: Buffer };

export type FetchOutside = (url: string) => Promise<OutsidePage>;

/** The address gave no page, or is none that this server asks; the message says which. */
export class OutsideError extends Error {}

/** The address was not asked since it may be of this machine or network; who sits there may allow its host. */
export class NotAllowedError extends OutsideError {
  /** With its port, as `allowed` names it. */
  readonly host: string;
  constructor(message: string, host: string) {
    super(message);
    this.host = host;
  }
}

type Limits = { totalMs: number; maxBytes: number; redirects: number };
const usualLimits: Limits = { totalMs: 10_000, maxBytes: 1_000_000, redirects: 5 };

export type FetchOutsideOptions = Partial<Limits> & {
  /** Hosts with their ports that are asked wherever they are, also by http: "127.0.0.1:4000". For tests, and for who sits at the machine. */
  allowed?: readonly string[];
  /** The only hosts that are asked, besides `allowed`; `undefined`: any public one. */
  hosts?: readonly string[] | undefined;
  /** Whether http will do, or a stranger on the way could write what is read. */
  onlyHttps?: boolean;
  /** What is asked for, as the `accept` header says it. */
  accept?: string;
  userAgent?: string;
  /** A longer body is refused rather than cut off: half a document is none. */
  whole?: boolean;
  resolve?: (host: string) => Promise<string[]>;
};

const usualHeaders = {
  accept: 'text/html, application/xhtml+xml, */*;q=0.1',
  userAgent: 'Tessera (reads the title of a link)',
};

/**
 * Networks that are nobody's public site: this machine, private, link-local, shared, test, multicast and reserved ones
 * (IANA special-purpose address registries), and the IPv6 forms that wrap an IPv4 address.
 */
const inside = new BlockList();
for (const network of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]) {
  const [address = '', bits] = network.split('/');
  inside.addSubnet(address, Number(bits), 'ipv4');
}
/** Of IPv6 only global unicast (2000::/3) is public, and of that not these. */
for (const network of ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']) {
  const [address = '', bits] = network.split('/');
  inside.addSubnet(address, Number(bits), 'ipv6');
}
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !inside.check(address, 'ipv4');
    case 6:
      return global6.check(address, 'ipv6') && !inside.check(address, 'ipv6');
    default:
      return false;
  }
}

/**
 * Reads pages that people named: http and https on their usual ports, public addresses alone. A name is looked up once, and
 * the connection goes to the very address that was checked, so that a name can't point elsewhere in between; each redirect
 * is checked anew. Nothing of ours is sent along.
 */
export function createFetchOutside(options: FetchOutsideOptions = {}): FetchOutside {
  const { allowed = [], resolve = resolveAll } = options;
  const { totalMs, maxBytes, redirects } = { ...usualLimits, ...options };
  const headers = {
    accept: options.accept ?? usualHeaders.accept,
    'accept-encoding': 'gzip, deflate, br, identity',
    'user-agent': options.userAgent ?? usualHeaders.userAgent,
  };
  return async (given) => {
    const signal = AbortSignal.timeout(totalMs);
    let url = given;
    for (let hop = 0; hop <= redirects; hop += 1) {
      const target = check(url, options);
      const address = await pickAddress(target, allowed, resolve, signal);
      const response = await request(target, address, headers, signal);
      const next = response.headers.location;
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400 && next !== undefined) {
        response.destroy();
        url = URL.parse(next, target)?.href ?? '';
        continue;
      }
      const body = await read(response, maxBytes, options.whole === true, signal);
      return { url: target.href, status, contentType: response.headers['content-type'] ?? '', body };
    }
    throw new OutsideError('It leads on and on to other addresses.');
  };
}

/** Awards, keys and lists: what has to be signed by who is named, so https alone, all of it, and few ways round. */
export function createFetchDocument(options: FetchOutsideOptions = {}): FetchOutside {
  return createFetchOutside({
    accept:
      'application/vc+ld+json, application/vc, application/did+ld+json, application/did+json, application/ld+json, application/json, application/vc+jwt;q=0.5, image/png;q=0.3, image/svg+xml;q=0.3',
    userAgent: 'Tessera (verifies an award)',
    onlyHttps: true,
    whole: true,
    totalMs: 8000,
    maxBytes: 5_000_000,
    redirects: 3,
    ...options,
  });
}

/** An allowed host may be asked anyhow; every other one goes by the rules. */
function check(url: string, { allowed = [], hosts, onlyHttps }: FetchOutsideOptions): URL {
  const target = URL.parse(url);
  if (!target || !/^https?:$/.test(target.protocol)) throw new OutsideError('It is no http or https address.');
  if (target.username !== '' || target.password !== '') throw new OutsideError('It holds a name and a password.');
  if (allowed.includes(target.host)) return target;
  if (target.port !== '') throw new NotAllowedError('It names a port of its own.', target.host);
  if (onlyHttps && target.protocol !== 'https:') throw new NotAllowedError('It is no https address.', target.host);
  if (hosts && !hosts.includes(target.hostname)) throw new OutsideError('Its host is not one that this server asks.');
  return target;
}

/** The address to connect to. One that is allowed nowhere has to be public whatever else its name stands for. */
async function pickAddress(
  { hostname, host }: URL,
  allowed: readonly string[],
  resolve: (host: string) => Promise<string[]>,
  signal: AbortSignal,
): Promise<string> {
  const name = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(name) ? [name] : await Promise.race([resolve(name).catch(() => []), late(signal)]);
  const [first] = addresses;
  if (first === undefined) throw new OutsideError('Its name is not known.');
  if (!allowed.includes(host) && !addresses.every(isPublicAddress)) {
    throw new NotAllowedError('It is not on the public internet.', host);
  }
  return first;
}

/** Rejects when the time is up: a name server may keep its answer to itself. */
function late(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new OutsideError('It takes too long.'));
    });
  });
}

async function resolveAll(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function request(
  target: URL,
  address: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  // Connects to the address that was checked, whatever the name says by now; TLS still asks for the name.
  const pinned: LookupFunction = (_host, options, done) => {
    const family = isIP(address);
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
  const get = target.protocol === 'https:' ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    get(
      target,
      {
        lookup: pinned,
        signal,
        agent: false,
        maxHeaderSize: 32_768,
        headers,
      },
      resolve,
    ).on('error', (error) => {
      reject(new OutsideError(signal.aborted ? 'It takes too long.' : `It can’t be reached${codeOf(error)}.`));
    });
  });
}

/** What went wrong, in the word of the system for it: its sentences are for those who wrote the program. */
function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? ` (${code})` : '';
}

/** The beginning of the body, at most `maxBytes` of it unpacked: a title stands near the top. `whole`: all of it, or an error. */
async function read(response: IncomingMessage, maxBytes: number, whole: boolean, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of unpacked(response) as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, maxBytes - size));
      size += chunk.length;
      if (whole && size > maxBytes) throw new OutsideError(`It is larger than ${maxBytes} bytes.`);
      if (!whole && size >= maxBytes) break;
    }
  } catch (error) {
    if (error instanceof OutsideError) throw error;
    throw new OutsideError(signal.aborted ? 'It takes too long.' : `It broke off${codeOf(error)}.`);
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks);
}

function unpacked(response: IncomingMessage): Readable {
  const decoders = { gzip: createGunzip, br: createBrotliDecompress, deflate: createInflate } as const;
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return response;
  if (!(encoding in decoders)) throw new OutsideError('It is packed in a way that is not known.');
  const decoder = decoders[encoding as keyof typeof decoders]();
  response.on('error', (error) => decoder.destroy(error));
  return response.pipe(decoder);
}
