import { logGamma } from './incomplete-beta.ts';

/**
 * The chance that χ² is at least `value`, for so many degrees of freedom: Q(ν/2, χ²/2), the regularised upper incomplete
 * gamma function, by its series below a + 1 and its continued fraction above.
 *
 * Source: Abramowitz & Stegun 26.4.19, 6.5.29 and 6.5.31.
 *
 * @throws RangeError where χ² is below 0 or there is no degree of freedom
 */
export function chiSquareP(value: number, degrees: number): number {
  if (!(degrees > 0)) throw new RangeError(`χ² has a positive number of degrees of freedom, not ${degrees}`);
  if (!(value >= 0)) throw new RangeError(`χ² is 0 or more, not ${value}`);
  if (value === 0) return 1;
  if (value === Number.POSITIVE_INFINITY) return 0;
  const a = degrees / 2;
  const x = value / 2;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * series(a, x) : front * fraction(a, x);
}

/** The chance that a standard normal variable is at least |z| from 0: z² is χ² with one degree of freedom. */
export function twoSidedNormalP(z: number): number {
  return chiSquareP(z ** 2, 1);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let all = term;
  for (let n = 1; n < 1000 && term > all * 1e-16; n += 1) {
    term *= x / (a + n);
    all += term;
  }
  return all;
}

function fraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 1000; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b || tiny);
    c = b + an / c || tiny;
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}
