import { parseStrictJson } from '../json/strict-json.ts';
import type { Badge } from './badge.ts';

/** Contexts of Open Badges 1.1 and 2, which are no verifiable credentials. */
const contexts = /^https?:\/\/(?:w3id\.org\/openbadges\/v[12]|openbadgespec\.org\/v[12])\b/;

/**
 * Whether a badge is of Open Badges 1 or 2, baked or as a file of its own, and the address where its issuer hosts it, as it says
 * itself. `undefined` for a badge of Open Badges 3.0, and for what is none.
 */
export function readOlderBadge(badge: Badge): { address: string | undefined } | undefined {
  if (badge.form === 'address') return { address: badge.text };
  if (badge.version === '3.0' && badge.form === 'json' && !/openbadge/i.test(badge.text)) return undefined;
  const text = badge.form === 'json' ? badge.text : payloadOf(badge.text);
  const read = parseStrictJson(text);
  const assertion = Object(read.ok ? read.value : undefined) as Record<string, unknown>;
  const named = [assertion['@context']].flat().some((context) => typeof context === 'string' && contexts.test(context));
  if (badge.version === '3.0' && !named) return undefined;
  const { url } = Object(assertion.verification ?? assertion.verify) as Record<string, unknown>;
  // `uid` was what version 1.0 had for an id; its address stood with how to verify it.
  const address = [assertion.id, url].find((one) => typeof one === 'string' && /^https?:\/\/[!-~]{1,2000}$/.test(one));
  return { address: address as string | undefined };
}

function payloadOf(jws: string): string {
  return Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8');
}
