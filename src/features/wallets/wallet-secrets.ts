import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * What opens an offer is reckoned from the installation’s secret and the offer’s id whenever its earner looks at it, so that the
 * database holds hashes alone and whoever reads it can take nothing.
 */
export function offerSecrets(secret: string, offerId: string): { address: string; code: string; digits: string } {
  const number = createHmac('sha256', secret).update(`wallet offer digits ${offerId}`).digest().readUInt32BE(0);
  return {
    address: derive(secret, 'wallet offer address', offerId),
    code: derive(secret, 'wallet offer code', offerId),
    digits: String(number % 1_000_000).padStart(6, '0'),
  };
}

/** The token in a link to somebody’s learner records. */
export function shareToken(secret: string, shareId: string): string {
  return derive(secret, 'record share', shareId);
}

/** 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** How long a wallet may take from asking for a nonce to using it. */
export const nonceSeconds = 300;

/**
 * A nonce that says itself until when and for which issuer it is good: asking for one writes nothing, so that nobody fills the
 * database by asking.
 */
export function makeNonce(secret: string, issuerSlug: string, now: Date): string {
  const until = Math.floor(now.getTime() / 1000) + nonceSeconds;
  const body = `${until.toString(36)}.${randomBytes(16).toString('base64url')}`;
  return `${body}.${sealNonce(secret, issuerSlug, body)}`;
}

/** Until when a nonce is good, or `undefined` for one that is over, another issuer’s or not ours. */
export function readNonce(secret: string, issuerSlug: string, nonce: string, now: Date): Date | undefined {
  const [, body = '', until = '', seal = ''] = /^(([0-9a-z]{1,9})\.[\w-]{22})\.([\w-]{43})$/.exec(nonce) ?? [];
  if (!isSame(seal, sealNonce(secret, issuerSlug, body))) return undefined;
  const date = new Date(parseInt(until, 36) * 1000);
  return date > now ? date : undefined;
}

/** Compares in a time that tells nothing of where two texts differ. */
export function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function sealNonce(secret: string, issuerSlug: string, body: string): string {
  return derive(secret, `wallet nonce ${issuerSlug}`, body);
}

function derive(secret: string, purpose: string, of: string): string {
  return createHmac('sha256', secret).update(`${purpose} ${of}`).digest('base64url');
}
