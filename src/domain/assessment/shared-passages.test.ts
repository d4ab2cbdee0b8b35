import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownWords } from './own-words.ts';
import { sharedPassages } from './shared-passages.ts';
import { placedWords } from './shingles.ts';

const wordsOf = (text: string) => placedWords(text).flatMap((run) => run.map(({ word }) => word));
const copied = 'we asked every student who had not spoken yet what they would have said';

describe('shared passages', () => {
  it('finds where the same words stand in both texts, whatever the case and the signs', () => {
    const a = `In October, ${copied}. Then we counted again.`;
    const b = `My class is grade four. **${copied.toUpperCase()}**, and wrote it down.`;
    const [passage, ...others] = sharedPassages(a, b);
    expect(others).toEqual([]);
    expect(passage?.words).toBe(14);
    expect(a.slice(passage?.a.start, passage?.a.end)).toBe(copied);
    expect(b.slice(passage?.b.start, passage?.b.end)).toBe(copied.toUpperCase());
  });

  it('says nothing of runs that are too short to mean anything', () => {
    const a = 'the students of my class read the data';
    const b = 'the students of my class wrote a story';
    expect(sharedPassages(a, b)).toEqual([]);
    expect(sharedPassages(a, b, 5)).toHaveLength(1);
  });

  it('keeps two passages apart, in the order of the first text', () => {
    const other = 'the routine that changed most was how we close the lesson on Fridays';
    const found = sharedPassages(`${copied}. Something else. ${other}.`, `${other}. My own words here. ${copied}.`);
    expect(found.map(({ words }) => words)).toEqual([14, 13]);
  });

  it('never reports words that are not the same in both, nor one passage across another', () => {
    const text = fc
      .array(fc.constantFrom(...'we read data of each class and then changed it. "Quoted" `'.split(' ')), {
        maxLength: 80,
      })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, fc.integer({ min: 5, max: 12 }), (a, b, least) => {
        const found = sharedPassages(a, b, least);
        let end = 0;
        for (const passage of found) {
          const words = wordsOf(a.slice(passage.a.start, passage.a.end));
          expect(wordsOf(b.slice(passage.b.start, passage.b.end))).toEqual(words);
          expect(words).toHaveLength(passage.words);
          expect(passage.words).toBeGreaterThanOrEqual(least);
          expect(passage.a.start).toBeGreaterThanOrEqual(end);
          end = passage.a.end;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finds a copied passage wherever it is put', () => {
    const filler = fc.array(fc.constantFrom('alpha', 'beta', 'gamma', 'delta'), { maxLength: 30 });
    fc.assert(
      fc.property(filler, filler, filler, filler, (a1, a2, b1, b2) => {
        const a = [...a1, copied, ...a2].join(' ');
        const b = [...b1, copied, ...b2].join(' ');
        expect(sharedPassages(a, b).some(({ a: span }) => a.slice(span.start, span.end).includes(copied))).toBe(true);
      }),
    );
  });

  it('is whole for a text with itself', () => {
    expect(sharedPassages(copied, copied).map(({ words }) => words)).toEqual([14]);
  });

  it('takes long texts of one word over and over', () => {
    const same = 'again '.repeat(5000);
    expect(sharedPassages(same, same)[0]?.words).toBe(5000);
  });
});

describe('the words of one’s own', () => {
  it.each([
    ['a block quotation', `Mine is this.\n\n> ${copied}\nand so on\n\nAnd this.`],
    ['what stands in quotation marks', `As Hattie writes, “${copied}”, which we tried.`],
    ['a footnote', `We tried it[^1].\n\n[^1]: ${copied}`],
    ['a web address', `See https://example.org/${copied.replaceAll(' ', '/')} for more.`],
  ])('leave out %s', (_, text) => {
    expect(ownWords(text)).toHaveLength(text.length);
    expect(sharedPassages(ownWords(text), copied, 5)).toEqual([]);
  });

  it.each([
    ['what is in italics', `*${copied}*`],
    ['a list', `- ${copied}\n- more`],
    ['a page in quotation marks', `“${`${copied} `.repeat(20)}”`],
    ['what stands after a lonely quotation mark', `The 12" board. ${copied}`],
    ['what follows a block quotation', `> Quoted.\n\n${copied}`],
  ])('keep %s', (_, text) => {
    expect(sharedPassages(ownWords(text), copied).length).toBeGreaterThan(0);
  });

  it('let no run go across what is left out', () => {
    const [head, tail] = ['every student who had', 'not spoken yet what they'];
    expect(
      sharedPassages(ownWords(`${head} “so he said” ${tail}`), `${head} ${tail}`, 5).map(({ words }) => words),
    ).toEqual([5]);
  });
});
