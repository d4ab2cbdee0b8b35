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

type Limits = { totalMs: number; maxBytes: number; redirects: number };
const usualLimits: Limits = { totalMs: 10_000, maxBytes: 1_000_000, redirects: 5 };

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
 * is checked anew. Nothing of ours is sent along. `allowed` lets tests reach a server of their own: "127.0.0.1:4000".
 */
export function createFetchOutside(
  options: Partial<Limits> & { allowed?: readonly string[]; resolve?: (host: string) => Promise<string[]> } = {},
): FetchOutside {
  const { allowed = [], resolve = resolveAll, ...limits } = options;
  const { totalMs, maxBytes, redirects } = { ...usualLimits, ...limits };
  return async (given) => {
    const signal = AbortSignal.timeout(totalMs);
    let url = given;
    for (let hop = 0; hop <= redirects; hop += 1) {
      const target = check(url, allowed);
      const address = await pickAddress(target, allowed, resolve);
      const response = await request(target, address, signal);
      const next = response.headers.location;
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400 && next !== undefined) {
        response.destroy();
        url = URL.parse(next, target)?.href ?? '';
        continue;
      }
      const body = await read(response, maxBytes, signal);
      return { url: target.href, status, contentType: response.headers['content-type'] ?? '', body };
    }
    throw new OutsideError('It leads on and on to other addresses.');
  };
}

function check(url: string, allowed: readonly string[]): URL {
  const target = URL.parse(url);
  if (!target || !/^https?:$/.test(target.protocol)) throw new OutsideError('It is no http or https address.');
  if (target.username !== '' || target.password !== '') throw new OutsideError('It holds a name and a password.');
  if (target.port !== '' && !allowed.includes(target.host)) throw new OutsideError('It names a port of its own.');
  return target;
}

async function pickAddress(
  { hostname, host }: URL,
  allowed: readonly string[],
  resolve: (host: string) => Promise<string[]>,
): Promise<string> {
  const name = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(name) ? [name] : await resolve(name).catch(() => []);
  const [first] = addresses;
  if (first === undefined) throw new OutsideError('Its name is not known.');
  if (!allowed.includes(host) && !addresses.every(isPublicAddress)) {
    throw new OutsideError('It is not on the public internet.');
  }
  return first;
}

async function resolveAll(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function request(target: URL, address: string, signal: AbortSignal): Promise<IncomingMessage> {
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
        headers: {
          accept: 'text/html, application/xhtml+xml, */*;q=0.1',
          'accept-encoding': 'gzip, deflate, br, identity',
          'user-agent': 'Tessera (reads the title of a link)',
        },
      },
      resolve,
    ).on('error', (error) => {
      reject(new OutsideError(signal.aborted ? 'It takes too long.' : `It can’t be reached: ${error.message}`));
    });
  });
}

/** The beginning of the body, at most `maxBytes` of it unpacked: a title stands near the top. */
async function read(response: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of unpacked(response) as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, maxBytes - size));
      size += chunk.length;
      if (size >= maxBytes) break;
    }
  } catch (error) {
    throw new OutsideError(signal.aborted ? 'It takes too long.' : `It broke off: ${(error as Error).message}`);
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
