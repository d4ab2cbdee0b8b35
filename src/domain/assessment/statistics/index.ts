/**
 * Agreement, severity and drift of ratings: pure functions, no I/O. What each reckons, in what units, and from which source
 * stands at the function; docs/statistics.md has them side by side.
 *
 *     const units = unitsOfRatings([['yes', 'yes'], ['almost', 'no'], ['yes', null]]);  // a row a look-for, null: missing
 *     krippendorffAlpha(units, 'ordinal');                                             // { defined, value, … }
 *     agreementReport(matrixOfRatings(pairs));                                         // shares; coefficients from 30 pairs
 *
 * Coefficients take any fixed number of categories, as numbers from 0 in their order; ratings of look-fors have three,
 * No < Almost < Yes (`categories`), used or not. Every result says whether it is defined: where all that was rated twice is
 * of one category it is not, and the exact share stands beside it. What is no category, count or score is a RangeError.
 */
export { type AgreementReport, type CoefficientKey, type ReportFigure } from './agreement-report.ts';
export { agreementReport, bootstrapFigures, coefficientWords, fewestPairs, tableOf } from './agreement-report.ts';
export { categoriesAgainstChance, cohenAgainstChance, fleissAgainstChance } from './against-chance.ts';
export { type Benchmark, benchmarkOf } from './benchmarks.ts';
export { brennanPrediger } from './brennan-prediger.ts';
export { categories, matrixOfRatings, scoreOf, unitsOfRatings } from './categories.ts';
export { type Coefficient, type NotDefined, type NotDefinedReason, intervalOf } from './coefficient.ts';
export { cohenKappa } from './cohen.ts';
export { congerKappa } from './conger.ts';
export { type Drift, type DriftWindow, driftByWindow, driftFlag, driftOf } from './drift.ts';
export { completeUnits, fleissByCategory, fleissKappa } from './fleiss.ts';
export { gwetAc } from './gwet.ts';
export { type Intraclass, intraclass } from './intraclass.ts';
export { kendallW } from './kendall.ts';
export { type Metric, coincidencesOf, krippendorffAlpha, weightedAlpha } from './krippendorff.ts';
export { lightKappa } from './light.ts';
export { type MarginalTest, raterBias, stuartMaxwell } from './marginal-tests.ts';
export { type PairOfSheets, type PairedRatings, countPairs, lookForId } from './pair-sheets.ts';
export { percentAgreement, unanimousWithin } from './percent-agreement.ts';
export { type CountedUnits, type RatedUnits, type UnitRatings } from './rated-units.ts';
export { confusionMatrix, ratedUnits, unitsOfCounts, unitsOfTable } from './rated-units.ts';
export { scottPi } from './scott.ts';
export { type AnchorRating, type Severity, severityOf } from './severity.ts';
export { adjacentAgreement, exactAgreement, sideAgreement, sidesOf } from './shares.ts';
export { type WeightName, type Weights, weightsByDistance, weightsOf } from './weights.ts';
