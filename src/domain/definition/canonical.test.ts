import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentSha256 } from '#platform/hash.ts';
import { canonicalJson } from './canonical.ts';

/** The same content with every key of every object in another order. */
function turnKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turnKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, turnKeys(item)]),
  );
}

describe('canonicalJson', () => {
  it('sorts keys and writes no spaces', () => {
    expect(canonicalJson({ b: [1.0, 'é'], a: null })).toBe('{"a":null,"b":[1,"é"]}');
  });

  it('and its SHA-256 stay the same under key order, and read back as the same content', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(turnKeys(value))).toBe(canonicalJson(value));
        expect(documentSha256(turnKeys(value))).toBe(documentSha256(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('changes with the content', () => {
    expect(documentSha256({ words: 250 })).not.toBe(documentSha256({ words: 251 }));
  });

  it('refuses what has no JSON form', () => {
    expect(() => canonicalJson(undefined)).toThrow('no JSON form');
  });
});
