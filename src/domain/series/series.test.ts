import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Series } from '#domain/definition/schema.ts';
import { Series as SeriesSchema } from '#domain/definition/schema.ts';
import { memberStates, nextInSeries } from './next-in-series.ts';
import { advisory, mayBegin } from './prerequisites.ts';
import { fewestPieces, stackProgress } from './stack-progress.ts';
import { ruleWords } from './stack-words.ts';

const slugs = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Three in tier one and three in tier two; strands `x` and `y` by turns. */
function series(overrides: Partial<Record<keyof Series, unknown>> = {}): Series {
  return SeriesSchema.parse({
    ...{ format: 'tessera/1', kind: 'series', slug: 'six', issuer: 'schools', title: 'Six', statement: 'S.' },
    ...{ summary: 'S.', audience: ['teacher'] },
    tiers: [
      { id: 'one', title: 'One' },
      { id: 'two', title: 'Two' },
    ],
    strands: [
      { id: 'x', title: 'Skills' },
      { id: 'y', title: 'Impact' },
    ],
    members: slugs.map((microCredential, i) => ({
      microCredential,
      tier: i < 3 ? 'one' : 'two',
      strand: i % 2 === 0 ? 'x' : 'y',
    })),
    ...overrides,
  });
}

const stack = (rule: unknown) => series({ stackAward: { title: 'Stack', statement: 'S.', rule } });
const earned = (letters: string) => new Set(letters);

describe('how far a stack is', () => {
  it.each([
    ['all of them', 'all-members', 'abcde', false, ['1 more of the 6']],
    ['all of them, earned', 'all-members', 'abcdef', true, []],
    ['some', { choose: 'n-of', atLeast: 4 }, 'abc', false, ['1 more of the 6']],
    ['some, earned', { choose: 'n-of', atLeast: 4 }, 'abcf', true, []],
    ['some of a tier', { choose: 'n-of', atLeast: 2, tier: 'two' }, 'abcd', false, ['1 more of the tier “Two”']],
    ['some of a strand', { choose: 'n-of', atLeast: 1, strand: 'y' }, 'ac', false, ['1 of the strand “Impact”']],
    [
      'some of a strand in a tier',
      { choose: 'n-of', atLeast: 1, strand: 'y', tier: 'one' },
      'df',
      false,
      ['1 of the tier “One” in the strand “Impact”'],
    ],
    ['named ones', { choose: 'n-of', atLeast: 1, members: ['a', 'b'] }, 'cdef', false, ['1 of the 2 named']],
    ['one from each strand', { choose: 'from-each', each: 'strand' }, 'ace', false, ['1 of the strand “Impact”']],
    ['one from each tier', { choose: 'from-each', each: 'tier' }, 'ad', true, []],
    [
      'all of a list',
      {
        choose: 'all-of',
        rules: [
          { choose: 'n-of', atLeast: 3 },
          { choose: 'from-each', each: 'strand' },
        ],
      },
      'ace',
      false,
      ['1 of the strand “Impact”'],
    ],
  ])('tells %s', (_what, rule, letters, met, missing) => {
    expect(stackProgress(stack(rule), earned(letters))).toMatchObject({ met, missing });
  });

  it('is made of what is earned and counts', () => {
    expect(stackProgress(stack({ choose: 'n-of', atLeast: 1, tier: 'two' }), earned('adf')).pieces).toEqual(['d', 'f']);
  });

  it('says its rule in a sentence', () => {
    expect(ruleWords(stack('all-members'))).toBe('Earn all 6 micro-credentials.');
    const both = {
      choose: 'all-of',
      rules: [
        { choose: 'n-of', atLeast: 4 },
        { choose: 'from-each', each: 'strand' },
      ],
    };
    expect(ruleWords(stack(both))).toBe('Earn at least 4 of the 6 and at least 1 from each strand.');
  });

  const anyChoice = fc.oneof(
    fc.record({
      choose: fc.constant('n-of'),
      atLeast: fc.integer({ min: 1, max: 3 }),
      tier: fc.constantFrom('one', 'two'),
    }),
    fc.record({ choose: fc.constant('n-of'), atLeast: fc.integer({ min: 1, max: 6 }) }),
    fc.record({
      choose: fc.constant('n-of'),
      atLeast: fc.integer({ min: 1, max: 2 }),
      members: fc.subarray(slugs, { minLength: 2 }),
    }),
    fc.record({
      choose: fc.constant('from-each'),
      each: fc.constantFrom('strand', 'tier'),
      atLeast: fc.integer({ min: 1, max: 3 }),
    }),
  );
  const anyRule = fc.oneof(
    fc.constant('all-members'),
    anyChoice,
    fc.record({ choose: fc.constant('all-of'), rules: fc.array(anyChoice, { minLength: 1, maxLength: 4 }) }),
  );

  it('is never less for earning more, is met by all members, and by no fewer than the fewest', () => {
    fc.assert(
      fc.property(anyRule, fc.subarray(slugs), fc.subarray(slugs), (rule, some, more) => {
        const of = stack(rule);
        const before = stackProgress(of, new Set(some));
        const after = stackProgress(of, new Set([...some, ...more]));
        expect(stackProgress(of, new Set(slugs)).met).toBe(true);
        if (before.met) expect(after.met).toBe(true);
        expect(after.missing.length).toBeLessThanOrEqual(before.missing.length);
        expect(before.met).toBe(before.missing.length === 0);
        if (before.met) expect(before.pieces.length).toBeGreaterThanOrEqual(fewestPieces(of));
      }),
    );
  });
});

