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
    ['我们看数据。', 5],
    ['データを見る', 6],
    ['grade 3年 data', 4],
    ['2️⃣ 🇺🇸 ❤️ done', 1],
    ['**bo**ld and *fine*', 3],
    ['# Title\n\n- one\n- two\n\n1. three', 4],
    ['[two words](https://example.org/a-b-c) here', 3],
    ['| a | b |\n|---|---|\n| one two | |', 4],
    ['Said[^1].\n\n[^1]: Hattie (2009). Visible learning.', 1],
    ['> quoted words', 2],
    ['5 \\* 3', 2],
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

  it('counts the words of Markdown as those of its plain text', () => {
    const word = fc.constantFrom('one', 'two-three', 'don’t', '3.5', 'naïve');
    const styled = fc.tuple(word, fc.constantFrom('', '*', '**', '***')).map(([one, sign]) => sign + one + sign);
    const line = fc.array(styled, { minLength: 1, maxLength: 6 });
    const start = fc.constantFrom('', '- ', '1. ', '> ', '## ');
    fc.assert(
      fc.property(fc.array(fc.tuple(start, line), { minLength: 1, maxLength: 5 }), (lines) => {
        const text = lines.map(([sign, words]) => sign + words.join(' ')).join('\n\n');
        expect(countWords(text)).toBe(lines.reduce((sum, [, words]) => sum + words.length, 0));
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

it('takes no longer for many lines of nothing than for so many words', () => {
  expect(countWords(`${'  \n'.repeat(60_000)}end`)).toBe(1);
});
