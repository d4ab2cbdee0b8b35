/** Σ coefficient · variable = value, over variables that are 0 or more; those not named have the coefficient 0. */
export type Equation = { terms: readonly (readonly [variable: number, coefficient: number])[]; value: number };

export type Range = { low: number; high: number };

const small = 1e-9;

/**
 * The least and the greatest that each of these variables can be when all are 0 or more and every equation holds:
 * `high` is infinite where nothing bounds it. Two-phase simplex over a dense tableau, by Bland’s rule, which can't go round
 * in circles. For tables of a few hundred cells.
 *
 * Source: Dantzig, Linear Programming and Extensions (1963); Bland, Math Oper Res 2 (1977) 103–107.
 *
 * @throws RangeError where no values satisfy the equations
 */
export function rangesOf(count: number, equations: readonly Equation[], asked: readonly number[]): Range[] {
  const start = feasible(count, equations);
  return asked.map((variable) => {
    const low = extreme(start, count, variable, 1);
    const high = extreme(start, count, variable, -1);
    return { low: rounded(low ?? 0), high: high === undefined ? Number.POSITIVE_INFINITY : rounded(-high) };
  });
}

/** Rows of the tableau, the right-hand side last; and which variable is basic in each. */
type Tableau = { rows: Float64Array[]; basis: number[] };

/** Phase one: artificial variables, one a row, are driven to 0. */
function feasible(count: number, equations: readonly Equation[]): Tableau {
  const width = count + equations.length + 1;
  const rows = equations.map(({ terms, value }, index) => {
    const row = new Float64Array(width);
    const sign = value < 0 ? -1 : 1;
    for (const [variable, coefficient] of terms) row[variable] = (row[variable] ?? 0) + sign * coefficient;
    row[count + index] = 1;
    row[width - 1] = sign * value;
    return row;
  });
  const tableau = { rows, basis: rows.map((_, index) => count + index) };
  const costs = new Float64Array(width);
  costs.fill(1, count, width - 1);
  if ((minimise(tableau, costs, width - 1) ?? 0) > 1e-6) throw new RangeError('No values satisfy the equations');
  // An artificial variable that is still basic is 0: another takes its place, or its row says nothing new.
  tableau.basis.forEach((basic, index) => {
    if (basic < count) return;
    const entering = tableau.rows[index]?.findIndex((entry, column) => column < count && Math.abs(entry) > small) ?? -1;
    if (entering >= 0) pivot(tableau, index, entering);
  });
  const kept = tableau.basis.flatMap((basic, index) => (basic < count ? [index] : []));
  return {
    rows: kept.map((index) => {
      const row = tableau.rows[index] ?? new Float64Array();
      const short = new Float64Array(count + 1);
      short.set(row.subarray(0, count));
      short[count] = row[width - 1] ?? 0;
      return short;
    }),
    basis: kept.map((index) => tableau.basis[index] ?? 0),
  };
}

/** Phase two: the least of `sign` times a variable; undefined where it has no bound. */
function extreme(start: Tableau, count: number, variable: number, sign: 1 | -1): number | undefined {
  const costs = new Float64Array(count + 1);
  costs[variable] = sign;
  return minimise({ rows: start.rows.map((row) => row.slice()), basis: [...start.basis] }, costs, count);
}

function minimise(tableau: Tableau, costs: Float64Array, columns: number): number | undefined {
  const reduced = costs.slice();
  tableau.rows.forEach((row, index) => {
    const cost = costs[tableau.basis[index] ?? 0] ?? 0;
    if (cost !== 0) addTo(reduced, row, -cost);
  });
  for (;;) {
    let entering = 0;
    while (entering < columns && !((reduced[entering] ?? 0) < -small)) entering += 1;
    if (entering === columns) return -(reduced[columns] ?? 0);
    const leaving = leavingRow(tableau, entering, columns);
    if (leaving === undefined) return undefined;
    pivot(tableau, leaving, entering);
    addTo(reduced, tableau.rows[leaving] ?? new Float64Array(), -(reduced[entering] ?? 0));
  }
}

function leavingRow({ rows, basis }: Tableau, entering: number, columns: number): number | undefined {
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  rows.forEach((row, index) => {
    const entry = row[entering] ?? 0;
    if (entry <= small) return;
    const ratio = (row[columns] ?? 0) / entry;
    const isTie = Math.abs(ratio - least) <= small && (basis[index] ?? 0) < (basis[best ?? 0] ?? 0);
    if (ratio < least - small || isTie) {
      least = Math.min(least, ratio);
      best = index;
    }
  });
  return best;
}

function pivot(tableau: Tableau, at: number, entering: number): void {
  const row = tableau.rows[at] ?? new Float64Array();
  const by = row[entering] ?? 1;
  row.forEach((entry, column) => (row[column] = entry / by));
  tableau.rows.forEach((other, index) => {
    if (index !== at) addTo(other, row, -(other[entering] ?? 0));
  });
  tableau.basis[at] = entering;
}

function addTo(target: Float64Array, row: Float64Array, factor: number): void {
  if (factor === 0) return;
  for (let column = 0; column < target.length; column += 1)
    target[column] = (target[column] ?? 0) + factor * (row[column] ?? 0);
}

function rounded(value: number): number {
  const whole = Math.round(value);
  // Without the sign of a zero.
  return Math.abs(value - whole) < 1e-6 ? whole + 0 : value;
}
