import { type KeyObject, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

export type RsaPair = { publicKey: KeyObject; privateKey: KeyObject };

/** On a thread of its own: it takes a second or so, and others are served meanwhile. */
export function makeRsaPair(): Promise<RsaPair> {
  return promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
}
