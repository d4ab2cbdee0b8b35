import { type Badge, readCredentialText } from './badge.ts';
import { type BadgeRefusal, badgeLimits } from './badge-refusal.ts';
import { unbakePng } from './baked-png.ts';
import { unbakeSvg } from './baked-svg.ts';
import { recogniseOther } from './other-file.ts';
import { isPng } from './png-chunks.ts';

export type BadgeCarrier = 'png' | 'svg' | 'json' | 'jwt';

export type ReadBadge = { ok: true; carrier: BadgeCarrier; badge: Badge } | { ok: false; reason: BadgeRefusal };

/**
 * The badge in a file that anyone may have brought: a baked PNG or SVG, a credential as JSON or as a JWT, told apart by their
 * content. What is read is no more than text: JSON that parses, and means anything, is the verifier's part.
 */
export function readBadge(bytes: Uint8Array): ReadBadge {
  if (bytes.length > badgeLimits.file) return { ok: false, reason: 'too-large' };
  if (isPng(bytes)) return from('png', unbakePng(bytes));
  const other = recogniseOther(bytes);
  if (other) return { ok: false, reason: other };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // A credential in another encoding begins as JSON does; anything else was never one.
    return {
      ok: false,
      reason: /^\s*\{/.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1')) ? 'not-utf-8' : 'unknown-format',
    };
  }
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, reason: 'empty' };
  if (trimmed.startsWith('<')) return from('svg', unbakeSvg(trimmed));
  if (trimmed.length > badgeLimits.credential) return { ok: false, reason: 'credential-too-large' };
  const badge = readCredentialText(trimmed);
  if (!badge) return { ok: false, reason: 'unknown-format' };
  return { ok: true, carrier: badge.form === 'jwt' ? 'jwt' : 'json', badge };
}

function from(
  carrier: BadgeCarrier,
  read: { ok: true; badge: Badge } | { ok: false; reason: BadgeRefusal },
): ReadBadge {
  return read.ok ? { ok: true, carrier, badge: read.badge } : read;
}
