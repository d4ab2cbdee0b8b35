import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CreditEntry, entrySources, natures } from './entry.ts';
import { type HoursTowards, hoursTowards } from './hours-towards.ts';
import type { CreditRule } from './rule-schema.ts';

const cycle = { begins: '2024-07-01', ends: '2029-06-30' };

type Rule = Parameters<typeof hoursTowards>[0];
const base: Rule = {
  hours: { perCycle: 120, source: 's' },
  effective: { from: '2014-07-01' },
  accepts: { sources: [...entrySources], selfReported: false, source: 's' },
  caps: [],
  approval: { by: 'nobody', source: 's' },
};

const entry = (change: Partial<CreditEntry> = {}): CreditEntry => ({
  ...{ id: 'a', source: 'award', recordedAs: 'award', nature: 'micro-credential', quarters: 60, endsOn: '2026-11-22' },
  ...{ state: 'counts', claimedAt: null, approved: false },
  ...change,
});

function counted(rule: Rule, entries: CreditEntry[]): Extract<HoursTowards, { ok: true }> {
  const result = hoursTowards(rule, entries, cycle);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
}

describe('hours towards a cycle', () => {
  it('count in quarters, and say how many are still to come', () => {
    expect(counted(base, [entry(), entry({ id: 'b', quarters: 1 })])).toMatchObject({
      ...{ counted: 61, notCounted: 0, needed: 480, missing: 419 },
    });
  });

  it('are missing no more than none', () => {
    expect(counted(base, [entry({ quarters: 500 })])).toMatchObject({ counted: 500, missing: 0 });
  });

  it.each<[string, Partial<Rule>, Partial<CreditEntry>, string]>([
    ['the day before the cycle', {}, { endsOn: '2024-06-30' }, 'outside-cycle'],
    ['the day after the cycle', {}, { endsOn: '2029-07-01' }, 'outside-cycle'],
    ['before the rule', { effective: { from: '2026-11-23' } }, {}, 'outside-rule'],
    ['after the rule', { effective: { from: '2014-07-01', to: '2026-11-21' } }, {}, 'outside-rule'],
    ['a source', { accepts: { ...base.accepts, sources: ['course'] } }, {}, 'source-not-accepted'],
    ['a nature', { accepts: { ...base.accepts, natures: ['course'] } }, {}, 'nature-not-accepted'],
    ['the earner’s word alone', {}, { source: 'course', recordedAs: 'self' }, 'self-reported'],
    ['less than the minimum', { minimum: { hours: 15.25, source: 's' } }, {}, 'below-minimum'],
    ['no approval', { approval: { by: 'employer', source: 's' } }, {}, 'not-approved'],
    ['a correction', {}, { state: 'corrected' }, 'corrected'],
    ['a revoked award', {}, { state: 'revoked' }, 'revoked'],
    ['a suspended award', {}, { state: 'suspended' }, 'suspended'],
  ])('do not count for %s', (_, rule, change, reason) => {
    expect(counted({ ...base, ...rule }, [entry(change)]).lines[0]).toEqual({
      ...{ entryId: 'a', quarters: 60, counted: 0, not: [{ quarters: 60, reason }] },
    });
  });

  it.each<[string, Partial<Rule>, Partial<CreditEntry>]>([
    ['on the first day', {}, { endsOn: '2024-07-01' }],
    ['on the last day', {}, { endsOn: '2029-06-30' }],
    ['with exactly the minimum', { minimum: { hours: 15, source: 's' } }, {}],
    ['once approved', { approval: { by: 'employer', source: 's' } }, { approved: true }],
    [
      'on the earner’s word where that is enough',
      { accepts: { ...base.accepts, selfReported: true } },
      { source: 'course', recordedAs: 'self' },
    ],
  ])('count %s', (_, rule, change) => {
    expect(counted({ ...base, ...rule }, [entry(change)]).counted).toBe(60);
  });

  it('stop at a cap, each part under the cap that it met', () => {
    const caps: CreditRule['caps'] = [
      { id: 'one', per: 'activity', hours: 10, source: 's' },
      { id: 'all', per: 'cycle', hours: 12, source: 's' },
    ];
    const { lines } = counted({ ...base, caps }, [entry(), entry({ id: 'b', quarters: 20 })]);
    expect(lines).toEqual([
      { entryId: 'a', quarters: 60, counted: 40, not: [{ quarters: 20, reason: 'cap-reached', cap: caps[0] }] },
      { entryId: 'b', quarters: 20, counted: 8, not: [{ quarters: 12, reason: 'cap-reached', cap: caps[1] }] },
    ]);
  });

  it('that were claimed first have the room under a cap first', () => {
    const caps: CreditRule['caps'] = [{ id: 'all', per: 'cycle', hours: 15, source: 's' }];
    const earlier = entry({ id: 'earlier', endsOn: '2025-01-01' });
    const { lines } = counted({ ...base, caps }, [
      earlier,
      entry({ id: 'claimed', claimedAt: '2026-11-22T12:00:00.000Z' }),
    ]);
    expect(lines.map(({ entryId, counted: quarters }) => [entryId, quarters])).toEqual([
      ['claimed', 60],
      ['earlier', 0],
    ]);
  });

  it.each<[string, CreditEntry[], { begins: string; ends: string }, string]>([
    ['parts of a quarter', [entry({ quarters: 1.5 })], cycle, 'bad-quarters'],
    ['no hours', [entry({ quarters: 0 })], cycle, 'bad-quarters'],
    ['hours without end', [entry({ quarters: Infinity })], cycle, 'bad-quarters'],
    ['a day that is none', [entry({ endsOn: '2026-02-30' })], cycle, 'bad-day'],
    ['an unknown source', [entry({ source: 'rumour' as 'award' })], cycle, 'unknown-kind'],
    ['the same line twice', [entry(), entry()], cycle, 'same-entry-twice'],
    ['a cycle that runs backwards', [], { begins: '2029-07-01', ends: '2024-06-30' }, 'cycle-backwards'],
  ])('are refused with %s', (_, entries, when, reason) => {
    const result = hoursTowards(base, entries, when);
    expect(result).toMatchObject({ ok: false });
    expect(!result.ok && result.problems.map((problem) => problem.reason)).toContain(reason);
  });
});

