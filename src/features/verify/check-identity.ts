import { createHash, timingSafeEqual } from 'node:crypto';
import type { ReadCredential } from './read-credential.ts';
import { type VerificationStep, failed, notCheckable, passed } from './verification.ts';

const algorithms = new Map([
  ['sha256', 'sha256'],
  ['md5', 'md5'],
]);

/** Whether it was given to whoever has this address: an award may hold the address itself or, as a rule, its hash alone. */
export function checkIdentity({ document }: ReadCredential, email: string): VerificationStep {
  const { identifier } = document.credentialSubject as Record<string, unknown>;
  const named = [identifier]
    .flat()
    .map((entry) => Object(entry) as Record<string, unknown>)
    .filter(({ identityType }) => identityType === 'emailAddress' || identityType === 'email');
  if (named.length === 0)
    return notCheckable('identity', 'identity-not-named', 'It names nobody by an e-mail address.');
  // Addresses are written in either case; the hash was made of one of them.
  const spellings = [...new Set([email, email.toLowerCase()])];
  return named.some((entry) => spellings.some((spelling) => isOf(entry, spelling)))
    ? passed('identity', 'It was given to whoever has this e-mail address.')
    : failed('identity', 'identity-differs', 'It was given to somebody with another e-mail address.');
}

function isOf({ identityHash, hashed, salt }: Record<string, unknown>, email: string): boolean {
  if (typeof identityHash !== 'string') return false;
  if (hashed !== true) return equal(identityHash.toLowerCase(), email.toLowerCase());
  const [name = '', hex = ''] = identityHash.split('$');
  const algorithm = algorithms.get(name);
  if (algorithm === undefined) return false;
  const text = `${email}${typeof salt === 'string' ? salt : ''}`;
  return equal(hex.toLowerCase(), createHash(algorithm).update(text, 'utf8').digest('hex'));
}

function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
