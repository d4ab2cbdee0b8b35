import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDocuments } from './compare.ts';

describe('compareDocuments', () => {
  it('finds nothing between equal documents', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(compareDocuments(structuredClone(value), value)).toEqual([]);
      }),
    );
  });

  it('names the leaf that changed', () => {
    expect(compareDocuments({ worth: { pdHours: 20 } }, { worth: { pdHours: 24 } })).toEqual([
      { path: 'worth › pdHours', before: 20, after: 24 },
    ]);
  });

  it('matches what has an id, so that one inserted does not change the others', () => {
    const [a, b, c] = [
      { id: 'a', text: 'A' },
      { id: 'b', text: 'B' },
      { id: 'c', text: 'C' },
    ];
    expect(compareDocuments({ lookFors: [a, b] }, { lookFors: [a, c, b] })).toEqual([
      { path: 'lookFors › c', before: undefined, after: c },
    ]);
  });

  it('matches the members of a series by what they name', () => {
    const [a, b] = [
      { microCredential: 'a', tier: 'one' },
      { microCredential: 'b', tier: 'one' },
    ];
    expect(compareDocuments({ members: [a, b] }, { members: [{ ...a, tier: 'two' }, b] })).toEqual([
      { path: 'members › a › tier', before: 'one', after: 'two' },
    ]);
  });

  it('reports a new order once', () => {
    const [a, b] = [{ id: 'a' }, { id: 'b' }];
    expect(compareDocuments([a, b], [b, a])).toEqual([{ path: 'order', before: ['a', 'b'], after: ['b', 'a'] }]);
  });

  it('compares lists without ids by position', () => {
    expect(compareDocuments({ audience: ['teacher'] }, { audience: ['teacher', 'principal'] })).toEqual([
      { path: 'audience › 1', before: undefined, after: 'principal' },
    ]);
  });

  it('sees a field added or removed, and one named like what objects inherit', () => {
    expect(compareDocuments({}, { constructor: 'x' })).toEqual([
      { path: 'constructor', before: undefined, after: 'x' },
    ]);
    expect(compareDocuments({ a: 1 }, {})).toEqual([{ path: 'a', before: 1, after: undefined }]);
  });
});
