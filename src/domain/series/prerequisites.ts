import type { Series } from '#domain/definition/schema.ts';

type Level = 'required' | 'recommended';

/** What of a series says in which order its members come. */
export type OrderedSeries = Pick<Series, 'slug' | 'title' | 'tiers' | 'members' | 'prerequisites'>;

/** Something to be earned first. */
export type Before = {
  series: { slug: string; title: string };
  level: Level;
  /** All of these for a micro-credential's own prerequisite, `atLeast` of them for its tier's. */
  candidates: readonly string[];
  /** Of the candidates, those that are not earned. */
  missing: readonly string[];
  /** How many more are needed. */
  more: number;
  /** The tier that they are of, where any of it will do. */
  tier?: string;
  reason?: string;
};

export type Beginning =
  /** `advice`: what goes best before it, and is not earned. */
  { ok: true; advice: Before[] } | { ok: false; reason: 'prerequisites'; missing: Before[]; advice: Before[] };

/**
 * Whether somebody who has earned these micro-credentials (slugs) may begin another, and what is advised first. Where it stands
 * in several series, what any of them requires holds.
 */
export function mayBegin(
  seriesSet: readonly OrderedSeries[],
  earned: ReadonlySet<string>,
  microCredential: string,
): Beginning {
  const open = seriesSet
    .flatMap((series) => listBefore(series, microCredential, earned))
    .filter(({ more }) => more > 0);
  const missing = open.filter(({ level }) => level === 'required');
  const advice = open.filter(({ level }) => level === 'recommended');
  return missing.length === 0 ? { ok: true, advice } : { ok: false, reason: 'prerequisites', missing, advice };
}

/** A series whose order binds nobody: of what another issuer says about a micro-credential, all is advice. */
export function advisory<S extends OrderedSeries>(series: S): S {
  return {
    ...series,
    tiers: series.tiers.map((tier) =>
      tier.after ? { ...tier, after: { ...tier.after, level: 'recommended' as const } } : tier,
    ),
    prerequisites: series.prerequisites.map((one) => ({ ...one, level: 'recommended' as const })),
  };
}

/** Everything that comes before a member of the series, earned or not. */
export function listBefore(series: OrderedSeries, microCredential: string, earned: ReadonlySet<string>): Before[] {
  const member = series.members.find((one) => one.microCredential === microCredential);
  if (!member) return [];
  const { slug, title } = series;
  const own = series.prerequisites
    .filter((one) => one.microCredential === microCredential)
    .map(({ after, level, reason }): Before => {
      const missing = after.filter((one) => !earned.has(one));
      const base = { series: { slug, title }, level, candidates: after, missing, more: missing.length };
      return reason === undefined ? base : { ...base, reason };
    });
  const after = series.tiers.find(({ id }) => id === member.tier)?.after;
  if (!after) return own;
  const candidates = series.members.filter(({ tier }) => tier === after.tier).map((one) => one.microCredential);
  const missing = candidates.filter((one) => !earned.has(one));
  const have = candidates.length - missing.length;
  const tier = series.tiers.find(({ id }) => id === after.tier)?.title ?? after.tier;
  const ofTier = {
    series: { slug, title },
    level: after.level,
    candidates,
    missing,
    more: Math.max(0, after.atLeast - have),
    tier,
  };
  return [...own, after.reason === undefined ? ofTier : { ...ofTier, reason: after.reason }];
}
