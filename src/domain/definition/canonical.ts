import canonicalize from 'canonicalize';

/** The canonical JSON of a value (RFC 8785): the same content always gives the same bytes, and so the same SHA-256. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('This value has no JSON form');
  return text;
}
