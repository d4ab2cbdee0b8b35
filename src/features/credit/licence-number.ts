import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Encrypts the number of a licence for the table: AES-256-GCM under a key derived from the installation’s secret
 * (HKDF-SHA-256), bound to its holder, so that a row moved to somebody else can’t be read.
 */
export function sealLicenceNumber(number: string, personId: string, secret: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv).setAAD(Buffer.from(personId, 'utf8'));
  const encrypted = Buffer.concat([cipher.update(number, 'utf8'), cipher.final()]);
  return ['v1', ...[iv, cipher.getAuthTag(), encrypted].map((part) => part.toString('base64url'))].join('.');
}

/** The number, or `undefined` where it can’t be read with the present secret: its holder then enters it again. */
export function openLicenceNumber(sealed: string, personId: string, secret: string): string | undefined {
  const [version, iv, tag, encrypted] = sealed.split('.');
  if (version !== 'v1' || !iv || !tag || !encrypted) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), Buffer.from(iv, 'base64url'), { authTagLength: 16 })
      .setAAD(Buffer.from(personId, 'utf8'))
      .setAuthTag(Buffer.from(tag, 'base64url'));
    return decipher.update(Buffer.from(encrypted, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'tessera licence numbers v1', 32));
}
