import { expect, it } from 'vitest';
import { AwardsQuery, chooseAwards, endsSoon, groupAwards, sumHours } from './awards-filter.ts';
import type { AwardListed } from './awards.queries.ts';

const now = new Date('2026-11-22T12:00:00Z');
const day = (count: number) => new Date(now.getTime() + count * 86_400_000);

const award = (publicId: string, change: Partial<AwardListed> = {}): AwardListed => ({
  ...{
    publicId,
    kind: 'micro-credential',
    slug: publicId,
    title: publicId,
    issuerName: 'One',
    issuerSlug: 'one',
    issuerId: '1',
    timeZone: 'UTC',
  },
  ...{ palette: 'teal', pdHours: 10, awardedAt: day(-10), validUntil: null, status: 'in-force', series: [] },
  ...change,
});
const ids = (awards: readonly AwardListed[]) => awards.map(({ publicId }) => publicId);

const all = [
  award('reading', { awardedAt: day(-3), pdHours: 5, series: [{ slug: 's', title: 'Leading' }] }),
  award('equity', { awardedAt: day(-2), validUntil: day(60), issuerName: 'Two', issuerSlug: 'two' }),
  award('gone', { awardedAt: day(-1), status: 'revoked' }),
  award('old', { awardedAt: day(-4), status: 'expired', validUntil: day(-1), pdHours: 1 }),
];

it('adds the hours of what is neither revoked nor suspended', () => expect(sumHours(all)).toBe(16));

it.each([
  [{}, ['gone', 'equity', 'reading', 'old']],
  [{ sort: 'oldest' }, ['old', 'reading', 'equity', 'gone']],
  [{ sort: 'title' }, ['equity', 'gone', 'old', 'reading']],
  [{ sort: 'hours' }, ['equity', 'gone', 'reading', 'old']],
  [{ q: 'LEADING read' }, ['reading']],
  [{ q: 'nothing' }, []],
  [{ state: 'in-force' }, ['equity', 'reading']],
  [{ state: 'soon' }, ['equity']],
  [{ state: 'ended' }, ['gone', 'old']],
  [{ state: 'nonsense', sort: ['x'], view: 7, q: { a: 1 } }, ['gone', 'equity', 'reading', 'old']],
])('chooses and sorts by %j', (query, expected) =>
  expect(ids(chooseAwards(all, AwardsQuery.parse(query), now))).toEqual(expected),
);

it.each([
  [{ validUntil: null }, false],
  [{ validUntil: day(90) }, true],
  [{ validUntil: day(91) }, false],
  [{ validUntil: day(-1), status: 'expired' as const }, false],
  [{ validUntil: day(5), status: 'revoked' as const }, false],
])('says whether it ends soon: %j', (change, soon) => expect(endsSoon(award('a', change), now)).toBe(soon));

it('groups by issuer, or by series with what is in none last', () => {
  expect(groupAwards(all, 'issuer').map((group) => [group.title, ids(group.awards)])).toEqual([
    ['One', ['reading', 'gone', 'old']],
    ['Two', ['equity']],
  ]);
  expect(groupAwards(all.toReversed(), 'series').map((group) => [group.title, ids(group.awards)])).toEqual([
    ['Leading', ['reading']],
    ['In no series', ['old', 'gone', 'equity']],
  ]);
});
