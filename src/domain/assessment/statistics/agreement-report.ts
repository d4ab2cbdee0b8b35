import { type BootstrapInterval, type Cluster, bootstrapAll } from '#domain/statistics/bootstrap.ts';
import type { Share } from '#domain/statistics/proportion.ts';
import { brennanPrediger } from './brennan-prediger.ts';
import type { Coefficient } from './coefficient.ts';
import { cohenKappa } from './cohen.ts';
import { fleissKappa } from './fleiss.ts';
import { gwetAc } from './gwet.ts';
import { krippendorffAlpha } from './krippendorff.ts';
import { type RatedUnits, sum, unitsOfTable } from './rated-units.ts';
import { adjacentAgreement, exactAgreement, sideAgreement, sidesOf } from './shares.ts';
import { square, weightsOf } from './weights.ts';

/** Pairs below which no coefficient is given, only shares and their intervals: it would be mostly chance. */
export const fewestPairs = 30;

type Table = readonly (readonly number[])[];

/** The coefficients that are shown, by key; what they are is said on the page (`coefficientWords`). */
const formulas = {
  kappa: (table) => cohenKappa(table),
  kappaLinear: (table) => cohenKappa(table, weightsOf('linear', table.length)),
  kappaQuadratic: (table) => cohenKappa(table, weightsOf('quadratic', table.length)),
  fleiss: (_table, units) => fleissKappa(units),
  alphaNominal: (_table, units) => krippendorffAlpha(units, 'nominal'),
  alphaOrdinal: (_table, units) => krippendorffAlpha(units, 'ordinal'),
  ac1: (_table, units) => gwetAc(units),
  ac2: (_table, units) => gwetAc(units, weightsOf('quadratic', units.q)),
  brennanPrediger: (_table, units) => brennanPrediger(units),
  kappaSides: (table) => cohenKappa(sidesOf(table)),
} as const satisfies Record<string, Formula>;

type Formula = (table: Table, units: RatedUnits) => Coefficient;

export type CoefficientKey = keyof typeof formulas;

export const coefficientWords: Record<CoefficientKey, string> = {
  kappa: 'Cohen’s kappa',
  kappaLinear: 'Cohen’s kappa, linear weights',
  kappaQuadratic: 'Cohen’s kappa, quadratic weights',
  fleiss: 'Fleiss’ kappa (of two: Scott’s pi)',
  alphaNominal: 'Krippendorff’s alpha, nominal',
  alphaOrdinal: 'Krippendorff’s alpha, ordinal',
  ac1: 'Gwet’s AC1',
  ac2: 'Gwet’s AC2, quadratic weights',
  brennanPrediger: 'Brennan and Prediger’s coefficient',
  kappaSides: 'Cohen’s kappa, Yes or not',
};

export type AgreementReport = {
  /** Look-fors × attempts that both rated. */
  pairs: number;
  exact: Share;
  adjacent: Share;
  sides: Share;
  coefficients: Record<CoefficientKey, Coefficient>;
};

/** How two independent raters agree, from their confusion matrix; coefficients from `fewest` pairs on. */
export function agreementReport(table: Table, fewest = fewestPairs): AgreementReport {
  const pairs = sum(table.flat());
  const exact = exactAgreement(table);
  const units = unitsOfTable(table);
  const given = (formula: Formula): Coefficient => {
    const coefficient = formula(table, units);
    if (pairs === 0 || pairs >= fewest) return coefficient;
    return { defined: false, reason: 'too-few', exact: exact.defined ? exact.value : undefined, units: pairs };
  };
  return {
    pairs,
    exact,
    adjacent: adjacentAgreement(table),
    sides: sideAgreement(table),
    coefficients: Object.fromEntries(Object.entries(formulas).map(([key, formula]) => [key, given(formula)])) as Record<
      CoefficientKey,
      Coefficient
    >,
  };
}

/** What is bootstrapped: a coefficient, or one of the shares. */
export type ReportFigure = CoefficientKey | 'exact' | 'adjacent' | 'sides';

/**
 * Intervals of the figures by drawing attempts: the look-fors of an attempt are judged by the same two people on the same
 * evidence, and are not independent. A cluster is an attempt’s confusion matrix, row after row.
 */
export function bootstrapFigures<Figure extends ReportFigure>(
  clusters: readonly Cluster[],
  figures: readonly Figure[],
  seed: string,
): Record<Figure, BootstrapInterval> {
  const q = Math.sqrt(clusters[0]?.length ?? 4);
  const intervals = bootstrapAll(
    clusters,
    (sums) => {
      const table = tableOf(sums, q);
      const units = unitsOfTable(table);
      return figures.map((figure) => figureOf(table, units, figure));
    },
    figures.length,
    { seed },
  );
  return Object.fromEntries(figures.map((figure, index) => [figure, intervals[index]])) as Record<
    Figure,
    BootstrapInterval
  >;
}

function figureOf(table: Table, units: RatedUnits, figure: ReportFigure): number | undefined {
  if (figure === 'exact') return valueOf(exactAgreement(table));
  if (figure === 'adjacent') return valueOf(adjacentAgreement(table));
  if (figure === 'sides') return valueOf(sideAgreement(table));
  return valueOf(formulas[figure](table, units));
}

function valueOf(result: Share | Coefficient): number | undefined {
  return result.defined ? result.value : undefined;
}

/** The confusion matrix whose rows follow each other in a list. */
export function tableOf(cells: ArrayLike<number>, q: number): number[][] {
  return square(q, (i, j) => cells[i * q + j] ?? 0);
}
