import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** The private half of an issuer's key can't be read with this installation's secret. */
export class KeyUnreadableError extends Error {
  constructor(issuerSlug: string) {
    super(
      `The signing key of the issuer “${issuerSlug}” can’t be read with the present SECRET, so no award can be signed. ` +
        'Start Tessera with the SECRET that it had when the key was made; awards that wait are then issued by themselves.',
    );
  }
}

export type KeyOwner = { issuerId: string; issuerSlug: string; publicMultibase: string };

/**
 * Encrypts a private key for the table: AES-256-GCM under a key derived from the installation's secret (HKDF-SHA-256).
 * The issuer and the public half are authenticated with it, so that a row can't be moved to another issuer.
 */
export function sealPrivateKey(secretMultibase: string, owner: KeyOwner, secret: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(secret), iv).setAAD(boundTo(owner));
  const encrypted = Buffer.concat([cipher.update(secretMultibase, 'utf8'), cipher.final()]);
  return ['v1', iv, cipher.getAuthTag(), encrypted]
    .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
    .join('.');
}

export function openPrivateKey(sealed: string, owner: KeyOwner, secret: string): string {
  const [version, iv, tag, encrypted] = sealed.split('.');
  if (version !== 'v1' || !iv || !tag || !encrypted) throw new KeyUnreadableError(owner.issuerSlug);
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey(secret), Buffer.from(iv, 'base64url'), {
    authTagLength: 16,
  }).setAAD(boundTo(owner));
  try {
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return decipher.update(Buffer.from(encrypted, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new KeyUnreadableError(owner.issuerSlug);
  }
}

function wrappingKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'tessera issuer keys v1', 32));
}

function boundTo({ issuerId, publicMultibase }: KeyOwner): Buffer {
  return Buffer.from(`${issuerId} ${publicMultibase}`, 'utf8');
}
