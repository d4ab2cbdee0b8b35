import { describe, expect, it } from 'vitest';
import { WordLimits, checkWords, describeWords } from './word-limits.ts';

const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');
const limits = (input: unknown) => WordLimits.parse(input);

describe('checkWords', () => {
  it.each([250, 300, 400])('passes %i words of 250 to 400', (count) => {
    expect(checkWords(words(count), limits({ min: 250, max: 400 }), 'text')).toEqual([]);
  });

  it.each([
    [999, { min: 1000 }, 'blocking', 'Write 1 more word: 999 of at least 1,000 words'],
    [0, { min: 1000 }, 'blocking', 'Write at least 1,000 words'],
    [402, { max: 400 }, 'blocking', 'Cut 2 words: 402 of at most 400 words'],
    [20, { min: 30, minLevel: 'advice' }, 'advice', 'Write 10 more words: 20 of at least 30 words'],
    [35, { max: 30, maxLevel: 'advice' }, 'advice', 'Cut 5 words: 35 of at most 30 words'],
  ])('says of %i words under %j by how many they miss', (count, rule, level, message) => {
    expect(checkWords(words(count), limits(rule), 'text')).toMatchObject([{ level, message, place: 'text' }]);
  });
});

it('names what the text is on, where there is more than one', () => {
  const message = (count: number) => checkWords(words(count), limits({ min: 3, max: 5 }), 'text', 'A plan')[0]?.message;
  expect([0, 2, 6].map(message)).toEqual([
    'Write at least 3 words on “A plan”',
    'Write 1 more word on “A plan”: 2 of at least 3 words',
    'Cut 1 word from “A plan”: 6 of at most 5 words',
  ]);
});

describe('describeWords', () => {
  it.each([
    [{ min: 1000 }, 'at least 1,000 words'],
    [{ max: 400 }, 'at most 400 words'],
    [{ min: 250, max: 400 }, '250 to 400 words'],
    [{ min: 250, max: 250 }, 'exactly 250 words'],
    [{}, undefined],
  ])('says %j', (rule, text) => {
    expect(describeWords(limits(rule))).toBe(text);
  });
});