describe('what may be begun', () => {
  const ordered = series({
    tiers: [
      { id: 'one', title: 'One' },
      { id: 'two', title: 'Two', after: { tier: 'one', atLeast: 2, level: 'required' } },
    ],
    prerequisites: [
      { microCredential: 'b', after: ['a'], level: 'recommended', reason: 'It builds on it.' },
      { microCredential: 'f', after: ['d', 'e'], level: 'required' },
    ],
  });

  it('refuses what a tier requires and says how many more, whatever is advised beside it', () => {
    expect(mayBegin([ordered], earned('a'), 'd')).toMatchObject({
      ok: false,
      reason: 'prerequisites',
      missing: [{ tier: 'One', more: 1, missing: ['b', 'c'] }],
    });
    expect(mayBegin([ordered], earned('ac'), 'd')).toEqual({ ok: true, advice: [] });
  });

  it('refuses what a micro-credential requires, and advises what it recommends', () => {
    expect(mayBegin([ordered], earned('abd'), 'f')).toMatchObject({ ok: false, missing: [{ missing: ['e'] }] });
    expect(mayBegin([ordered], earned(''), 'b')).toMatchObject({
      ok: true,
      advice: [{ missing: ['a'], reason: 'It builds on it.' }],
    });
  });

  it('holds to what any of several series requires, and takes another issuer’s order for advice', () => {
    const other = series({ slug: 'other', prerequisites: [{ microCredential: 'a', after: ['f'], level: 'required' }] });
    expect(mayBegin([ordered, other], earned(''), 'a').ok).toBe(false);
    expect(mayBegin([ordered, advisory(other)], earned(''), 'a')).toMatchObject({
      ok: true,
      advice: [{ missing: ['f'] }],
    });
    expect(mayBegin([advisory(ordered)], earned(''), 'd').ok).toBe(true);
    expect(mayBegin([ordered], earned(''), 'elsewhere')).toEqual({ ok: true, advice: [] });
  });

  it('lets nobody lose by earning more', () => {
    fc.assert(
      fc.property(fc.subarray(slugs), fc.subarray(slugs), fc.constantFrom(...slugs), (some, more, slug) => {
        if (mayBegin([ordered], new Set(some), slug).ok)
          expect(mayBegin([ordered], new Set([...some, ...more]), slug).ok).toBe(true);
      }),
    );
  });

  it('shows where each member stands, and what is next: what the stack still needs first', () => {
    const standing = { earned: earned('a'), underWay: earned('c') };
    expect([...memberStates(ordered, standing).values()].map(({ state }) => state)).toEqual([
      'earned',
      'next',
      'under-way',
      'locked',
      'locked',
      'locked',
    ]);
    const needy = { ...stack({ choose: 'n-of', atLeast: 1, members: ['e'] }), prerequisites: [] };
    expect(nextInSeries(needy, { earned: earned('a'), underWay: earned('') })).toEqual(['e', 'b', 'c', 'd', 'f']);
  });

  it('offers the first of those that only advice holds back', () => {
    const circle = series({ prerequisites: slugs.map((slug) => ({ microCredential: slug, after: ['elsewhere'] })) });
    expect(nextInSeries(circle, { earned: earned(''), underWay: earned('') })).toEqual(['a']);
  });
});
