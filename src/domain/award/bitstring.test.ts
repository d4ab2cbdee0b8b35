import { gunzipSync } from 'node:zlib';
import { createList, decodeList } from '@digitalbazaar/vc-bitstring-status-list';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryOf, statusListSize, withEntries } from './bitstring.ts';
import { encodeList } from './status-list-credential.ts';

const empty = new Uint8Array(statusListSize / 8);

describe('the bits of a status list', () => {
  it('begin with the most significant bit of the first byte', () => {
    expect(withEntries(empty, [0], true)[0]).toBe(0b1000_0000);
    expect(withEntries(empty, [7], true)[0]).toBe(0b0000_0001);
    expect(withEntries(empty, [8], true).subarray(0, 2)).toEqual(Uint8Array.of(0, 0b1000_0000));
  });

  it('are read by a library that nobody here wrote as they were set', async () => {
    const set = [0, 1, 7, 8, 94_567, statusListSize - 1];
    const list = await decodeList({ encodedList: encodeList(withEntries(empty, set, true)) });
    expect(list.length).toBe(statusListSize);
    expect(set.map((index) => list.getStatus(index))).toEqual(set.map(() => true));
    expect([2, 9, 94_566, 94_568].map((index) => list.getStatus(index))).toEqual([false, false, false, false]);
  });

  it('that the library set are read here alike', async () => {
    const theirs = await createList({ length: statusListSize });
    for (const index of [3, 130_000]) theirs.setStatus(index, true);
    const bytes = Buffer.from((await theirs.encode()).slice(1), 'base64url');
    const bits = gunzipSync(bytes);
    expect([2, 3, 4, 130_000].map((index) => entryOf(bits, index))).toEqual([false, true, false, true]);
  });

  it('change where they are set and nowhere else, and back', () => {
    const index = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uniqueArray(index), (bits, indexes) => {
        const after = withEntries(bits, indexes, true);
        for (let at = 0; at < 256; at += 1) expect(entryOf(after, at)).toBe(indexes.includes(at) || entryOf(bits, at));
        const cleared = indexes.filter((at) => entryOf(bits, at) === false);
        expect(withEntries(after, cleared, false)).toEqual(bits);
      }),
    );
  });

  it('are none outside the list', () => {
    expect(entryOf(empty, statusListSize)).toBeUndefined();
    expect(() => withEntries(empty, [statusListSize], true)).toThrow(RangeError);
    expect(() => withEntries(empty, [-1], true)).toThrow(RangeError);
  });
});
