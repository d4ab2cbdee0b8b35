import { createPublicKey, verify } from 'node:crypto';
import { didWebUrl } from '#domain/credential/did-web.ts';
import { verifyCredential } from '../../src/features/verify/verify-credential.ts';
import { type TestSite, get, noon } from './app.ts';

/** As a stranger: with the DID document and the JWK that the site serves, and nothing else. */
export async function verifies(site: TestSite, credential: unknown): Promise<boolean> {
  const resolveDid = async (did: string) => {
    const url = new URL(didWebUrl(did) ?? '');
    return (await get(site, url.pathname)).json<unknown>();
  };
  const { steps } = await verifyCredential(credential, { now: noon, resolveDid });
  const passed = (name: string) => steps.find((step) => step.name === name)?.outcome === 'passed';
  return passed('signature') && passed('issuer-key');
}

export async function jwtHolds(site: TestSite, jwt: string): Promise<boolean> {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  const answer = await get(site, new URL(kid).pathname);
  const key = createPublicKey({ key: answer.json(), format: 'jwk' });
  return verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
}
