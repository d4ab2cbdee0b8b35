import { expect, it } from 'vitest';
import { reviewSeat } from './review-seat.ts';

const given = { begun: false, obstacles: [], certification: 'ok' } as const;
const begun = { ...given, begun: true };

it('leaves alone what nothing speaks against', () => {
  expect(reviewSeat(given)).toBeUndefined();
  expect(reviewSeat({ ...begun, obstacles: ['sat-already'] })).toBeUndefined();
});

it.each(['own-work', 'coached', 'conflict-declared', 'same-school', 'peer-in-evidence'] as const)(
  'ends at once by a conflict, begun or not: %s',
  (reason) => {
    expect(reviewSeat({ ...given, obstacles: [reason] })).toBe('conflict');
    expect(reviewSeat({ ...begun, obstacles: ['sat-already', reason] })).toBe('conflict');
  },
);

it.each(['not-scored', 'below-bar', 'ended', 'none'] as const)(
  'takes back what was not begun without a certification: %s',
  (certification) => {
    expect(reviewSeat({ ...given, certification })).toBe('lapsed');
  },
);

it('lets finish what was begun, but where the ratings are in doubt', () => {
  expect(reviewSeat({ ...begun, certification: 'not-scored' })).toBeUndefined();
  expect(reviewSeat({ ...begun, certification: 'none' })).toBeUndefined();
  expect(reviewSeat({ ...begun, certification: 'below-bar' })).toBe('lapsed');
  expect(reviewSeat({ ...begun, certification: 'ended' })).toBe('lapsed');
});

it('takes back from whoever is away what they have not begun', () => {
  expect(reviewSeat({ ...given, obstacles: ['away'] })).toBe('away');
  expect(reviewSeat({ ...begun, obstacles: ['away'] })).toBeUndefined();
});
