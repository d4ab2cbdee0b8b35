import { type Interval } from '#domain/statistics/normal.ts';
import { criticalT } from '#domain/statistics/student-t.ts';

/**
 * Why a coefficient is not defined: there is nothing that two people rated; all of what they rated got one and the same
 * category, so that chance alone explains it and 0 / 0 remains; or there are too few pairs to say.
 */
export type NotDefinedReason = 'no-pairs' | 'no-variation' | 'too-few';

export type NotDefined = {
  defined: false;
  reason: NotDefinedReason;
  /** Beside it: the share of pairs that agree exactly, 0 to 1; undefined where there are no pairs. */
  exact: number | undefined;
  units: number;
};

/** A chance-corrected coefficient, at most 1; 0 is what chance gives, and below it is less agreement than by chance. */
export type Coefficient =
  | {
      defined: true;
      value: number;
      /** Observed (weighted) agreement, 0 to 1, and that expected by chance. */
      observed: number;
      expected: number;
      /** Units that enter its estimate of variance. */
      units: number;
      /** Standard error between units; undefined where no formula is given or there is but one unit. */
      error: number | undefined;
    }
  | NotDefined;

/** Below this 1 − pe is taken for 0: what is left of it is rounding. */
const nothing = 1e-12;

export function isZero(value: number): boolean {
  return Math.abs(value) < nothing;
}

/** Where the coefficient lies with a confidence of 95 %, by Student’s t over its units (Gwet 2014), within −1 and 1. */
export function intervalOf(coefficient: Coefficient, level = 0.95): Interval | undefined {
  if (!coefficient.defined || coefficient.error === undefined) return undefined;
  const reach = criticalT(coefficient.units - 1, level) * coefficient.error;
  return { low: Math.max(-1, coefficient.value - reach), high: Math.min(1, coefficient.value + reach) };
}

/** The standard error of a mean of one value a unit: √(Σ (xᵢ − x̄)² / (n (n − 1))). */
export function errorOf(values: readonly { value: number; times: number }[], centre: number): number | undefined {
  const n = values.reduce((sum, { times }) => sum + times, 0);
  if (n < 2) return undefined;
  const squares = values.reduce((sum, { value, times }) => sum + times * (value - centre) ** 2, 0);
  return Math.sqrt(squares / (n * (n - 1)));
}
