import { decodeProtectedHeader } from 'jose';
import { type JsonLimits, parseStrictJson } from '#domain/json/strict-json.ts';
import type { SecuredDocument } from './read-credential.ts';
import type { StepReason } from './verification.ts';

export type ReadSecured = { ok: true; secured: SecuredDocument } | { ok: false; reason: StepReason; problem: string };

/** A credential as text: JSON with its proofs, a JWT, or the JSON that wraps a JWT. Read strictly; nothing is verified yet. */
export function readSecured(text: string, limits: Partial<JsonLimits> = {}): ReadSecured {
  const trimmed = text.trim();
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(trimmed)) return readJwt(trimmed, limits);
  const read = parseStrictJson(trimmed, limits);
  if (!read.ok) return read;
  const enveloped = findEnveloped(read.value);
  return enveloped === undefined ? { ok: true, secured: { document: read.value } } : readJwt(enveloped, limits);
}

/** The JWT in an `EnvelopedVerifiableCredential`, which holds it as a `data:` address. */
function findEnveloped(value: unknown): string | undefined {
  const { id, type } = Object(value) as Record<string, unknown>;
  if (![type].flat().includes('EnvelopedVerifiableCredential') || typeof id !== 'string') return undefined;
  return /^data:application\/(?:vc\+)?(?:ld\+)?(?:json\+)?jwt[;,](?:base64,)?(.+)$/s.exec(id)?.[1] ?? '';
}

function readJwt(compact: string, limits: Partial<JsonLimits>): ReadSecured {
  const [head = '', body = ''] = compact.split('.');
  const header = parseStrictJson(decode(head), limits);
  const payload = parseStrictJson(decode(body), limits);
  if (!header.ok) return { ...header, problem: `Its head can’t be read. ${header.problem}` };
  if (!payload.ok) return payload;
  try {
    // Says no to what no reader of JWTs takes.
    decodeProtectedHeader(compact);
  } catch {
    return { ok: false, reason: 'not-json', problem: 'It is no JWT that can be read.' };
  }
  const document = unwrap(payload.value);
  return { ok: true, secured: { document, jwt: { compact, header: header.value as Record<string, unknown> } } };
}

/** Version 1.1 of the data model put the credential into a claim of its own; what the claims beside it say still counts. */
function unwrap(payload: unknown): unknown {
  const { vc, iss, jti, sub, nbf, exp } = Object(payload) as Record<string, unknown>;
  if (typeof vc !== 'object' || vc === null || Array.isArray(vc)) return payload;
  const claims = Object.entries({ iss, jti, sub, nbf, exp }).filter(([, value]) => value !== undefined);
  return { ...vc, ...Object.fromEntries(claims) };
}

/** Of bytes that are no text nothing is left, which is no JSON either. */
function decode(part: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'));
  } catch {
    return '';
  }
}
