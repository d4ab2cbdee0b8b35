/** What one assessor gave to the look-for in this place: the signs of a rating sheet. */
const signs = new Map([
  ['0', 0],
  ['1', 1],
  ['2', 2],
]);

/** The two independent sheets of one attempt: a sign for each look-for, 0 no, 1 almost, 2 yes, anything else no rating. */
export type PairOfSheets = {
  microCredentialId: string;
  firstAssessor: string;
  secondAssessor: string;
  firstLookFors: readonly string[];
  secondLookFors: readonly string[];
  first: string;
  second: string;
};

export type PairedRatings = {
  /** Confusion matrices, rows the first assessor’s: of all, and by micro-credential and look-for (`lookForId`). */
  all: number[][];
  byLookFor: Map<string, number[][]>;
  /** By assessor, rows their own. */
  byAssessor: Map<string, number[][]>;
  /** For drawing attempts anew: of each attempt its confusion matrix, row after row. */
  clusters: Uint16Array[];
  attempts: number;
};

/** A look-for, apart from one that another micro-credential calls the same. */
export function lookForId(microCredentialId: string, key: string): string {
  return `${microCredentialId}/${key}`;
}

/** Counts the independent first ratings of many attempts in one pass. Look-fors that only one of the two rated drop out. */
export function countPairs(sheets: Iterable<PairOfSheets>): PairedRatings {
  const counted: PairedRatings = {
    all: empty(),
    byLookFor: new Map(),
    byAssessor: new Map(),
    clusters: [],
    attempts: 0,
  };
  // By list of look-fors, of which few differ: the matrix of each place, so that no name is put together per rating.
  const known = new Map<string, Map<readonly string[], number[][][]>>();
  for (const sheet of sheets) {
    const tables = tablesOf(counted.byLookFor, known, sheet.microCredentialId, sheet.firstLookFors);
    const own = matrixOf(counted.byAssessor, sheet.firstAssessor);
    const other = matrixOf(counted.byAssessor, sheet.secondAssessor);
    const isAlike = sheet.firstLookFors === sheet.secondLookFors;
    const cluster = new Uint16Array(9);
    let pairs = 0;
    for (let at = 0; at < sheet.firstLookFors.length; at += 1) {
      const place = isAlike ? at : sheet.secondLookFors.indexOf(sheet.firstLookFors[at] ?? '');
      const a = signs.get(sheet.first[at] ?? '');
      const b = signs.get(sheet.second[place] ?? '');
      if (a === undefined || b === undefined) continue;
      pairs += 1;
      add(counted.all, a, b);
      add(tables[at] ?? empty(), a, b);
      add(own, a, b);
      add(other, b, a);
      cluster[a * 3 + b] = (cluster[a * 3 + b] ?? 0) + 1;
    }
    if (pairs === 0) continue;
    counted.attempts += 1;
    counted.clusters.push(cluster);
  }
  return counted;
}

function tablesOf(
  byLookFor: Map<string, number[][]>,
  known: Map<string, Map<readonly string[], number[][][]>>,
  microCredentialId: string,
  lookFors: readonly string[],
): number[][][] {
  const lists = known.get(microCredentialId) ?? new Map<readonly string[], number[][][]>();
  known.set(microCredentialId, lists);
  const tables = lists.get(lookFors) ?? lookFors.map((key) => matrixOf(byLookFor, lookForId(microCredentialId, key)));
  lists.set(lookFors, tables);
  return tables;
}

function matrixOf(matrices: Map<string, number[][]>, key: string): number[][] {
  const matrix = matrices.get(key) ?? empty();
  matrices.set(key, matrix);
  return matrix;
}

function add(matrix: number[][], row: number, column: number): void {
  const cells = matrix[row] ?? [];
  cells[column] = (cells[column] ?? 0) + 1;
}

function empty(): number[][] {
  return [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
}
