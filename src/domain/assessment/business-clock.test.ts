import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BusinessClock,
  type Pause,
  addBusinessTime,
  businessTimeBetween,
  dueAfter,
  isWorkingDay,
} from './business-clock.ts';
import { addDays, dayOf, localOf, startOfDay } from './local-day.ts';

const hour = 3600_000;
const clockOf = (timeZone = 'America/Chicago', holidays: string[] = []): BusinessClock => ({
  timeZone,
  holidays: new Set(holidays),
});
const at = (text: string) => new Date(text);

describe('dueAfter', () => {
  it.each([
    ['a Monday', '2026-11-23T09:30:00-06:00', 5, '2026-11-30T09:30:00-06:00'],
    ['a Friday', '2026-11-27T09:30:00-06:00', 1, '2026-11-30T09:30:00-06:00'],
    ['a Saturday, counted from Monday', '2026-11-28T09:30:00-06:00', 1, '2026-12-01T09:30:00-06:00'],
    ['a Sunday night, counted from Monday', '2026-11-29T23:59:00-06:00', 5, '2026-12-07T23:59:00-06:00'],
    ['a Thursday, over two weekends', '2026-11-26T09:30:00-06:00', 7, '2026-12-07T09:30:00-06:00'],
    ['no days', '2026-11-24T09:30:00-06:00', 0, '2026-11-24T09:30:00-06:00'],
    ['what is Saturday in UTC, and Friday there', '2026-11-28T01:00:00Z', 1, '2026-12-01T01:00:00Z'],
    ['the week in which summer time ends', '2026-10-30T14:00:00-05:00', 1, '2026-11-02T14:00:00-06:00'],
    ['the week in which summer time begins', '2026-03-06T14:00:00-06:00', 1, '2026-03-09T14:00:00-05:00'],
    ['the year’s last working day', '2026-12-31T16:00:00-06:00', 1, '2027-01-01T16:00:00-06:00'],
  ])('counts from %s', (_what, from, days, expected) => {
    expect(dueAfter(clockOf(), at(from), days)).toEqual(at(expected));
  });

  it.each([
    ['one on the way', ['2026-11-26', '2026-11-27'], '2026-11-25T10:00:00-06:00', 2, '2026-12-01T10:00:00-06:00'],
    ['one on which it begins', ['2026-11-26'], '2026-11-26T10:00:00-06:00', 1, '2026-11-30T10:00:00-06:00'],
    [
      'one on a Saturday, which takes no day',
      ['2026-11-28'],
      '2026-11-27T10:00:00-06:00',
      1,
      '2026-11-30T10:00:00-06:00',
    ],
    ['the turn of the year', ['2026-12-25', '2027-01-01'], '2026-12-24T10:00:00-06:00', 6, '2027-01-05T10:00:00-06:00'],
  ])('leaves holidays out: %s', (_what, holidays, from, days, expected) => {
    expect(dueAfter(clockOf('America/Chicago', holidays), at(from), days)).toEqual(at(expected));
  });

  it('takes a time that the wall leaves out for one as much later, and works on where the change is on a working day', () => {
    // Cairo goes forward at midnight of Friday, April 24, 2026.
    const cairo = clockOf('Africa/Cairo');
    expect(dueAfter(cairo, at('2026-04-23T00:30:00+02:00'), 1)).toEqual(at('2026-04-24T01:30:00+03:00'));
    expect(businessTimeBetween(cairo, at('2026-04-24T00:00:00+02:00'), at('2026-04-25T00:00:00+03:00'))).toBe(
      23 * hour,
    );
  });

  it('is later by the working time of pauses: none over a weekend, and that of two at once once', () => {
    const from = at('2026-11-23T09:30:00-06:00');
    const due = (...pauses: [string, string][]) =>
      dueAfter(
        clockOf(),
        from,
        5,
        pauses.map(([a, b]) => ({ from: at(a), to: at(b) })),
      );
    expect(due(['2026-11-28T00:00:00-06:00', '2026-11-30T00:00:00-06:00'])).toEqual(at('2026-11-30T09:30:00-06:00'));
    expect(due(['2026-11-27T18:00:00-06:00', '2026-11-30T02:00:00-06:00'])).toEqual(at('2026-11-30T17:30:00-06:00'));
    expect(
      due(
        ['2026-11-24T08:00:00-06:00', '2026-11-24T10:00:00-06:00'],
        ['2026-11-24T09:00:00-06:00', '2026-11-24T11:00:00-06:00'],
      ),
    ).toEqual(at('2026-11-30T12:30:00-06:00'));
  });
});

