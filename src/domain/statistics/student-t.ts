import { incompleteBeta } from './incomplete-beta.ts';

/**
 * The chance that |T| is at least |t|, for Student's t with so many degrees of freedom: I_x(ν/2, ½) at x = ν / (ν + t²).
 *
 * Source: Abramowitz & Stegun 26.7.1 and 26.5.27.
 */
export function twoSidedP(t: number, degrees: number): number {
  if (!(degrees > 0)) throw new RangeError(`Student’s t has a positive number of degrees of freedom, not ${degrees}`);
  if (t === 0) return 1;
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(degrees / (degrees + t ** 2), degrees / 2, 0.5);
}

/** The t that a two-sided interval of this level reaches: P(|T| ≥ t) = 1 − level. By bisection, to 12 digits. */
export function criticalT(degrees: number, level = 0.95): number {
  let low = 0;
  let high = 1;
  while (twoSidedP(high, degrees) > 1 - level) high *= 2;
  for (let step = 0; step < 100 && high - low > 1e-13 * high; step += 1) {
    const middle = (low + high) / 2;
    if (twoSidedP(middle, degrees) > 1 - level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
