import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/definition/canonical.ts';

/** SHA-256 in lower-case hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** SHA-256 of the canonical JSON (RFC 8785) of a value. */
export function documentSha256(document: unknown): string {
  return sha256(canonicalJson(document));
}
