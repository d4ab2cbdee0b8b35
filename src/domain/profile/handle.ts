import { cleanText } from '../text/clean-text.ts';

export const handleLength = { min: 3, max: 40 } as const;

export type HandleRefusal = 'empty' | 'too-short' | 'too-long' | 'letters' | 'reserved';

/** Words by which somebody could pass for the platform or an office, or which an address may come to need. */
const reserved = new Set(
  `about account accounts admin administrator api approve assets assessor assessors award awards badge badges billing
  board catalogue certificate certificates coach coaching contact credit desk earner earners edit endorsement
  endorsements help home index info isbe issuer issuers lead legal library login logout mail me media moderator
  new news nobody null office official operator owner people press preview principal privacy profile profiles public
  register root sample search security series settings share sign-in sign-out sign-up signin signup staff status
  superintendent support system team terms tessera test tile tiles undefined user users verify wallet wallets
  webmaster well-known work www`
    .split(/\s+/u)
    .filter(Boolean),
);

/**
 * A handle as it stands in an address: small letters a to z, digits and single hyphens. Capitals are made small and blanks
 * become hyphens, since both are typed for what they look like; nothing else is guessed.
 */
export function parseHandle(
  typed: string,
): { ok: true; handle: string } | { ok: false; reason: HandleRefusal; handle: string } {
  const handle = cleanText(typed).trim().toLowerCase().replace(/\s+/gu, '-');
  const refuse = (reason: HandleRefusal) => ({ ok: false, reason, handle }) as const;
  if (handle === '') return refuse('empty');
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(handle)) return refuse('letters');
  if (handle.length < handleLength.min) return refuse('too-short');
  if (handle.length > handleLength.max) return refuse('too-long');
  if (reserved.has(handle)) return refuse('reserved');
  return { ok: true, handle };
}
