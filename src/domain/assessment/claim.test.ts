import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Seat, chooseSeat, leaseMilliseconds, leaseUntil } from './claim.ts';

const now = new Date('2026-11-23T09:00:00Z');
const later = leaseUntil(now);
const seat = (role: string, overrides: Partial<Seat> = {}): Seat => ({
  role,
  holder: undefined,
  assignedTo: undefined,
  ...overrides,
});
const held = (assessorId: string, leaseExpiresAt = later) => ({
  assessorId,
  state: 'claimed' as const,
  leaseExpiresAt,
});
const done = (assessorId: string) => ({ assessorId, state: 'completed' as const, leaseExpiresAt: now });
const choose = (...seats: Seat[]) => {
  const choice = chooseSeat({ assessorId: 'ada', seats, now });
  return choice.ok ? choice.seat.role : choice.reason;
};

describe('chooseSeat', () => {
  it('gives the first free seat', () => {
    expect(choose(seat('first'), seat('second'))).toBe('first');
    expect(choose(seat('first', { holder: held('ben') }), seat('second'))).toBe('second');
    expect(choose(seat('first', { holder: done('ben') }), seat('second'))).toBe('second');
  });

  it('refuses what no longer waits, and what others hold', () => {
    expect(choose()).toBe('not-waiting');
    expect(choose(seat('first', { holder: done('ben') }))).toBe('not-waiting');
    expect(choose(seat('first', { holder: held('ben') }))).toBe('held-by-another');
    expect(choose(seat('first', { holder: held('ben') }), seat('second', { holder: done('cem') }))).toBe(
      'held-by-another',
    );
  });

  it('takes over at the moment when a lease has run out, and rather what nobody holds', () => {
    expect(choose(seat('first', { holder: held('ben', new Date(now.getTime() + 1)) }))).toBe('held-by-another');
    expect(choose(seat('first', { holder: held('ben', now) }))).toBe('first');
    expect(choose(seat('first', { holder: held('ben', now) }), seat('second'))).toBe('second');
  });

  it('gives an assessor their own seat again, and never a second one', () => {
    expect(choose(seat('first'), seat('second', { holder: held('ada') }))).toBe('second');
    expect(choose(seat('first', { holder: done('ada') }), seat('second'))).toBe('sat-already');
  });

  it('keeps a seat for whom it is given to', () => {
    expect(choose(seat('first'), seat('second', { assignedTo: 'ada' }))).toBe('second');
    expect(choose(seat('first', { assignedTo: 'ben' }), seat('second'))).toBe('second');
    expect(choose(seat('first', { assignedTo: 'ben' }))).toBe('kept-for-another');
  });

  it('never gives away a seat in which somebody sits', () => {
    const holder = fc.option(
      fc.record({
        assessorId: fc.constantFrom('ada', 'ben', 'cem'),
        state: fc.constantFrom('claimed' as const, 'completed' as const),
        leaseExpiresAt: fc.constantFrom(now, later),
      }),
      { nil: undefined },
    );
    const assignedTo = fc.option(fc.constantFrom('ada', 'ben'), { nil: undefined });
    const seats = fc.array(fc.record({ role: fc.constantFrom('first', 'second'), holder, assignedTo }), {
      maxLength: 2,
    });
    fc.assert(
      fc.property(seats, (all) => {
        const choice = chooseSeat({ assessorId: 'ada', seats: all, now });
        if (!choice.ok || choice.seat.holder?.assessorId === 'ada') return;
        const { holder: before, assignedTo: to } = choice.seat;
        expect(before === undefined || (before.state === 'claimed' && before.leaseExpiresAt <= now)).toBe(true);
        expect([undefined, 'ada']).toContain(to);
        expect(all.every((one) => one.holder?.assessorId !== 'ada')).toBe(true);
      }),
    );
  });

  it('holds for eight hours', () => {
    expect(later.getTime() - now.getTime()).toBe(leaseMilliseconds);
    expect(later).toEqual(new Date('2026-11-23T17:00:00Z'));
  });
});
