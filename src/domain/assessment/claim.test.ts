import { describe, expect, it } from 'vitest';
import { checkClaim, leaseMilliseconds, leaseUntil } from './claim.ts';

const now = new Date('2026-11-23T09:00:00Z');
const base = { assessorId: 'ada', earnerId: 'eve', hasCoached: false, waiting: true, holder: undefined, now };
const later = leaseUntil(now);

describe('checkClaim', () => {
  it('lets an assessor take what waits', () => {
    expect(checkClaim(base)).toEqual({ ok: true });
  });

  it('refuses own work, even when nobody else has it', () => {
    expect(checkClaim({ ...base, earnerId: 'ada' })).toEqual({ ok: false, reason: 'own-work' });
  });

  it('refuses work that the assessor has coached', () => {
    expect(checkClaim({ ...base, hasCoached: true })).toEqual({ ok: false, reason: 'coached' });
  });

  it('refuses what no longer waits', () => {
    expect(checkClaim({ ...base, waiting: false })).toEqual({ ok: false, reason: 'not-waiting' });
  });

  it('refuses what another holds, and takes over at the moment when the lease has run out', () => {
    const held = { ...base, holder: { assessorId: 'ben', leaseExpiresAt: later } };
    expect(checkClaim(held)).toEqual({ ok: false, reason: 'held-by-another' });
    expect(checkClaim({ ...held, now: new Date(later.getTime() - 1) })).toMatchObject({ ok: false });
    expect(checkClaim({ ...held, now: later })).toEqual({ ok: true });
  });

  it('gives what an assessor already holds to them again', () => {
    expect(checkClaim({ ...base, holder: { assessorId: 'ada', leaseExpiresAt: later } })).toEqual({ ok: true });
  });

  it('holds for eight hours', () => {
    expect(later.getTime() - now.getTime()).toBe(leaseMilliseconds);
    expect(later).toEqual(new Date('2026-11-23T17:00:00Z'));
  });
});
