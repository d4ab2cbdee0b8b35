import { expect, it } from 'vitest';
import { caretIn } from './keep-caret.ts';

it.each([
  ['one two', 'one two three', 3, 3],
  ['one two', 'zero one two', 4, 9],
  ['one two', 'zero one two', 7, 12],
  ['one two', 'one', 7, 3],
  ['', 'new', 0, 0],
])('%j becomes %j: the caret goes from %i to %i', (before, after, at, to) => {
  expect(caretIn(before, after, at)).toBe(to);
});
