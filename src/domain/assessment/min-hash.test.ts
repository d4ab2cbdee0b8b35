import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandCount, bandsOf, estimatedSimilarity, signatureLength, signatureOf, similarityOf } from './min-hash.ts';
import { shinglesOf } from './shingles.ts';

const keysOf = (text: string) => shinglesOf(text).map(({ key }) => key);
const signed = (text: string) => signatureOf(keysOf(text)) ?? [];

/** Texts of a small vocabulary, so that two of them share runs now and then. */
const text = fc.array(fc.constantFrom(...'the team read data of each class and changed one routine'.split(' ')), {
  minLength: 5,
  maxLength: 60,
});
const prose = text.map((words) => words.join(' '));

/** Two sets of which so many are common and so many are each one’s own. */
const sets = fc
  .record({ common: fc.nat(400), left: fc.nat(400), right: fc.nat(400), from: fc.nat(1_000_000) })
  .filter(({ common, left, right }) => common + left > 0 && common + right > 0)
  .map(({ common, left, right, from }) => {
    const of = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name} ${from + index}`);
    const [both, a, b] = [of('both', common), of('left', left), of('right', right)];
    return { a: [...both, ...a], b: [...both, ...b], exact: common / (common + left + right) };
  });

describe('a signature', () => {
  it('holds 128 integers of 32 bits, as PostgreSQL keeps them', () => {
    const signature = signed('The team read the data of each class together.');
    expect(signature).toHaveLength(signatureLength);
    for (const value of signature) expect(value | 0).toBe(value);
    expect(bandsOf(signature)).toHaveLength(bandCount);
    for (const value of bandsOf(signature)) expect(value | 0).toBe(value);
  });

  it('is made of no text shorter than five words', () => {
    expect(signatureOf(keysOf('We read the data'))).toBeUndefined();
  });

  it('stays the same from one version of the program to the next', () => {
    const signature = signed('one two three four five six seven');
    expect(signature.slice(0, 4)).toEqual([-1626028259, -887943501, 136004194, -572936857]);
    expect(bandsOf(signature)[0]).toBe(935090175);
  });

  it('depends on what is in the set alone', () => {
    fc.assert(
      fc.property(prose, (one) => {
        expect(signatureOf(keysOf(one).reverse())).toEqual(signatureOf(keysOf(one)));
      }),
    );
  });
});

describe('the estimate', () => {
  it('lies within five standard errors of the similarity', () => {
    fc.assert(
      fc.property(sets, ({ a, b, exact }) => {
        const estimate = estimatedSimilarity(signatureOf(a) ?? [], signatureOf(b) ?? []);
        const error = Math.sqrt((exact * (1 - exact)) / signatureLength);
        expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(5 * error + 1 / signatureLength);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it('is not off to one side', () => {
    const errors = fc.sample(sets, { numRuns: 400, seed: 7 }).map(({ a, b, exact }) => {
      return estimatedSimilarity(signatureOf(a) ?? [], signatureOf(b) ?? []) - exact;
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(Math.abs(mean)).toBeLessThan(0.01);
  });

  it('is the same both ways, and 1 with itself', () => {
    fc.assert(
      fc.property(prose, prose, (a, b) => {
        expect(estimatedSimilarity(signed(a), signed(b))).toBe(estimatedSimilarity(signed(b), signed(a)));
        expect(estimatedSimilarity(signed(a), signed(a))).toBe(1);
        expect(bandsOf(signed(a))).toEqual(bandsOf(signed(a)));
      }),
    );
  });
});

describe('the similarity', () => {
  it('is the same both ways, from 0 to 1, and 1 with itself', () => {
    fc.assert(
      fc.property(prose, prose, (a, b) => {
        const similarity = similarityOf(a, b);
        expect(similarity).toBe(similarityOf(b, a));
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
        expect(similarityOf(a, a)).toBe(1);
      }),
    );
  });

  it.each([
    ['case and signs', 'We read the data, together; and AGREED.', 'we read the data together and agreed', 1],
    ['marks of Markdown', 'We **read** the *data* together\n\n- and agreed', 'We read the data together and agreed', 1],
    ['compatible letters', 'Ｗｅ read the ﬁrst data together', 'We read the first data together', 1],
    ['apostrophes', 'they didn’t read the data', "they didn't read the data", 1],
    ['one word of eight', 'one two three four five six seven eight', 'one two three four five six seven ten', 3 / 5],
    ['other words', 'one two three four five six', 'six five four three two one', 0],
    ['too few words', 'one two three', 'one two three', 0],
  ])('minds %s as it should', (_, a, b, expected) => {
    expect(similarityOf(a, b)).toBeCloseTo(expected, 10);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(similarityOf(a, b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

/** 1 − (1 − s⁴)³². */
const curve = (s: number) => 1 - (1 - s ** 4) ** 32;

it.each([0.2, 0.4, 0.5, 0.7])('lets texts of similarity %d meet in a band as often as the curve says', (similarity) => {
  const [size, tries] = [200, 400];
  const common = Math.round((2 * size * similarity) / (1 + similarity));
  let met = 0;
  for (let one = 0; one < tries; one += 1) {
    const of = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${one} ${name} ${index}`);
    const both = of('both', common);
    const a = bandsOf(signatureOf([...both, ...of('a', size - common)]) ?? []);
    const b = bandsOf(signatureOf([...both, ...of('b', size - common)]) ?? []);
    if (a.some((hash, band) => hash === b[band])) met += 1;
  }
  expect(Math.abs(met / tries - curve(similarity))).toBeLessThan(0.1);
});
