import { expect, it } from 'vitest';
import { addBusinessDays } from './business-days.ts';

it.each([
  ['a Monday', '2026-11-23T09:30:00Z', 5, '2026-11-30T09:30:00.000Z'],
  ['a Friday', '2026-11-27T09:30:00Z', 1, '2026-11-30T09:30:00.000Z'],
  ['a Saturday, counted from Monday', '2026-11-28T09:30:00Z', 1, '2026-12-01T09:30:00.000Z'],
  ['a Sunday, counted from Monday', '2026-11-29T23:59:00Z', 5, '2026-12-07T23:59:00.000Z'],
  ['a Thursday, over two weekends', '2026-11-26T09:30:00Z', 7, '2026-12-07T09:30:00.000Z'],
  ['no days', '2026-11-24T09:30:00Z', 0, '2026-11-24T09:30:00.000Z'],
])('adds business days from %s', (_what, from, days, expected) => {
  expect(addBusinessDays(new Date(from), days).toISOString()).toBe(expected);
});
