import { describe, expect, it } from 'vitest';
import { AwardRule } from '#domain/definition/award-rule.ts';
import { dueReminder, mayRenew, renewedUntil, validUntilOf } from './validity.ts';

const at = (day: string) => new Date(`${day}T12:00:00Z`);

const definition = (award: Record<string, unknown> = {}) => ({
  award: AwardRule.parse({ rule: 'all-look-fors', validMonths: 12, renewal: { by: 'hours', hours: 5 }, ...award }),
});

describe('the end of an award', () => {
  it.each([
    [12, '2026-11-22', '2027-11-22'],
    [1, '2027-01-31', '2027-02-28'],
    [1, '2028-01-31', '2028-02-29'],
    [24, '2028-02-29', '2030-02-28'],
    [13, '2026-12-31', '2028-01-31'],
  ])('is %i months after %s: %s', (validMonths, from, until) => {
    expect(validUntilOf(definition({ validMonths }), at(from))).toEqual(at(until));
  });

  it('is none where the definition names no months', () => {
    expect(validUntilOf({ award: AwardRule.parse({ rule: 'all-look-fors' }) }, at('2026-11-22'))).toBeUndefined();
  });

  it('can’t be renewed by a definition that does not let it come', () => {
    expect(AwardRule.safeParse({ rule: 'all-look-fors', renewal: { by: 'again' } }).success).toBe(false);
  });
});

describe('renewing', () => {
  const award = {
    definition: definition(),
    validUntil: at('2027-11-22'),
    state: 'in-force',
    isRevocationOpen: false,
    now: at('2027-11-01'),
  } as const;

  it.each([
    ['2027-08-23', 'too-early'],
    ['2027-08-24', true],
    ['2027-12-22', true],
    ['2027-12-23', 'too-late'],
  ])('on %s: %s', (day, expected) => {
    const may = mayRenew({ ...award, now: at(day) });
    expect(may.ok || may.reason).toBe(expected);
  });

  it.each([
    [{ state: 'revoked' }, 'revoked'],
    [{ state: 'suspended' }, 'suspended'],
    [{ isRevocationOpen: true }, 'revocation-open'],
    [{ validUntil: null }, 'does-not-expire'],
    [{ definition: { award: { rule: 'all-look-fors', validMonths: 3 } } }, 'no-renewal'],
  ] as const)('is refused: %o', (change, reason) => {
    expect(mayRenew({ ...award, ...change })).toMatchObject({ ok: false, reason });
  });

  it('counts on from the old end while it is in force, from today where it has expired', () => {
    expect(renewedUntil(definition(), at('2027-11-22'), at('2027-10-01'))).toEqual(at('2028-11-22'));
    expect(renewedUntil(definition(), at('2027-11-22'), at('2027-12-01'))).toEqual(at('2028-12-01'));
  });
});

describe('the reminder that is due', () => {
  it.each([
    ['2027-08-20', undefined],
    ['2027-08-24', 90],
    ['2027-10-22', 90],
    ['2027-10-23', 30],
    ['2027-11-15', 7],
    ['2027-11-22', undefined],
  ])('on %s: %s', (day, expected) => {
    expect(dueReminder(at('2027-11-22'), at(day))).toBe(expected);
  });
});
