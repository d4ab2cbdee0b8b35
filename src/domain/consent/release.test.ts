import { describe, expect, it } from 'vitest';
import { holds, releaseState } from './release.ts';

const now = '2026-11-22T23:59:00.000Z';

describe('a release', () => {
  it.each([
    ['valid', { expiresOn: null, withdrawnAt: null }, true],
    ['valid', { expiresOn: '2026-12-23', withdrawnAt: null }, true],
    ['soon', { expiresOn: '2026-12-22', withdrawnAt: null }, true],
    ['soon', { expiresOn: '2026-11-22', withdrawnAt: null }, true],
    ['expired', { expiresOn: '2026-11-21', withdrawnAt: null }, false],
    ['withdrawn', { expiresOn: '2026-11-21', withdrawnAt: now }, false],
  ] as const)('is %s with %j', (state, release, stillHolds) => {
    expect([releaseState(release, now), holds(release, now)]).toEqual([state, stillHolds]);
  });
});
