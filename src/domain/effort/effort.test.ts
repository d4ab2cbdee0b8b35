import { describe, expect, it } from 'vitest';
import { estimateMinutes, formatMinutes } from './estimate.ts';
import { minutesAtWork } from './minutes-at-work.ts';
import { restingFor } from './resting.ts';

const at = (...minutes: number[]) => minutes.map((minute) => new Date(Date.UTC(2026, 10, 22, 8, minute)));

describe('minutesAtWork', () => {
  it('is nothing where nothing was saved', () => {
    expect(minutesAtWork([])).toBe(0);
  });

  it('counts a sitting from two minutes before its first save to its last', () => {
    expect(minutesAtWork(at(0, 5, 12))).toBe(14);
  });

  it('leaves out the pause between two sittings', () => {
    expect(minutesAtWork(at(0, 20, 41))).toBe(2 + 20 + 2);
  });

  it('does not mind the order', () => {
    expect(minutesAtWork(at(12, 0, 5))).toBe(14);
  });
});

describe('estimateMinutes', () => {
  it('is the issuer’s while fewer than five others are known', () => {
    expect(estimateMinutes(60, { median: 20, n: 4 })).toEqual({ minutes: 60, from: 'definition' });
    expect(estimateMinutes(60, undefined)).toEqual({ minutes: 60, from: 'definition' });
  });

  it('leans to what others took the more of them there are', () => {
    expect(estimateMinutes(60, { median: 30, n: 5 })).toEqual({ minutes: 50, from: 'others', n: 5 });
    expect(estimateMinutes(60, { median: 30, n: 90 })).toEqual({ minutes: 33, from: 'others', n: 90 });
  });

  it('is the others’ alone where the issuer says nothing', () => {
    expect(estimateMinutes(undefined, { median: 30, n: 5 })).toEqual({ minutes: 30, from: 'others', n: 5 });
    expect(estimateMinutes(undefined, undefined)).toBeUndefined();
  });
});

it.each([
  [1, 'a minute or two'],
  [6, 'about 6 minutes'],
  [23, 'about 25 minutes'],
  [49, 'about 50 minutes'],
  [55, 'about an hour'],
  [80, 'about 1½ hours'],
  [360, 'about 6 hours'],
  [660, 'about 11 hours'],
])('says %d minutes as “%s”', (minutes, words) => {
  expect(formatMinutes(minutes)).toBe(words);
});

describe('restingFor', () => {
  const now = new Date('2026-11-22T12:00:00Z');

  it('says nothing of work that was touched within two weeks', () => {
    expect(restingFor(new Date('2026-11-08T12:00:01Z'), now)).toBeUndefined();
  });

  it('counts whole days from then on', () => {
    expect(restingFor(new Date('2026-11-08T12:00:00Z'), now)).toBe(14);
    expect(restingFor(new Date('2026-10-01T00:00:00Z'), now)).toBe(52);
  });
});
