import { z } from 'zod';
import type { AwardListed } from './awards.queries.ts';

/** How soon an end is “soon”, in days. */
const soonDays = 90;

export const AwardsQuery = z.object({
  q: z.string().trim().max(200).catch(''),
  state: z.enum(['all', 'in-force', 'soon', 'ended']).catch('all'),
  by: z.enum(['issuer', 'series']).catch('issuer'),
  sort: z.enum(['newest', 'oldest', 'title', 'hours']).catch('newest'),
  view: z.enum(['mosaic', 'list']).catch('mosaic'),
});
export type AwardsQuery = z.infer<typeof AwardsQuery>;

/** Whether it counts now, and will not in three months. */
export function endsSoon({ status, validUntil }: Pick<AwardListed, 'status' | 'validUntil'>, now: Date): boolean {
  if (status !== 'in-force' || !validUntil) return false;
  return validUntil.getTime() - now.getTime() <= soonDays * 86_400_000;
}

/** Hours of what was neither revoked nor suspended; what has expired was earned all the same. */
export function sumHours(awards: readonly AwardListed[]): number {
  return awards
    .filter(({ status }) => status === 'in-force' || status === 'expired')
    .reduce((sum, { pdHours }) => sum + pdHours, 0);
}

const orders: Record<AwardsQuery['sort'], (a: AwardListed, b: AwardListed) => number> = {
  newest: (a, b) => b.awardedAt.getTime() - a.awardedAt.getTime(),
  oldest: (a, b) => a.awardedAt.getTime() - b.awardedAt.getTime(),
  title: (a, b) => a.title.localeCompare(b.title, 'en'),
  hours: (a, b) => b.pdHours - a.pdHours,
};

/** Those that were asked for, in the order that was asked for. */
export function chooseAwards(awards: readonly AwardListed[], query: AwardsQuery, now: Date): AwardListed[] {
  const words = query.q.toLocaleLowerCase('en').split(/\s+/u).filter(Boolean);
  return awards
    .filter((award) => {
      const text = `${award.title} ${award.issuerName} ${award.series.map(({ title }) => title).join(' ')}`;
      return words.every((word) => text.toLocaleLowerCase('en').includes(word)) && isIn(award, query.state, now);
    })
    .toSorted(orders[query.sort]);
}

function isIn(award: AwardListed, state: AwardsQuery['state'], now: Date): boolean {
  if (state === 'all') return true;
  if (state === 'soon') return endsSoon(award, now);
  return (award.status === 'in-force') === (state === 'in-force');
}

export type AwardGroup = { key: string; title: string; awards: AwardListed[] };

/** In the order in which the first of each comes; what stands in several series comes in each of them. */
export function groupAwards(awards: readonly AwardListed[], by: AwardsQuery['by']): AwardGroup[] {
  const groups = new Map<string, AwardGroup>();
  for (const award of awards) {
    const own =
      by === 'issuer'
        ? [{ slug: award.issuerSlug, title: award.issuerName }]
        : award.series.length > 0
          ? award.series
          : [{ slug: '', title: 'In no series' }];
    for (const { slug, title } of own) {
      const group = groups.get(slug) ?? { key: slug, title, awards: [] };
      group.awards.push(award);
      groups.set(slug, group);
    }
  }
  return [...groups.values()].toSorted((a, b) => Number(a.key === '') - Number(b.key === ''));
}
