import { criticalF } from '#domain/statistics/f-distribution.ts';
import type { Interval } from '#domain/statistics/normal.ts';
import { sum } from './rated-units.ts';

export type Intraclass =
  | { defined: true; value: number; interval: Interval; units: number; raters: number }
  | { defined: false; reason: 'too-few' | 'no-variation'; units: number; raters: number };

/**
 * The intraclass correlation of single scores, two-way: a row for each unit, a column for each rater, in points; rows with
 * a score missing are left out. `agreement`, ICC(A,1): raters who are more severe count as disagreeing; `consistency`,
 * ICC(C,1): only the order and distance of units count. With the 95 % interval by F. Scores are taken for equally spaced.
 *
 * Source: McGraw & Wong, Psychol Methods 1 (1996) 30–46, tables 4 and 7; Shrout & Fleiss, Psychol Bull 86 (1979) 420–428.
 *
 * @throws RangeError where rows have different numbers of scores, or hold what is no number
 */
export function intraclass(
  rows: readonly (readonly (number | null)[])[],
  type: 'agreement' | 'consistency',
): Intraclass {
  const k = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== k)) throw new RangeError('Every unit has a place for the score of each rater');
  const scores = rows.flatMap((row) => {
    const given = row.filter((score) => score !== null);
    if (!given.every(Number.isFinite)) throw new RangeError('A score is a number');
    return given.length === k ? [given] : [];
  });
  const n = scores.length;
  if (n < 2 || k < 2) return { defined: false, reason: 'too-few', units: n, raters: k };
  const mean = sum(scores.flat()) / (n * k);
  const ofUnits = k * sum(scores.map((row) => (sum(row) / k - mean) ** 2));
  const byRater = Array.from({ length: k }, (_, g) => sum(scores.map((row) => row[g] ?? 0)) / n);
  const ofRaters = n * sum(byRater.map((each) => (each - mean) ** 2));
  const rest = sum(
    scores.map((row) => sum(row.map((score, g) => (score - sum(row) / k - (byRater[g] ?? 0) + mean) ** 2))),
  );
  const squares = { units: ofUnits / (n - 1), raters: ofRaters / (k - 1), error: rest / ((n - 1) * (k - 1)) };
  const found = type === 'agreement' ? byAgreement(squares, n, k) : byConsistency(squares, n, k);
  return found
    ? { defined: true, ...found, units: n, raters: k }
    : { defined: false, reason: 'no-variation', units: n, raters: k };
}

/** Mean squares of the analysis of variance. */
type Squares = { units: number; raters: number; error: number };
type Found = { value: number; interval: Interval } | undefined;
const nothing = 1e-12;
const tail = 0.025;

function byConsistency({ units, error }: Squares, n: number, k: number): Found {
  const room = units + (k - 1) * error;
  if (room < nothing) return undefined;
  const value = (units - error) / room;
  if (error < nothing) return { value, interval: { low: 1, high: 1 } };
  const low = units / error / criticalF(tail, n - 1, (n - 1) * (k - 1));
  const high = (units / error) * criticalF(tail, (n - 1) * (k - 1), n - 1);
  const of = (f: number) => (f - 1) / (f + k - 1);
  return { value, interval: { low: of(low), high: of(high) } };
}

function byAgreement({ units, raters, error }: Squares, n: number, k: number): Found {
  const room = units + (k - 1) * error + (k / n) * (raters - error);
  // Without differences between units the raters’ own are nothing to compare with.
  if (room < nothing || (units < nothing && error < nothing)) return undefined;
  const value = (units - error) / room;
  if (raters < nothing && error < nothing) return { value, interval: { low: 1, high: 1 } };
  // Satterthwaite's degrees of freedom of the mixture of raters and error.
  const a = (k * value) / (n * (1 - value));
  const b = 1 + (k * value * (n - 1)) / (n * (1 - value));
  const v = (a * raters + b * error) ** 2 / ((a * raters) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1)));
  const low = criticalF(tail, n - 1, v);
  const high = criticalF(tail, v, n - 1);
  const others = k * raters + (k * n - k - n) * error;
  return {
    value,
    interval: {
      low: (n * (units - low * error)) / (low * others + n * units),
      high: (n * (high * units - error)) / (others + n * high * units),
    },
  };
}
