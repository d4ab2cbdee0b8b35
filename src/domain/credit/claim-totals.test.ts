import { describe, expect, it } from 'vitest';
import { claimStates } from './claim.ts';
import { type ClaimedEntry, claimStanding, isFreeAgain, totalClaims } from './claim-totals.ts';

const cycle = { begins: '2024-07-01', ends: '2029-06-30' };
const rule: Parameters<typeof totalClaims>[0] = {
  hours: { perCycle: 120, source: 's' },
  effective: { from: '2014-07-01' },
  accepts: { sources: ['award', 'session'], selfReported: false, source: 's' },
  caps: [],
  approval: { by: 'employer', source: 's' },
};

const claimed = (change: Partial<ClaimedEntry>): ClaimedEntry => ({
  ...{ id: 'a', source: 'award', recordedAs: 'award', nature: 'micro-credential', quarters: 80, endsOn: '2026-11-22' },
  ...{ state: 'counts', claimedAt: '2026-11-22T00:00:00Z', approved: false, claimState: 'draft' },
  isProviderApproved: true,
  ...change,
});

const totals = (entries: ClaimedEntry[], more: Partial<typeof rule> = {}) =>
  totalClaims({ ...rule, ...more }, entries, cycle);

describe('the totals of a licence', () => {
  it('tell what the agency accepted from what waits for it, and from what is missing', () => {
    const entries = [
      claimed({ id: 'a', claimState: 'accepted', quarters: 40 }),
      claimed({ id: 'b', claimState: 'draft' }),
      claimed({ id: 'c', claimState: 'submitted', quarters: 20 }),
    ];
    expect(totals(entries)).toMatchObject({ accepted: 40, waiting: 100, needed: 480, missing: 340 });
  });

  it('count a claim by what it claims, though there is room for more since or the rule has changed', () => {
    const caps: typeof rule.caps = [{ id: 'awards', per: 'source', sources: ['award'], hours: 12.5, source: 's' }];
    const entries = [
      claimed({ id: 'a', claimState: 'accepted', claimedQuarters: 40, state: 'revoked', quarters: 40 }),
      claimed({ id: 'b', claimState: 'accepted', claimedQuarters: 10, quarters: 40 }),
      claimed({ id: 'c', claimState: 'submitted', claimedQuarters: 8, quarters: 8 }),
    ];
    for (const change of [{}, { effective: { from: '2027-07-01' } }, { caps: [{ ...caps[0]!, hours: 1 }] }])
      expect(totals(entries, { caps, ...change })).toMatchObject({ accepted: 10, waiting: 8, missing: 462 });
    // What is not claimed yet has the room that is left, and none is taken twice.
    const more = claimed({ id: 'd', claimedAt: null, quarters: 40 });
    expect(totals([more, ...entries], { caps })).toMatchObject({ accepted: 10, waiting: 40 });
    expect(totals([more, ...entries], { caps: [{ ...caps[0]!, hours: 1 }] })).toMatchObject({ waiting: 8 });
    const line = totals(entries, { caps });
    expect(line.ok && line.lines.find(({ entryId }) => entryId === 'b')?.not).toEqual([
      { quarters: 30, reason: 'not-claimed' },
    ]);
  });

  it('leave out what has fallen out since, also of an accepted claim', () => {
    const entries = [claimed({ claimState: 'accepted', state: 'revoked' })];
    expect(totals(entries)).toMatchObject({
      accepted: 0,
      waiting: 0,
      missing: 480,
      lines: [{ standing: 'fallen-out' }],
    });
  });

  it('say of how much no approval of the provider is known, where the rule asks for one', () => {
    const entries = [claimed({ id: 'a', isProviderApproved: false }), claimed({ id: 'b' })];
    expect(totals(entries, { provider: { approved: true } })).toMatchObject({ waiting: 160, unapproved: 80 });
    expect(totals(entries, { provider: { approved: false } })).toMatchObject({ waiting: 160, unapproved: 0 });
    expect(totals(entries)).toMatchObject({ unapproved: 0 });
  });
});

it('nothing but the agency’s answer makes a claim accepted, and nothing outlives its award', () => {
  const standings = claimStates.map((state) => [state, claimStanding({ state, entryState: 'counts' })]);
  expect(Object.fromEntries(standings)).toEqual({
    ...{ draft: 'under-way', waiting: 'under-way', approved: 'under-way', submitted: 'under-way' },
    ...{ accepted: 'accepted', refused: 'refused', rejected: 'refused', withdrawn: 'withdrawn' },
  });
  expect(claimStanding({ state: 'accepted', entryState: 'suspended' })).toBe('fallen-out');
  expect(claimStanding({ state: 'rejected', entryState: 'revoked' })).toBe('refused');
});

it('what came to nothing is free again, as long as it is there', () => {
  const free = claimStates.filter((state) => isFreeAgain({ state, entryState: 'counts' }));
  expect(free).toEqual(['refused', 'rejected', 'withdrawn']);
  expect(claimStates.some((state) => isFreeAgain({ state, entryState: 'revoked' }))).toBe(false);
});
