import { expect, it } from 'vitest';
import { agreement, readSelfRatings } from './self-rating.ts';

it('counts where both said the same, of what both have rated', () => {
  const own = new Map([
    ['a', 'yes'],
    ['b', 'not_yet'],
    ['c', 'almost'],
    ['d', 'yes'],
  ] as const);
  const rating = (lookFor: string, value: 'yes' | 'almost' | 'no') => ({ lookFor, value, comment: '' });
  expect(
    agreement(own, [rating('a', 'yes'), rating('b', 'no'), rating('c', 'yes'), rating('not-rated', 'yes')]),
  ).toEqual({ agreed: 2, of: 3 });
  expect(agreement(new Map(), [rating('a', 'yes')])).toEqual({ agreed: 0, of: 0 });
});

it('reads ratings of the look-fors there are, and nothing else', () => {
  expect(readSelfRatings({ 'self.a': 'not_yet', from: 'portfolio' }, ['a', 'b'])).toEqual(new Map([['a', 'not_yet']]));
  expect(readSelfRatings({ 'self.a': 'no' }, ['a'])).toBeUndefined();
  expect(readSelfRatings({ 'self.other': 'yes' }, ['a'])).toBeUndefined();
});
