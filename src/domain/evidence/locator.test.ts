import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyLocator } from '../../../test/support/any-locator.ts';
import { type Locator, type LocatorType, formatLocator, lastPage, parseLocator, typeLocator } from './locator.ts';

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
    ['quote', ' “agreed on  two\nchanges” ', { type: 'quote', exact: 'agreed on two changes' }],
    ['quote', 'a “b” and “c”', { type: 'quote', exact: 'a “b” and “c”' }],
    ['quote', 'the team | agreed | ', { type: 'quote', exact: 'agreed', prefix: 'the team' }],
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
    ['quote', ' '],
    ['quote', 'a | | b'],
    ['quote', 'word '.repeat(101)],
  ])('of type %s refuses %j and says how to write it', (type, typed) => {
    const result = parseLocator(type, typed);
    expect(result.ok).toBe(false);
    expect(!result.ok && result.message).toMatch(/[Ff]or example|such as/);
  });

  it('reads as a place', () => {
    expect(formatLocator({ type: 'pages', from: 4, to: 6 })).toBe('pages 4 to 6');
    expect(formatLocator({ type: 'times', from: 5, to: 3605 })).toBe('0:05 to 1:00:05');
    expect(formatLocator({ type: 'whole' })).toBe('the whole of it');
    expect(formatLocator({ type: 'quote', exact: 'two changes', prefix: 'on' })).toBe('“two changes”');
    const long = 'We read the attendance data together and agreed on two changes to the morning routine of grade four.';
    expect(formatLocator({ type: 'quote', exact: long })).toBe(
      '“We read the attendance data together and agreed … routine of grade four.”',
    );
  });

  it('names its last page, where it points at pages', () => {
    expect(lastPage({ type: 'slides', from: 2, to: 9 })).toBe(9);
    expect(lastPage({ type: 'page', page: 3 })).toBe(3);
    expect(lastPage({ type: 'time', at: 3 })).toBeUndefined();
  });
});
