import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificationState, reachesBar, usualCertificationSettings as settings } from './certification.ts';

const now = new Date('2026-11-22T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600_000);
const base = { certifiedAt: daysAgo(200), lastScoredAt: daysAgo(10), seeded: { exact: 0, lookFors: 0 }, settings, now };

describe('certificationState', () => {
  it('holds while something was scored lately, and says until when', () => {
    expect(certificationState(base)).toMatchObject({ state: 'active', scoreBy: new Date('2027-02-10T12:00:00Z') });
  });

  it('counts from the day it was given where nothing was scored yet', () => {
    expect(certificationState({ ...base, certifiedAt: daysAgo(90), lastScoredAt: undefined }).state).toBe('active');
    expect(certificationState({ ...base, certifiedAt: daysAgo(90.01), lastScoredAt: undefined })).toMatchObject({
      state: 'lapsed',
      reason: 'not-scored',
    });
  });

  it('is not measured before there are enough look-fors on anchors', () => {
    expect(certificationState({ ...base, seeded: { exact: 0, lookFors: 19 } }).state).toBe('active');
    expect(certificationState({ ...base, seeded: { exact: 15, lookFors: 20 } })).toMatchObject({ reason: 'below-bar' });
    expect(certificationState({ ...base, seeded: { exact: 16, lookFors: 20 } }).state).toBe('active');
  });

  const seeded = fc
    .nat({ max: 40 })
    .chain((lookFors) => fc.nat({ max: lookFors }).map((exact) => ({ exact, lookFors })));
  const input = fc.record({
    certified: fc.double({ min: 0, max: 400, noNaN: true }),
    scored: fc.option(fc.double({ min: 0, max: 400, noNaN: true }), { nil: undefined }),
    seeded,
  });
  const stateOf = (one: { certified: number; scored: number | undefined; seeded: typeof base.seeded }) =>
    certificationState({
      ...base,
      certifiedAt: daysAgo(one.certified),
      lastScoredAt: one.scored === undefined ? undefined : daysAgo(one.scored),
      seeded: one.seeded,
    });

  it('never lapses by more agreement or by later scoring', () => {
    fc.assert(
      fc.property(input, fc.double({ min: 0, max: 1, noNaN: true }), (one, share) => {
        if (stateOf(one).state !== 'active') return;
        const better = { ...one.seeded, exact: Math.min(one.seeded.lookFors, one.seeded.exact + 1) };
        expect(stateOf({ ...one, seeded: better }).state).toBe('active');
        expect(stateOf({ ...one, scored: (one.scored ?? one.certified) * share }).state).toBe('active');
      }),
    );
  });

  it('lapses for exactly one of two reasons', () => {
    fc.assert(
      fc.property(input, (one) => {
        const idle = Math.min(one.certified, one.scored ?? Infinity) > 90;
        const below = one.seeded.lookFors >= 20 && one.seeded.exact / one.seeded.lookFors < 0.8 - 1e-9;
        expect(stateOf(one).state).toBe(idle || below ? 'lapsed' : 'active');
      }),
    );
  });
});

it('compares shares with the bar without rounding them', () => {
  expect(reachesBar({ exact: 8, lookFors: 10 }, 0.8)).toBe(true);
  expect(reachesBar({ exact: 799, lookFors: 1000 }, 0.8)).toBe(false);
  expect(reachesBar({ exact: 0, lookFors: 0 }, 0.5)).toBe(false);
});
