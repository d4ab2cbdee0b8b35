import { describe, expect, it } from 'vitest';
import { NarrativeRules, narrative, narrativeWords } from './narrative.ts';
import { type Testimonial, moved, readTestimonials } from './testimonial.ts';

const rules = NarrativeRules.parse({ words: { min: 2 }, testimonials: 'allowed' });
const context = { details: [], artifacts: new Map() };
const base: Testimonial = {
  id: 't1',
  quote: 'Everybody speaks now.',
  by: 'Ann Ito',
  role: 'Teacher',
  permission: { given: 'written', on: '2026-05-31' },
};
const codes = (change: Partial<Testimonial>) =>
  narrative
    .check({ texts: { text: 'two words' }, testimonials: [{ ...base, ...change }] }, rules, context)
    .map(({ level, code, place }) => `${level} ${code} ${place}`);

describe('a testimonial', () => {
  it.each([
    [{}, []],
    [{ permission: null }, ['blocking no-permission testimonial-t1']],
    [{ permission: { given: 'spoken', on: '' } }, ['blocking no-permission testimonial-t1']],
    [{ by: ' ' }, ['blocking no-attribution testimonial-t1']],
    [{ role: '' }, ['blocking no-attribution testimonial-t1']],
    [{ quote: '' }, ['blocking no-quote testimonial-t1']],
    [{ quote: '', by: '', role: '', permission: null }, []],
  ] as [Partial<Testimonial>, string[]][])('as %j has the findings %j', (change, findings) => {
    expect(codes(change)).toEqual(findings);
  });

  it('adds no words to the earner’s, and is a piece of its own', () => {
    const data = { texts: { text: 'two words' }, testimonials: [base] };
    expect(narrativeWords(data, rules)).toBe(2);
    expect(narrative.pieces(data, rules, context).map(({ place, label, text }) => [place, label, text])).toEqual([
      ['text', 'Narrative', 'two words'],
      ['testimonial-t1', 'Testimonial, Ann Ito, Teacher', 'Everybody speaks now.'],
    ]);
    expect(narrative.mapTexts(data, (text) => text.toUpperCase()).testimonials?.[0]?.quote).toBe(
      'EVERYBODY SPEAKS NOW.',
    );
    expect(narrative.toText(data, rules, context)).toContain('“Everybody speaks now.”\nAnn Ito, Teacher');
  });

  it('is left out where the rules do not let one', () => {
    const plain = NarrativeRules.parse({ words: { min: 2 } });
    expect(plain).not.toHaveProperty('testimonials');
    const data = { texts: { text: 'two words' }, testimonials: [{ ...base, permission: null }] };
    expect(narrative.check(data, plain, context)).toEqual([]);
    expect(narrative.pieces(data, plain, context)).toHaveLength(1);
  });
});

describe('the form', () => {
  const row = (index: number, id: string, quote: string) => ({
    [`testimonial.${index}.id`]: id,
    [`testimonial.${index}.quote`]: quote,
  });
  const fields = { ...row(0, 'a', 'one'), ...row(1, 'b', 'two'), ...row(2, 'c', '') };
  const ids = (more: Record<string, string>) => readTestimonials({ ...fields, ...more }).map(({ id }) => id);

  it('gives its rows, the blank one left out', () => {
    expect(ids({})).toEqual(['a', 'b']);
    expect(ids({ drop: 'testimonial.0.id' })).toEqual(['b']);
    expect(ids({ move: '1:up' })).toEqual(['b', 'a']);
    expect(ids({ move: '7:down' })).toEqual(['a', 'b']);
  });
});

it('moves within the list alone', () => {
  expect([moved(['a', 'b'], 0, 1), moved(['a', 'b'], 0, -1), moved(['a'], 3, 1)]).toEqual([
    ['b', 'a'],
    ['a', 'b'],
    ['a'],
  ]);
});
