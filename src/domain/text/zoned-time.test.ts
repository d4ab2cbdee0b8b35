import { describe, expect, it } from 'vitest';
import { formatZoned, readZoned, writeZoned } from './zoned-time.ts';

const chicago = 'America/Chicago';

describe('times of a place', () => {
  it('are read and written by its clock, summer and winter', () => {
    expect(readZoned('2026-11-23T15:00', chicago)).toEqual(new Date('2026-11-23T21:00:00Z'));
    expect(readZoned('2026-07-01 09:30', chicago)).toEqual(new Date('2026-07-01T14:30:00Z'));
    expect(writeZoned(new Date('2026-11-23T21:05:00Z'), chicago)).toBe('2026-11-23T15:05');
    expect(formatZoned(new Date('2026-11-23T21:00:00Z'), chicago)).toBe('Monday, November 23, 2026 at 3:00 PM CST');
  });

  it.each(['', 'tomorrow', '2026-02-30T10:00', '2026-13-01T10:00', '2026-11-23T25:00', '99999-01-01T10:00'])(
    'are not read from “%s”',
    (text) => {
      expect(readZoned(text, chicago)).toBeUndefined();
    },
  );
});
