import { randomFrom } from '../tile/random.ts';
import type { Interval } from './normal.ts';

/** What is counted of one cluster (one attempt): every cluster has the same number of counts, which can be added up. */
export type Cluster = ArrayLike<number>;

export type BootstrapOptions = {
  /** The same seed and data give the same interval, on every machine. */
  seed: string;
  /** How many times the clusters are drawn anew; fewer for many clusters unless said. */
  resamples?: number;
  /** 0.95 unless said. */
  level?: number;
};

export type BootstrapInterval =
  | { defined: true; interval: Interval; clusters: number; resamples: number }
  /** Fewer than two clusters have nothing to vary; or the figure is undefined in more than one resample of twenty. */
  | { defined: false; reason: 'too-few' | 'often-undefined'; clusters: number };

/** Draws that a page can wait for: about a quarter of a second. */
const mostDraws = 10_000_000;

/**
 * A percentile interval of a figure, by drawing whole clusters with replacement: ratings within one attempt depend on
 * each other, and an interval that took them for independent would be too narrow.
 *
 * `figure` makes the figure from the sums over clusters, or `undefined` where it is not defined. The percentiles are
 * interpolated linearly between order statistics.
 *
 * Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), chapter 13; by clusters: Davison & Hinkley,
 * Bootstrap Methods (1997), section 3.8, resampling the clusters only.
 */
export function bootstrap(
  clusters: readonly Cluster[],
  figure: (sums: Float64Array) => number | undefined,
  options: BootstrapOptions,
): BootstrapInterval {
  const [interval] = bootstrapAll(clusters, (sums) => [figure(sums)], 1, options);
  return interval ?? { defined: false, reason: 'too-few', clusters: clusters.length };
}

/** The intervals of several figures of the same clusters, which are drawn once for all of them. */
export function bootstrapAll(
  clusters: readonly Cluster[],
  figuresOf: (sums: Float64Array) => readonly (number | undefined)[],
  figures: number,
  { seed, resamples = defaultResamples(clusters.length), level = 0.95 }: BootstrapOptions,
): BootstrapInterval[] {
  const count = clusters.length;
  if (!(level > 0 && level < 1)) throw new RangeError(`A level lies between 0 and 1, not at ${level}`);
  if (!Number.isSafeInteger(resamples) || resamples < 1) throw new RangeError(`${resamples} is no number of resamples`);
  if (count < 2) return Array.from({ length: figures }, () => ({ defined: false, reason: 'too-few', clusters: count }));
  const { patterns, patternOf, width } = fold(clusters);
  const random = randomFrom(seed);
  const sums = new Float64Array(width);
  const drawn = new Uint32Array(patterns.length);
  const values = Array.from({ length: figures }, (): number[] => []);
  for (let resample = 0; resample < resamples; resample += 1) {
    drawn.fill(0);
    for (let draw = 0; draw < count; draw += 1) {
      const pattern = patternOf[Math.floor(random() * count)] ?? 0;
      drawn[pattern] = (drawn[pattern] ?? 0) + 1;
    }
    sums.fill(0);
    patterns.forEach((pattern, index) => {
      const times = drawn[index] ?? 0;
      if (times > 0) for (let k = 0; k < width; k += 1) sums[k] = (sums[k] ?? 0) + times * (pattern[k] ?? 0);
    });
    figuresOf(sums).forEach((value, index) => {
      if (value !== undefined) values[index]?.push(value);
    });
  }
  const tail = (1 - level) / 2;
  return values.map((each): BootstrapInterval => {
    if (each.length < 0.95 * resamples) return { defined: false, reason: 'often-undefined', clusters: count };
    each.sort((a, b) => a - b);
    const interval = { low: quantile(each, tail), high: quantile(each, 1 - tail) };
    return { defined: true, interval, clusters: count, resamples };
  });
}

/** 1,000, and for more than 10,000 clusters as many as can be drawn in good time, but never fewer than 200. */
export function defaultResamples(clusters: number): number {
  return Math.max(200, Math.min(1000, Math.floor(mostDraws / Math.max(1, clusters))));
}

/** Clusters that are alike are kept once: among many attempts few confusion matrices differ. */
function fold(clusters: readonly Cluster[]): { patterns: Cluster[]; patternOf: Uint32Array; width: number } {
  const width = clusters[0]?.length ?? 0;
  const patterns: Cluster[] = [];
  const known = new Map<string, number>();
  const patternOf = Uint32Array.from(clusters, (cluster) => {
    if (cluster.length !== width) throw new RangeError('Every cluster has the same number of counts');
    const values = Array.from(cluster);
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new RangeError(`${wrong} is no count of a cluster`);
    const key = values.join(' ');
    const index = known.get(key) ?? patterns.push(cluster) - 1;
    known.set(key, index);
    return index;
  });
  return { patterns, patternOf, width };
}

/** Of sorted values, at this share of the way; between two of them in proportion (Hyndman & Fan's type 7). */
export function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
