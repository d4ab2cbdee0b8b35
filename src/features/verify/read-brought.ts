import { type BadgeRefusal, badgeRefusals } from '#domain/badge/badge-refusal.ts';
import { readOlderBadge } from '#domain/badge/older-address.ts';
import { listPdfLinks } from '#domain/badge/pdf-links.ts';
import { type ReadBadge, readBadge } from '#domain/badge/read-badge.ts';
import { readTyped } from './read-typed.ts';
import type { StepReason } from './verification.ts';

const reasons: Partial<Record<BadgeRefusal, StepReason>> = {
  'too-large': 'too-large',
  'credential-too-large': 'too-large',
  'svg-too-deep': 'too-deep',
  'svg-with-doctype': 'hostile',
  'several-credentials': 'hostile',
  'not-utf-8': 'not-json',
  empty: 'no-award',
  pdf: 'no-award',
  picture: 'no-award',
  document: 'no-award',
  'unknown-format': 'no-award',
  'no-credential': 'no-award',
};

/** What somebody brought, opened once: to look for links in a PDF is work, and several ask for them. */
export type Brought = { bytes: Uint8Array; read: ReadBadge; links: readonly string[] };

export function openBrought(bytes: Uint8Array): Brought {
  const read = readBadge(bytes);
  return { bytes, read, links: !read.ok && read.reason === 'pdf' ? listPdfLinks(bytes) : [] };
}

/** The text of a credential in what somebody brought, or what it is instead. */
export function readText({
  bytes,
  read,
  links,
}: Brought): { ok: true; text: string } | { ok: false; reason: StepReason; problem: string } {
  // A JWT that nobody signed ends in its last dot, and is told as what it is.
  const unsigned = bytes.length < 1_000_000 ? /^[\w-]+\.[\w-]+\.$/.exec(utf8(bytes).trim()) : null;
  if (unsigned) return { ok: true, text: unsigned[0] };
  if (!read.ok) {
    const named = links.filter((link) => /\/verify\/[\w-]{16,64}$/.test(link));
    const more = named.length > 0 ? ` It leads to ${named.slice(0, 3).join(' and ')}` : '';
    const problem = `${badgeRefusals[read.reason]}${more}`;
    return { ok: false, reason: reasons[read.reason] ?? 'not-a-credential', problem };
  }
  const older = readOlderBadge(read.badge);
  if (older) return { ok: false, reason: 'older-badge', problem: olderWords(older.address) };
  return { ok: true, text: read.badge.text };
}

function olderWords(address: string | undefined): string {
  const where = address === undefined ? 'its own address, which its issuer knows' : `its own address: ${address}`;
  return `This is a badge of Open Badges 2 or older. Here Open Badges 3.0 is verified; a hosted older badge is verified at ${where}`;
}

/** What names awards of an installation without being one: a certificate, or a badge of Open Badges 2. */
type Naming = { what: 'pdf' | 'older-badge'; publicIds: string[] };

/** The awards of this installation that a PDF or an older badge leads to; `undefined` where it leads to none, or is neither. */
export function readNaming({ read, links }: Brought, baseUrl: string): Naming | undefined {
  const older = read.ok ? readOlderBadge(read.badge) : undefined;
  const addresses = older ? [older.address ?? ''] : links;
  const own = addresses.map((address) => readTyped(address, baseUrl)).filter((typed) => typed?.kind === 'own');
  const publicIds = [...new Set(own.map(({ publicId }) => publicId))];
  return publicIds.length === 0 ? undefined : { what: older ? 'older-badge' : 'pdf', publicIds };
}

/** Of bytes that are no text nothing is left, which nothing can be read from. */
export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return '';
  }
}
