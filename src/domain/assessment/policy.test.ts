import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Definition } from '#domain/definition/schema.ts';
import { earlierThatMatter, planJudging } from './policy.ts';

type Settings = Definition['assessment'];
const settings = (overrides: Partial<Settings> = {}): Settings => ({
  policy: 'single',
  completenessDays: 1,
  decisionDays: 5,
  ...overrides,
});
const facts = { earlier: 0, draw: 0.5, hasCoach: false };
const one = { independent: 1, whyDouble: null, isBlind: false, byCoach: false };

describe('planJudging', () => {
  it('has one assessor who sees the names, unless the definition says otherwise', () => {
    expect(planJudging(settings(), facts)).toEqual(one);
    expect(planJudging(settings({ blind: true }), facts)).toEqual({ ...one, isBlind: true });
  });

  it('has two, blind, where the policy says so', () => {
    const two = { independent: 2, whyDouble: 'policy', isBlind: true, byCoach: false };
    expect(planJudging(settings({ policy: 'two-blind' }), facts)).toEqual(two);
    expect(planJudging(settings({ policy: 'two-blind', blind: false }), facts)).toEqual({ ...two, isBlind: false });
  });

  it('draws a tenth of a sampled policy, or as much as the definition says', () => {
    const sampled = settings({ policy: 'single-plus-sample' });
    expect(planJudging(sampled, { ...facts, draw: 0.0999 })).toMatchObject({ independent: 2, whyDouble: 'sample' });
    expect(planJudging(sampled, { ...facts, draw: 0.1 })).toEqual(one);
    expect(planJudging({ ...sampled, sample: 0.3 }, { ...facts, draw: 0.29 })).toMatchObject({ whyDouble: 'sample' });
    expect(planJudging({ ...sampled, sample: 1 }, { ...facts, draw: 0.999 })).toMatchObject({ whyDouble: 'sample' });
  });

  it('has two for the first ten attempts of a version, then a sample', () => {
    const first = settings({ policy: 'two-blind-then-sample' });
    expect(planJudging(first, { ...facts, earlier: 9 })).toMatchObject({
      independent: 2,
      whyDouble: 'first-of-version',
    });
    expect(planJudging(first, { ...facts, earlier: 10 })).toEqual(one);
    expect(planJudging(first, { ...facts, earlier: 10, draw: 0 })).toMatchObject({ whyDouble: 'sample' });
    expect(planJudging({ ...first, firstAttempts: 2 }, { ...facts, earlier: 2 })).toEqual(one);
  });

  it('leaves it to the coach who may assess, by name; to any assessor where there is none', () => {
    const coached = settings({ policy: 'coach', blind: true });
    expect(planJudging(coached, { ...facts, hasCoach: true })).toEqual({ ...one, byCoach: true });
    expect(planJudging(coached, facts)).toEqual({ ...one, isBlind: true });
    expect(planJudging(settings(), { ...facts, hasCoach: true })).toEqual(one);
  });

  it('counts only the earlier attempts that can matter', () => {
    const policy = fc.constantFrom<Settings['policy']>(
      ...(['single', 'single-plus-sample', 'two-blind', 'two-blind-then-sample', 'coach'] as const),
    );
    fc.assert(
      fc.property(policy, fc.nat(40), fc.integer({ min: 1, max: 30 }), (chosen, earlier, firstAttempts) => {
        const all = settings({ policy: chosen, firstAttempts });
        const counted = Math.min(earlier, earlierThatMatter(all));
        expect(planJudging(all, { ...facts, earlier: counted })).toEqual(planJudging(all, { ...facts, earlier }));
      }),
    );
  });

  it('says why exactly where two score', () => {
    const policy = fc.constantFrom<Settings['policy']>(
      ...(['single', 'single-plus-sample', 'two-blind', 'two-blind-then-sample', 'coach'] as const),
    );
    const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(policy, draw, fc.nat(20), fc.boolean(), (chosen, random, earlier, hasCoach) => {
        const plan = planJudging(settings({ policy: chosen }), { earlier, draw: random, hasCoach });
        expect(plan.independent === 2).toBe(plan.whyDouble !== null);
        if (plan.byCoach) expect(plan).toEqual({ ...one, byCoach: true });
      }),
    );
  });
});
