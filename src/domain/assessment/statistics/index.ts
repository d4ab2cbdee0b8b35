/**
 * Agreement, severity and drift of ratings. Coefficients take any fixed number of categories; ratings of look-fors have
 * three, No < Almost < Yes (`categories`). Every result says whether it is defined: without variation it is not, and the
 * exact share stands beside it.
 */
export { type AgreementReport, type CoefficientKey, type ReportFigure } from './agreement-report.ts';
export { agreementReport, bootstrapFigures, coefficientWords, fewestPairs, tableOf } from './agreement-report.ts';
export { brennanPrediger } from './brennan-prediger.ts';
export { categories, scoreOf } from './categories.ts';
export { type Coefficient, type NotDefined, type NotDefinedReason, intervalOf } from './coefficient.ts';
export { cohenKappa } from './cohen.ts';
export { congerKappa } from './conger.ts';
export { type Drift, type DriftWindow, driftByWindow, driftFlag, driftOf } from './drift.ts';
export { completeUnits, fleissByCategory, fleissKappa } from './fleiss.ts';
export { gwetAc } from './gwet.ts';
export { type Metric, coincidencesOf, krippendorffAlpha, weightedAlpha } from './krippendorff.ts';
export { lightKappa } from './light.ts';
export { type PairOfSheets, type PairedRatings, countPairs, lookForId } from './pair-sheets.ts';
export { percentAgreement, unanimousWithin } from './percent-agreement.ts';
export { type CountedUnits, type RatedUnits, type UnitRatings } from './rated-units.ts';
export { confusionMatrix, ratedUnits, unitsOfCounts, unitsOfTable } from './rated-units.ts';
export { scottPi } from './scott.ts';
export { type AnchorRating, type Severity, severityOf } from './severity.ts';
export { adjacentAgreement, exactAgreement, sideAgreement, sidesOf } from './shares.ts';
export { type WeightName, type Weights, weightsByDistance, weightsOf } from './weights.ts';
