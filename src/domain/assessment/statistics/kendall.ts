import type { NotDefined } from './coefficient.ts';
import { completeUnits } from './fleiss.ts';
import { observedAgreement } from './observed.ts';
import { type RatedUnits, sum } from './rated-units.ts';
import { weightsOf } from './weights.ts';

/**
 * Kendall’s coefficient of concordance W, 0 to 1, of the units that all m raters rated: whether they put the units in the
 * same order, however severe each is. W = 12 S / (m² (n³ − n) − m Σ T), S = Σ (Rᵢ − m (n + 1) / 2)² of the units’ sums of
 * ranks, ties at their mean rank, T = Σ (t³ − t) of each rater’s ties; without the last term where ties are not corrected
 * for. Of three categories nearly all is tied.
 *
 * Source: Kendall, Rank Correlation Methods, 4th ed. (1970), chapter 6.
 */
export function kendallW(
  units: RatedUnits,
  correctsTies = true,
): { defined: true; value: number; units: number } | NotDefined {
  const complete = completeUnits(units);
  const rows = complete.units.flatMap(({ ratings, times }) => Array.from({ length: times }, () => ratings));
  const n = rows.length;
  const m = units.raters;
  if (n < 1 || m < 2) return { defined: false, reason: 'no-pairs', exact: undefined, units: 0 };
  const ranks = Array.from({ length: m }, (_, g) => ranksOf(rows.map((row) => row[g] ?? 0)));
  const squares = sum(rows.map((_, i) => (sum(ranks.map((of) => of.ranks[i] ?? 0)) - (m * (n + 1)) / 2) ** 2));
  const room = m ** 2 * (n ** 3 - n) - (correctsTies ? m * sum(ranks.map(({ ties }) => ties)) : 0);
  if (room === 0) {
    const exact = observedAgreement(complete, weightsOf('identity', units.q)).agreement;
    return { defined: false, reason: 'no-variation', exact, units: n };
  }
  return { defined: true, value: (12 * squares) / room, units: n };
}

/** The rank of each value, 1 the least, those alike at the mean of theirs; and Σ (t³ − t) over groups of t alike. */
function ranksOf(values: readonly number[]): { ranks: number[]; ties: number } {
  const ranks = new Map<number, number>();
  let below = 0;
  let ties = 0;
  for (const [value, { length: t }] of [...Map.groupBy(values, (each) => each)].sort(([a], [b]) => a - b)) {
    ranks.set(value, below + (t + 1) / 2);
    below += t;
    ties += t ** 3 - t;
  }
  return { ranks: values.map((value) => ranks.get(value) ?? 0), ties };
}