const anyCap: fc.Arbitrary<CreditRule['caps'][number]> = fc
  .tuple(fc.integer({ min: 1, max: 200 }), fc.constantFrom('cycle', 'activity', 'source', 'nature'))
  .chain(([quarters, per]): fc.Arbitrary<CreditRule['caps'][number]> => {
    const cap = { id: `${per}-${quarters}`, hours: quarters / 4, source: 's' };
    if (per === 'source')
      return fc
        .subarray([...entrySources], { minLength: 1 })
        .map((sources) => ({ ...cap, per: 'source' as const, sources }));
    if (per === 'nature')
      return fc
        .subarray([...natures], { minLength: 1 })
        .map((some) => ({ ...cap, per: 'nature' as const, natures: some }));
    return fc.constant({ ...cap, per: per });
  });

const anyEntries: fc.Arbitrary<CreditEntry[]> = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 4 }),
    source: fc.constantFrom(...entrySources),
    recordedAs: fc.constantFrom('award', 'issuer', 'self'),
    nature: fc.constantFrom(...natures),
    quarters: fc.integer({ min: 1, max: 400 }),
    endsOn: fc.constantFrom('2024-06-30', '2024-07-01', '2026-11-22', '2029-06-30', '2029-07-01'),
    state: fc.constantFrom('counts', 'counts', 'counts', 'revoked', 'corrected'),
    claimedAt: fc.constantFrom(null, '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'),
    approved: fc.boolean(),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
);

const anyCase = fc.record({
  entries: anyEntries,
  caps: fc.uniqueArray(anyCap, { selector: ({ id }) => id, maxLength: 4 }),
  by: fc.constantFrom('nobody' as const, 'employer' as const),
});

describe('hours towards any cycle', () => {
  it('never pass a cap, and what counts and what doesn’t are all there is', () => {
    fc.assert(
      fc.property(anyCase, ({ entries, caps, by }) => {
        const rule = { ...base, caps, approval: { by, source: 's' } };
        const result = counted(rule, entries);
        expect(result.counted + result.notCounted).toBe(entries.reduce((sum, { quarters }) => sum + quarters, 0));
        const byId = new Map(entries.map((one) => [one.id, one]));
        for (const { quarters, counted: some, not } of result.lines) {
          expect(some).toBeGreaterThanOrEqual(0);
          expect(not.reduce((sum, part) => sum + part.quarters, some)).toBe(quarters);
          expect(not.every((part) => part.quarters > 0)).toBe(true);
        }
        for (const cap of caps) {
          const under = result.lines.filter(({ entryId }) => {
            const one = byId.get(entryId)!;
            if (cap.per === 'source') return cap.sources.includes(one.source);
            return cap.per !== 'nature' || cap.natures.includes(one.nature);
          });
          const sums = under.map((line) => line.counted);
          const most = cap.per === 'activity' ? Math.max(0, ...sums) : sums.reduce((sum, some) => sum + some, 0);
          expect(most).toBeLessThanOrEqual(cap.hours * 4);
        }
      }),
    );
  });

  it('are the same in whatever order entries come, and none is moved', () => {
    const shuffled = anyCase.chain((one) =>
      fc.record({ one: fc.constant(one), again: fc.shuffledSubarray(one.entries, { minLength: one.entries.length }) }),
    );
    fc.assert(
      fc.property(shuffled, ({ one: { entries, caps, by }, again }) => {
        const rule = { ...base, caps, approval: { by, source: 's' } };
        expect(counted(rule, again)).toEqual(counted(rule, entries));
      }),
    );
  });

  it('of what was claimed never fall because more is claimed later', () => {
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 1, max: 400 }), ({ entries, caps }, quarters) => {
        const claimed = entries.map((one) => ({ ...one, claimedAt: one.claimedAt ?? '2026-03-01T00:00:00.000Z' }));
        const rule = { ...base, caps };
        const before = counted(rule, claimed);
        const after = counted(rule, [...claimed, entry({ id: 'later', quarters })]);
        expect(after.lines.slice(0, -1)).toEqual(before.lines);
      }),
    );
  });
});
