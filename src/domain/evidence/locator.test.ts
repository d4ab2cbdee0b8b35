import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Locator, type LocatorType, formatLocator, lastPage, parseLocator, typeLocator } from './locator.ts';

const page = fc.integer({ min: 1, max: 100_000 });
const second = fc.integer({ min: 0, max: 86_400 });
const range = <T>(point: fc.Arbitrary<number>, make: (from: number, to: number) => T) =>
  fc.tuple(point, point).map(([a, b]) => make(Math.min(a, b), Math.max(a, b)));
const cell = fc.stringMatching(/^[A-Z]{1,3}[1-9]\d{0,6}$/);

/** Any locator that a person can make. */
const anyLocator: fc.Arbitrary<Locator> = fc.oneof(
  fc.constant({ type: 'whole' as const }),
  page.map((page) => ({ type: 'page' as const, page })),
  page.map((slide) => ({ type: 'slide' as const, slide })),
  page.map((paragraph) => ({ type: 'paragraph' as const, paragraph })),
  range(page, (from, to) => ({ type: 'pages' as const, from, to })),
  range(page, (from, to) => ({ type: 'slides' as const, from, to })),
  second.map((at) => ({ type: 'time' as const, at })),
  range(second, (from, to) => ({ type: 'times' as const, from, to })),
  fc
    .tuple(
      fc
        .string({ minLength: 1, maxLength: 31 })
        .filter((name) => Locator.safeParse({ type: 'sheet', sheet: name, range: 'A1' }).success),
      cell,
      fc.option(cell),
    )
    .map(([sheet, from, to]) => ({ type: 'sheet' as const, sheet, range: to === null ? from : `${from}:${to}` })),
  fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 })).chain(([x, y]) =>
    fc.record({
      type: fc.constant('region' as const),
      x: fc.constant(x),
      y: fc.constant(y),
      width: fc.integer({ min: 1, max: 100 - x }),
      height: fc.double({ min: 0.1, max: 100 - y, noNaN: true }),
    }),
  ),
);

describe('a locator', () => {
  it('comes back from what a person would type for it', () => {
    fc.assert(
      fc.property(anyLocator, (locator) => {
        expect(parseLocator(locator.type, typeLocator(locator))).toEqual({ ok: true, locator });
      }),
    );
  });

  it.each<[LocatorType, string, Locator]>([
    ['page', ' 4 ', { type: 'page', page: 4 }],
    ['pages', '4-6', { type: 'pages', from: 4, to: 6 }],
    ['pages', '4 – 6', { type: 'pages', from: 4, to: 6 }],
    ['pages', '4', { type: 'pages', from: 4, to: 4 }],
    ['time', '12:30', { type: 'time', at: 750 }],
    ['time', '1:02:03', { type: 'time', at: 3723 }],
    ['time', '90:00', { type: 'time', at: 5400 }],
    ['times', '0:10 to 1:05', { type: 'times', from: 10, to: 65 }],
    ['sheet', 'Attendance by grade!b2:d14', { type: 'sheet', sheet: 'Attendance by grade', range: 'B2:D14' }],
    ['region', '10; 20; 30; 40', { type: 'region', x: 10, y: 20, width: 30, height: 40 }],
  ])('of type %s is read from %j', (type, typed, locator) => {
    expect(parseLocator(type, typed)).toEqual({ ok: true, locator });
  });

  it.each<[LocatorType, string]>([
    ['page', ''],
    ['page', '0'],
    ['page', 'four'],
    ['page', '1.5'],
    ['page', '-1'],
    ['pages', '6 to 4'],
    ['pages', '4 to 6 to 8'],
    ['time', '12.30'],
    ['time', '12:60'],
    ['time', '1:75:00'],
    ['times', '2:00 to 1:00'],
    ['times', '2:00'],
    ['sheet', 'B2:D14'],
    ['sheet', 'Sheet!B0'],
    ['region', '10, 20, 30'],
    ['region', '10,,30,40'],
    ['region', '10, 20, 30, 40, 50'],
    ['region', '80, 0, 30, 10'],
    ['region', '0, 0, 0, 10'],
  ])('of type %s refuses %j and says how to write it', (type, typed) => {
    const result = parseLocator(type, typed);
    expect(result.ok).toBe(false);
    expect(!result.ok && result.message).toMatch(/[Ff]or example|such as/);
  });

  it('reads as a place', () => {
    expect(formatLocator({ type: 'pages', from: 4, to: 6 })).toBe('pages 4 to 6');
    expect(formatLocator({ type: 'times', from: 5, to: 3605 })).toBe('0:05 to 1:00:05');
    expect(formatLocator({ type: 'whole' })).toBe('the whole of it');
  });

  it('names its last page, where it points at pages', () => {
    expect(lastPage({ type: 'slides', from: 2, to: 9 })).toBe(9);
    expect(lastPage({ type: 'page', page: 3 })).toBe(3);
    expect(lastPage({ type: 'time', at: 3 })).toBeUndefined();
  });
});
