import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffWords } from './diff-words.ts';

const written = (before: string, after: string) =>
  diffWords(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `[+${text}]` : `[-${text}]`))
    .join('');

it.each([
  ['', '', ''],
  ['The same.', 'The same.', 'The same.'],
  ['One two', 'One two three', 'One two[+ three]'],
  ['We met twice.', 'We met three times.', 'We met [-twice][+three times].'],
  ['Keep this word', 'Keep word', 'Keep [-this ]word'],
  ['a quick brown fox', 'a slow red fox', 'a [-quick brown][+slow red] fox'],
  ['', 'New', '[+New]'],
  ['我们 学校', '我们 教室', '我们 [-学校][+教室]'],
])('compares %j with %j', (before, after, expected) => {
  expect(written(before, after)).toBe(expected);
});

it('holds both texts whole, whatever they are', () => {
  const unit = fc.constantFrom('one', 'two', 'the', ' ', '\n\n', '. ', '🙂', '漢字', '<b>');
  const text = fc.array(unit, { maxLength: 40 }).map((words) => words.join(''));
  const any = fc.oneof(text, fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(any, any, (before, after) => {
      const parts = diffWords(before, after);
      const without = (kind: string) => parts.flatMap((part) => (part.kind === kind ? [] : [part.text])).join('');
      expect([without('added'), without('removed')]).toEqual([before, after]);
    }),
  );
});

it('marks nothing where nothing changed, and compares long texts that have nothing in common', () => {
  const long = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word}${index}`).join(' ');
  expect(diffWords(long('a'), long('a'))).toHaveLength(1);
  expect(diffWords(long('a'), long('b')).map(({ kind }) => kind)).toEqual(['removed', 'added']);
});
