import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A key service as the recipe describes it, with keys that it never hands out. */
export async function startKeyService() {
  const keys = new Map<string, { privateKey: KeyObject; publicKey: KeyObject }>();
  const behaviour: { lies: boolean; says: 'all' | 'half' | 'nothing' } = { lies: false, says: 'all' };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (behaviour.says === 'nothing') return;
      const answer = (status: number, body: object) => {
        const text = JSON.stringify(body);
        if (behaviour.says === 'half') response.writeHead(status).write(text.slice(0, 10));
        else response.writeHead(status).end(text);
      };
      if (request.headers.authorization !== 'Bearer a token of its own') return answer(401, {});
      const body = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>) : {};
      if (request.url === '/v1/keys') {
        const name = `projects/one/keys/${keys.size + 1}`;
        keys.set(
          name,
          body.algorithm === 'RS256'
            ? generateKeyPairSync('rsa', { modulusLength: 2048 })
            : generateKeyPairSync('ed25519'),
        );
        return answer(201, { key: name, publicJwk: keys.get(name)?.publicKey.export({ format: 'jwk' }) });
      }
      const [, name = ''] = /^\/v1\/keys\/([^/]+)\/sign$/.exec(request.url ?? '') ?? [];
      const pair = keys.get(decodeURIComponent(name));
      if (!pair) return answer(404, {});
      const data = Buffer.from(behaviour.lies ? 'AAAA' : (body.data ?? ''), 'base64url');
      const signature = sign(body.algorithm === 'RS256' ? 'sha256' : null, data, pair.privateKey);
      return answer(200, { signature: signature.toString('base64url') });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url, behaviour, close };
}
