import { expect, it } from 'vitest';
import { markPassages } from './mark-passages.ts';

const text = 'before the passage then words and the other one after';
const spans = [
  { start: 7, end: 18 },
  { start: 34, end: 43 },
];

it('cuts a text at its passages and loses nothing of it', () => {
  const pieces = markPassages(text, spans);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  expect(pieces.filter(({ passage }) => passage)).toEqual([
    { text: 'the passage', passage: 1 },
    { text: 'the other', passage: 2 },
  ]);
});

it('keeps the numbers of passages that stand in another order', () => {
  expect(markPassages(text, spans.toReversed()).flatMap(({ passage }) => passage ?? [])).toEqual([2, 1]);
});

it('marks nothing twice', () => {
  const pieces = markPassages(text, [
    { start: 7, end: 18 },
    { start: 11, end: 23 },
  ]);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
});

it('leaves out what is far from every passage', () => {
  const long = `${'far '.repeat(100)}the passage${' away'.repeat(100)}`;
  const pieces = markPassages(long, [{ start: 400, end: 411 }], 20);
  expect(pieces.filter(({ isGap }) => isGap)).toHaveLength(2);
  expect(pieces.map((piece) => piece.text).join('').length).toBeLessThan(60);
});
