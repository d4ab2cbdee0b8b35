import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPlainWords, countSegments, countWords } from './count-words.ts';

describe('countWords', () => {
  it.each([
    ['', 0],
    ['  \n ', 0],
    ['one', 1],
    ['Two words.', 2],
    ['don’t stop', 2],
    ["the students' work", 3],
    ['a well-being survey', 3],
    ['before—after', 2],
    ['one -- two', 2],
    ['one--two', 2],
    ['1,000 students in 3.5 weeks', 5],
    ['see https://example.org/a-b?c=d&e=f now', 3],
    ['naïve café', 2],
    ['cafe\u0301', 1],
    ['• 👩‍🏫 …', 0],
    ['<b>bold</b> text', 4],
    ['one\u00a0two\tthree\nfour', 4],
  ])('counts %j as %i', (text, words) => {
    expect(countWords(text)).toBe(words);
  });

  it('counts the words of two paragraphs as the sum of each', () => {
    const paragraph = fc.lorem({ maxCount: 30 });
    fc.assert(
      fc.property(paragraph, paragraph, (a, b) => {
        expect(countWords(`${a}\n\n${b}`)).toBe(countWords(a) + countWords(b));
      }),
    );
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(countWords(text)).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('counts plain text by the short way as by the letter of the rule', () => {
    const unit = fc.constantFrom(...`abXY019_'’‘-.,:;!?()"“”–—…/@&\n\t `);
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        expect([text, countPlainWords(text)]).toEqual([text, countSegments(text)]);
      }),
      { numRuns: 20_000 },
    );
  });
});