const moments = fc.date({ min: at('2024-01-01T00:00:00Z'), max: at('2031-01-01T00:00:00Z'), noInvalidDate: true });
const clocks = fc.record({
  timeZone: fc.constantFrom(
    'America/Chicago',
    'Europe/Berlin',
    'Asia/Kathmandu',
    'Africa/Cairo',
    'Australia/Lord_Howe',
    'America/St_Johns',
    'Pacific/Apia',
    'UTC',
  ),
  holidays: fc
    .array(fc.integer({ min: 0, max: 2600 }), { maxLength: 120 })
    .map((days) => new Set(days.map((day) => addDays('2024-01-01', day)))),
});
const milliseconds = fc.integer({ min: 0, max: 40 * 24 * hour });

describe('for every zone, with any holidays', () => {
  it('the same time of day so many working days later is due, on a working day', () => {
    fc.assert(
      fc.property(clocks, moments, fc.integer({ min: 1, max: 30 }), (clock, from, days) => {
        const due = dueAfter(clock, from, days);
        const [begin, end] = [localOf(clock.timeZone, from), localOf(clock.timeZone, due)];
        expect(isWorkingDay(clock, end.day)).toBe(true);
        // Up to an hour later where the wall leaves that time out that day.
        expect(end.milliseconds - begin.milliseconds).toBeOneOf([0, hour / 2, hour]);
        let counted = isWorkingDay(clock, begin.day) ? 0 : -1;
        for (let day = begin.day; day < end.day; day = addDays(day, 1))
          if (isWorkingDay(clock, addDays(day, 1))) counted += 1;
        expect(counted).toBe(days);
      }),
    );
  });

  it('working time adds up, and adding it undoes measuring it', () => {
    fc.assert(
      fc.property(clocks, moments, milliseconds, milliseconds, (clock, from, a, b) => {
        const there = addBusinessTime(clock, from, a);
        expect(businessTimeBetween(clock, from, there)).toBe(a);
        expect(addBusinessTime(clock, there, b)).toEqual(addBusinessTime(clock, from, a + b));
        expect(businessTimeBetween(clock, there, from)).toBe(0);
      }),
    );
  });

  it('no working time passes on a weekend or a holiday, and all of it on another day', () => {
    fc.assert(
      fc.property(clocks, moments, (clock, when) => {
        const day = dayOf(clock.timeZone, when);
        const [start, end] = [startOfDay(clock.timeZone, day), startOfDay(clock.timeZone, addDays(day, 1))];
        const passed = businessTimeBetween(clock, new Date(start), new Date(end));
        expect(passed).toBe(isWorkingDay(clock, day) ? end - start : 0);
      }),
    );
  });

  it('pauses that are known at once move it as far as pauses that come one by one', () => {
    const pauses = fc.array(fc.tuple(milliseconds, milliseconds), { maxLength: 4 });
    fc.assert(
      fc.property(clocks, moments, fc.integer({ min: 0, max: 10 }), pauses, (clock, from, days, lengths) => {
        const list: Pause[] = [];
        let end = from.getTime();
        for (const [gap, length] of lengths) {
          list.push({ from: new Date(end + gap + 1), to: new Date(end + gap + 1 + length) });
          end += gap + 1 + length;
        }
        const oneByOne = list.reduce(
          (due, pause) => addBusinessTime(clock, due, businessTimeBetween(clock, pause.from, pause.to)),
          dueAfter(clock, from, days),
        );
        expect(dueAfter(clock, from, days, [...list].reverse())).toEqual(oneByOne);
      }),
    );
  });
});
