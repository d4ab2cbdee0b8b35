import { type Share, shareOf } from '#domain/statistics/proportion.ts';
import { twoSidedP } from '#domain/statistics/student-t.ts';
import { sum } from './rated-units.ts';

/** From this |t| on NAEP looks at the direction and talks with the scorer; a convention, not a proof. */
export const driftFlag = 1.5;

export type Drift =
  | {
      defined: true;
      n: number;
      /** Mean of second − first, in points, its variance between papers, and its standard error. */
      mean: number;
      variance: number;
      error: number;
      t: number;
      /** Two-sided, n − 1 degrees of freedom. */
      p: number;
      isFlagged: boolean;
    }
  /** All differences are the same: there is nothing to compare the mean with. */
  | { defined: false; reason: 'no-variation'; n: number; mean: number }
  | { defined: false; reason: 'too-few'; n: number; mean: number | undefined };

/**
 * Whether scores of the same papers moved: the paired t, D̄ / √(Var(D) / N), Var with N − 1.
 *
 * Source: NAEP technical documentation, “t statistics for scoring” (2000–2001).
 *
 * @throws RangeError where the lists differ in length or hold what is no number
 */
export function driftOf(first: readonly number[], second: readonly number[]): Drift {
  if (first.length !== second.length) throw new RangeError('Every paper has a first and a second score');
  const differences = first.map((score, index) => (second[index] ?? Number.NaN) - score);
  if (!differences.every(Number.isFinite)) throw new RangeError('A score is a number');
  const n = differences.length;
  const mean = n === 0 ? undefined : sum(differences) / n;
  if (mean === undefined || n < 2) return { defined: false, reason: 'too-few', n, mean };
  const variance = sum(differences.map((difference) => (difference - mean) ** 2)) / (n - 1);
  // What is left of differences that are the same, but for how computers keep tenths.
  const rounding = 1e-12 * [...first, ...second].reduce((most, score) => Math.max(most, Math.abs(score)), 0);
  if (variance <= rounding ** 2) return { defined: false, reason: 'no-variation', n, mean };
  const error = Math.sqrt(variance / n);
  const t = mean / error;
  return { defined: true, n, mean, variance, error, t, p: twoSidedP(t, n - 1), isFlagged: Math.abs(t) > driftFlag };
}

/** Ratings of anchors in one stretch of time. */
export type DriftWindow = { window: string; n: number; bias: number; exact: Share };

/** Bias and exact share by window (a month, say), in the order of their names. */
export function driftByWindow(ratings: readonly { window: string; rated: number; agreed: number }[]): DriftWindow[] {
  const windows = Map.groupBy(ratings, ({ window }) => window);
  return [...windows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([window, of]) => ({
      window,
      n: of.length,
      bias: sum(of.map(({ rated, agreed }) => rated - agreed)) / of.length,
      exact: shareOf(of.filter(({ rated, agreed }) => rated === agreed).length, of.length),
    }));
}
