import { type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { OutsideError, createFetchDocument, createFetchOutside, isPublicAddress } from './fetch-outside.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

async function serve(answer: RequestListener): Promise<string> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.20.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'localhost',
])('%s is no public address', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it.each(['93.184.215.14', '8.8.8.8', '2606:4700::1111'])('%s is one', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

describe('an address is not asked', () => {
  const asked: string[] = [];
  const resolve = async (host: string) => {
    asked.push(host);
    return host === 'mixed.example' ? ['93.184.215.14', '10.0.0.1'] : ['127.0.0.1'];
  };
  it.each([
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::ffff:127.0.0.1]/',
    'http://inside.example/',
    'http://mixed.example/',
    'file:///etc/passwd',
    'ftp://example.org/',
    'http://user:secret@example.org/',
    'http://example.org:6379/',
    'nonsense',
  ])('that leads inside, or nowhere: %s', async (url) => {
    await expect(createFetchOutside({ resolve })(url)).rejects.toThrow(OutsideError);
  });

  it('that a public one leads on to', async () => {
    let inner = 0;
    const host = await serve((request, response) => {
      if (request.url === '/inner') inner += 1;
      response.writeHead(302, { location: `http://localhost:${host.split(':')[1] ?? ''}/inner` }).end();
    });
    await expect(createFetchOutside({ allowed: [host] })(`http://${host}/`)).rejects.toThrow(OutsideError);
    expect(inner).toBe(0);
  });
});

it('a name is asked for its address once, and the connection goes there', async () => {
  const host = await serve((request, response) => response.end(request.headers.host));
  const port = host.split(':')[1] ?? '';
  let asked = 0;
  const resolve = async () => {
    asked += 1;
    return asked === 1 ? ['127.0.0.1'] : ['10.255.255.1'];
  };
  const page = await createFetchOutside({ resolve, allowed: [`school.example:${port}`] })(
    `http://school.example:${port}/`,
  );
  expect([page.body.toString(), asked]).toEqual([`school.example:${port}`, 1]);
});

it('follows a few redirects, and not for ever', async () => {
  const host = await serve((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end('here');
    else response.writeHead(301, { location: `/${left - 1}` }).end();
  });
  const fetchOutside = createFetchOutside({ allowed: [host] });
  expect((await fetchOutside(`http://${host}/3`)).body.toString()).toBe('here');
  await expect(fetchOutside(`http://${host}/9`)).rejects.toThrow('on and on');
});

it('reads no more than the beginning, packed or not', async () => {
  const large = Buffer.alloc(30_000_000, 'a');
  const host = await serve((request, response) => {
    if (request.url === '/packed') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(large));
    else response.end(large);
  });
  const fetchOutside = createFetchOutside({ allowed: [host], maxBytes: 50_000 });
  expect((await fetchOutside(`http://${host}/`)).body).toHaveLength(50_000);
  expect((await fetchOutside(`http://${host}/packed`)).body).toHaveLength(50_000);
});

it('does not wait for ever, and sends nothing of ours along', async () => {
  let sent: unknown;
  const host = await serve((request, response) => {
    sent = request.headers;
    response.write('a'); // And never the rest.
  });
  const fetchOutside = createFetchOutside({ allowed: [host], totalMs: 300 });
  await expect(fetchOutside(`http://${host}/`)).rejects.toThrow('too long');
  expect(Object.keys(sent as object).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
});

describe('a document of an award', () => {
  const refused = async (url: string, options: Parameters<typeof createFetchDocument>[0] = {}) => {
    const resolve = async () => ['93.184.215.14'];
    await expect(createFetchDocument({ resolve, ...options })(url)).rejects.toThrow(OutsideError);
  };

  it.each([
    ['by http', 'http://badges.example.org/did.json'],
    ['on a port of its own', 'https://badges.example.org:8443/did.json'],
    ['of this machine', 'https://127.0.0.1/did.json'],
    ['of this machine, in decimal', 'https://2130706433/did.json'],
    ['of this machine, in octal', 'https://0177.0.0.1/did.json'],
    ['of this machine, in hexadecimal', 'https://0x7f000001/did.json'],
    ['of this machine, shortened', 'https://127.1/did.json'],
    ['of this machine, in IPv6', 'https://[::1]/did.json'],
    ['of this machine, in IPv6 around IPv4', 'https://[::ffff:127.0.0.1]/did.json'],
    ['of this machine, behind NAT64', 'https://[64:ff9b::127.0.0.1]/did.json'],
    ['of a cloud’s own services', 'https://169.254.169.254/latest/meta-data'],
    ['with a name and a password', 'https://a:b@badges.example.org/did.json'],
  ])('is not asked for %s', async (_what, url) => {
    await refused(url);
  });

  it('is asked for at the hosts that the operator names, and at no other', async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return ['127.0.0.1'];
    };
    await refused('https://else.example/did.json', { hosts: ['badges.example.org'], resolve });
    expect(asked).toBe(0);
    // A host on the list may not lead inside either.
    await refused('https://badges.example.org/did.json', { hosts: ['badges.example.org'], resolve });
    expect(asked).toBe(1);
  });

  it('has to come whole', async () => {
    const host = await serve((request, response) => {
      if (request.url === '/large') response.end(Buffer.alloc(60_000));
      else response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy());
    });
    const fetchDocument = createFetchDocument({ allowed: [host], maxBytes: 50_000 });
    await expect(fetchDocument(`http://${host}/large`)).rejects.toThrow('larger than');
    await expect(fetchDocument(`http://${host}/broken`)).rejects.toThrow('broke off');
  });

  it('is not waited for where a name server never answers', async () => {
    const resolve = () => new Promise<string[]>(() => undefined);
    await expect(createFetchDocument({ resolve, totalMs: 50 })('https://badges.example.org/')).rejects.toThrow(
      'too long',
    );
  });

  it('is asked for as what it is', async () => {
    let accept: string | undefined;
    const host = await serve((request, response) => {
      accept = request.headers.accept;
      response.end('{}');
    });
    await createFetchDocument({ allowed: [host] })(`http://${host}/`);
    expect(accept).toContain('application/did+ld+json');
    expect(accept).not.toContain('text/html');
  });
});
