import type { Interval } from './normal.ts';
import { criticalT } from './student-t.ts';

export type Mean =
  | {
      defined: true;
      value: number;
      n: number;
      /** 95 %, by Student’s t; undefined of one value. */
      interval: Interval | undefined;
      /** All values are the same. */
      isConstant: boolean;
    }
  | { defined: false; reason: 'no-data'; n: 0 };

/** The mean of numbers from different people, with x̄ ± t √(s² / n). */
export function meanOf(values: readonly number[]): Mean {
  const n = values.length;
  if (n === 0) return { defined: false, reason: 'no-data', n: 0 };
  if (!values.every(Number.isFinite)) throw new RangeError('A mean is of numbers');
  const value = values.reduce((sum, one) => sum + one, 0) / n;
  const isConstant = values.every((one) => one === values[0]);
  if (n === 1) return { defined: true, value, n, interval: undefined, isConstant };
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1);
  const reach = criticalT(n - 1) * Math.sqrt(variance / n);
  return { defined: true, value, n, interval: { low: value - reach, high: value + reach }, isConstant };
}
