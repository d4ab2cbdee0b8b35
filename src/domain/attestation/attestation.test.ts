import { describe, expect, it } from 'vitest';
import { attestationState } from './attestation.ts';

const now = '2026-11-22T12:00:00.000Z';
const asked = {
  attestedAt: null,
  declinedAt: null,
  withdrawnAt: null,
  expiresAt: '2026-12-22T12:00:00.000Z',
  isCurrent: true,
};

describe('a request to a peer', () => {
  it.each([
    ['waiting', {}],
    ['expired', { expiresAt: now }],
    ['valid', { attestedAt: now }],
    ['valid', { attestedAt: now, expiresAt: '2026-01-01T00:00:00.000Z' }],
    ['void', { attestedAt: now, isCurrent: false }],
    ['waiting', { isCurrent: false }],
    ['declined', { declinedAt: now, expiresAt: now }],
    ['withdrawn', { attestedAt: now, withdrawnAt: now }],
    ['withdrawn', { withdrawnAt: now, expiresAt: now, isCurrent: false }],
  ] as const)('is %s with %j', (state, change) => {
    expect(attestationState({ ...asked, ...change }, now)).toBe(state);
  });
});
