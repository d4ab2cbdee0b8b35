import { createHash } from 'node:crypto';
import { uuidOfUrl } from '#domain/open-data/uuid.ts';

export type HashedIdentity = {
  type: 'IdentityObject';
  hashed: true;
  identityHash: string;
  identityType: 'emailAddress';
  salt: string;
};

/**
 * Names the earner by e-mail address without telling it: SHA-256 of the address followed by the salt, as Open Badges 3.0
 * defines `IdentityObject`. Whoever knows the address can check it; nobody can read it.
 */
export function hashedEmail(email: string, salt: string): HashedIdentity {
  return {
    type: 'IdentityObject',
    hashed: true,
    identityHash: `sha256$${createHash('sha256').update(`${email}${salt}`, 'utf8').digest('hex')}`,
    identityType: 'emailAddress',
    salt,
  };
}

/**
 * The id of an earner without a wallet: a JWT has to name its subject (`sub`), and an address would tell who it is. It is the
 * earner's of this one award, in every credential of it, so that two awards of a person don't show it.
 */
export function earnerId(baseUrl: string, publicId: string): string {
  return `urn:uuid:${uuidOfUrl(`${baseUrl}/verify/${publicId}#earner`)}`;
}
