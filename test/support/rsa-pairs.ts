import { expect } from 'vitest';
import { type RsaPair, makeRsaPair as make } from '../../src/platform/rsa-pair.ts';

const pairs: Promise<RsaPair>[] = [];
const taken = new Map<string, number>();

/**
 * Takes the place of `#platform/rsa-pair.ts` in the tests (vitest.config.ts): to make a pair costs as much as many a test.
 * Each file gets its own pair for every key, and the next file gets the same pairs again.
 */
export function makeRsaPair(): Promise<RsaPair> {
  const { testPath = '' } = expect.getState();
  const number = taken.get(testPath) ?? 0;
  taken.set(testPath, number + 1);
  return (pairs[number] ??= make());
}
