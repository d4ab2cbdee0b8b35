import { describe, expect, it } from 'vitest';
import { checkCycle, cycleFrom, deadlineOf, dueReminder } from './cycle.ts';
import { claimStates, endedStates, moveClaim } from './claim.ts';
import { creditsOf, formatQuarters, quartersOf, quartersOfCredits, readQuarters } from './quarters.ts';

describe('quarters of an hour', () => {
  it.each([
    ['2.25', 9],
    ['2,25', 9],
    ['0,5', 2],
    ['12.2500', 49],
    ['1000', 4000],
    // A thousand, in the country of most who type it.
    ['1,000', 'no-number'],
    ['2,250', 'no-number'],
    ['1000.25', 'too-many'],
    ['0', 'too-few'],
    ['2.1', 'between-quarters'],
  ] as const)('are read of “%s” as %s', (typed, quarters) => {
    expect(readQuarters(typed)).toBe(quarters);
  });

  it.each([
    [15, 60],
    [2.25, 9],
    [2.49, 9],
    [0.24, 0],
    [0.1 + 0.2 + 0.2, 2],
  ])('of %s hours are %s, rounded down', (hours, quarters) => {
    expect(quartersOf(hours)).toBe(quarters);
  });

  it('are said in hours', () => {
    expect([4, 9, -60, 4000].map(formatQuarters)).toEqual(['1 hour', '2.25 hours', '−15 hours', '1,000 hours']);
  });

  it('turn into credits and back, down and never up', () => {
    expect([quartersOfCredits(3, 15), creditsOf(180, 15), creditsOf(179, 15), quartersOfCredits(0.1, 15)]).toEqual([
      ...[180, 3, 2.75, 6],
    ]);
  });
});

describe('a cycle', () => {
  const onLicence = { cycle: { begins: 'on-the-licence', years: 5, source: 's' } } as const;

  it('of five years ends on the day before', () => {
    expect(cycleFrom('2024-07-01', 5)).toEqual({ begins: '2024-07-01', ends: '2029-06-30' });
    expect(cycleFrom('2024-02-29', 1)).toEqual({ begins: '2024-02-29', ends: '2025-02-28' });
  });

  it.each([
    ['2024-07-01', '2029-06-30', undefined],
    ['2024-07-01', '2024-07-01', 'backwards'],
    ['2024-07-01', '2027-06-30', 'wrong-length'],
    ['2024-07-01', '2030-06-30', undefined],
  ])('from %s to %s: %s', (begins, ends, refusal) => {
    expect(checkCycle(onLicence, { begins, ends })).toBe(refusal);
  });

  it('begins on its day where the rule names one', () => {
    const rule = { cycle: { begins: 'on-a-day', month: 7, day: 1, years: 5, source: 's' } } as const;
    expect(checkCycle(rule, cycleFrom('2024-07-02', 5))).toBe('wrong-day');
    expect(checkCycle(rule, cycleFrom('2024-07-01', 5))).toBeUndefined();
  });

  it('has a deadline', () => {
    const rule = { deadline: { daysBeforeEnd: 30, source: 's' } };
    expect(deadlineOf(rule, { begins: '2024-07-01', ends: '2029-06-30' })).toBe('2029-05-31');
  });

  it.each([
    ['2027-02-21', undefined],
    ['2027-02-20', 90],
    ['2026-12-23', 90],
    ['2026-12-22', 30],
    ['2026-11-30', 30],
    ['2026-11-29', 7],
    ['2026-11-22', 7],
    ['2026-11-21', undefined],
  ])('that ends on %s is reminded of by the one for %s days', (ends, days) => {
    expect(dueReminder(ends, '2026-11-22')).toBe(days);
  });
});

describe('a claim', () => {
  it('goes no way that is not there, and nowhere once it has ended', () => {
    const reached = claimStates.map((state) => [
      state,
      claimStates.filter((to) => moveClaim({ state, approver: 'nobody' }, to, 'Why.').ok),
    ]);
    expect(Object.fromEntries(reached)).toEqual({
      draft: ['waiting', 'approved', 'submitted', 'withdrawn'],
      waiting: ['approved', 'refused', 'withdrawn'],
      approved: ['submitted', 'withdrawn'],
      submitted: ['accepted', 'rejected', 'withdrawn'],
      ...Object.fromEntries(endedStates.map((state) => [state, []])),
    });
  });

  it('is not sent before whoever must approve has, nor refused without a reason', () => {
    expect(moveClaim({ state: 'draft', approver: 'employer' }, 'submitted', '')).toMatchObject({
      reason: 'needs-approval',
    });
    expect(moveClaim({ state: 'waiting', approver: 'employer' }, 'refused', ' ')).toMatchObject({
      reason: 'reason-missing',
    });
    expect(moveClaim({ state: 'submitted', approver: 'nobody' }, 'rejected', '')).toMatchObject({
      reason: 'reason-missing',
    });
  });
});
