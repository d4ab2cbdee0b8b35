/**
 * The bits of a W3C Bitstring Status List: entry 0 is the most significant bit of the first byte. PostgreSQL's own
 * `set_bit` numbers the bits of a byte from the other end, so the bits are set here and not there.
 */

/** Entries that a list has: the fewest that the standard allows, so that no entry gives away whose it is. */
export const statusListSize = 131_072;

/** Whether the entry is set; `undefined` for an index that the list doesn't have. */
export function entryOf(bits: Uint8Array, index: number): boolean | undefined {
  const byte = bits[index >> 3];
  return byte === undefined ? undefined : (byte & maskOf(index)) !== 0;
}

/** The bits with these entries set, or cleared. Throws where the list doesn't have one. */
export function withEntries(bits: Uint8Array, indexes: readonly number[], value: boolean): Uint8Array {
  const changed = Uint8Array.from(bits);
  for (const index of indexes) {
    const byte = changed[index >> 3];
    if (byte === undefined || index < 0) throw new RangeError(`A list of ${bits.length * 8} has no entry ${index}`);
    changed[index >> 3] = value ? byte | maskOf(index) : byte & ~maskOf(index);
  }
  return changed;
}

function maskOf(index: number): number {
  return 0x80 >> (index & 7);
}
