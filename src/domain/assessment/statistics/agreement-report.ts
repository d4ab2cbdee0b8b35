import { type BootstrapInterval, type Cluster, bootstrap } from '#domain/statistics/bootstrap.ts';
import type { Share } from '#domain/statistics/proportion.ts';
import { brennanPrediger } from './brennan-prediger.ts';
import type { Coefficient } from './coefficient.ts';
import { cohenKappa } from './cohen.ts';
import { gwetAc } from './gwet.ts';
import { type Metric, krippendorffAlpha } from './krippendorff.ts';
import { sum, unitsOfTable } from './rated-units.ts';
import { scottPi } from './scott.ts';
import { adjacentAgreement, exactAgreement, sideAgreement, sidesOf } from './shares.ts';
import { square, weightsOf } from './weights.ts';

/** Pairs below which no coefficient is given, only shares and their intervals: it would be mostly chance. */
export const fewestPairs = 30;

type Table = readonly (readonly number[])[];

/** The coefficients that are shown, by key; what they are is said on the page (`coefficientWords`). */
const formulas = {
  kappa: (table: Table) => cohenKappa(table),
  kappaLinear: (table: Table) => cohenKappa(table, weightsOf('linear', table.length)),
  kappaQuadratic: (table: Table) => cohenKappa(table, weightsOf('quadratic', table.length)),
  fleiss: (table: Table) => scottPi(table),
  alphaNominal: (table: Table) => alpha(table, 'nominal'),
  alphaOrdinal: (table: Table) => alpha(table, 'ordinal'),
  ac1: (table: Table) => gwetAc(unitsOfTable(table)),
  ac2: (table: Table) => gwetAc(unitsOfTable(table), weightsOf('quadratic', table.length)),
  brennanPrediger: (table: Table) => brennanPrediger(unitsOfTable(table)),
  kappaSides: (table: Table) => cohenKappa(sidesOf(table)),
} as const satisfies Record<string, (table: Table) => Coefficient>;

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
  const given = (formula: (table: Table) => Coefficient): Coefficient => {
    const coefficient = formula(table);
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
 * The interval of a figure by drawing attempts: the look-fors of an attempt are judged by the same two people on the
 * same evidence, and are not independent. A cluster is an attempt’s confusion matrix, row after row.
 */
export function bootstrapFigure(clusters: readonly Cluster[], figure: ReportFigure, seed: string): BootstrapInterval {
  const q = Math.sqrt(clusters[0]?.length ?? 4);
  return bootstrap(clusters, (sums) => figureOf(tableOf(sums, q), figure), { seed: `${seed} ${figure}` });
}

function figureOf(table: Table, figure: ReportFigure): number | undefined {
  if (figure === 'exact') return valueOf(exactAgreement(table));
  if (figure === 'adjacent') return valueOf(adjacentAgreement(table));
  if (figure === 'sides') return valueOf(sideAgreement(table));
  return valueOf(formulas[figure](table));
}

function valueOf(result: Share | Coefficient): number | undefined {
  return result.defined ? result.value : undefined;
}

/** The confusion matrix whose rows follow each other in a list. */
export function tableOf(cells: ArrayLike<number>, q: number): number[][] {
  return square(q, (i, j) => cells[i * q + j] ?? 0);
}

function alpha(table: Table, metric: Metric): Coefficient {
  return krippendorffAlpha(unitsOfTable(table), metric);
}
