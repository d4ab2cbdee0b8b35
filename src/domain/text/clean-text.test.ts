import { expect, it } from 'vitest';
import { cleanText, cleanTexts } from './clean-text.ts';

it.each([
  ['a\0b', 'ab'],
  ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
  ['half \ud83d of a character', 'half \ufffd of a character'],
  ['<b>; drop table people', '<b>; drop table people'],
])('keeps %j as %j', (given, kept) => {
  expect(cleanText(given)).toBe(kept);
});

it('reaches every text within a value and leaves the rest', () => {
  expect(cleanTexts({ a: ['x\0', 1, null, { 'k\0': 'y\r\n' }] })).toEqual({ a: ['x', 1, null, { k: 'y\n' }] });
});
