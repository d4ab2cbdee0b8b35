import { expect, it } from 'vitest';
import { arrange } from './arrange.ts';

it('sorts by the numbers typed; equals stay as they stood, and what has none comes last', () => {
  const typed: [string, number | null][] = [
    ['a', null],
    ['b', 2],
    ['c', 1],
    ['d', 2],
    ['e', null],
  ];
  expect(arrange(typed.map(([id, place]) => ({ id, place })))).toEqual(['c', 'b', 'd', 'a', 'e']);
});
