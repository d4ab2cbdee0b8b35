import {
  type Coefficient,
  brennanPrediger,
  congerKappa,
  fleissKappa,
  gwetAc,
  krippendorffAlpha,
  type ratedUnits,
  weightedAlpha,
  weightsOf,
} from '#domain/assessment/statistics/index.ts';

type Units = ReturnType<typeof ratedUnits>;

/** The value of a coefficient that has one. */
export function valueOf(coefficient: Coefficient): number {
  if (!coefficient.defined) throw new Error(coefficient.reason);
  return coefficient.value;
}

/** Every coefficient of units, by name. */
export const ofUnits = {
  ac1: (units: Units) => gwetAc(units),
  ac2: (units: Units) => gwetAc(units, weightsOf('ordinal', units.q)),
  fleiss: (units: Units) => fleissKappa(units),
  conger: (units: Units) => congerKappa(units, weightsOf('quadratic', units.q)),
  bp: (units: Units) => brennanPrediger(units),
  nominal: (units: Units) => krippendorffAlpha(units, 'nominal'),
  ordinal: (units: Units) => krippendorffAlpha(units, 'ordinal'),
  interval: (units: Units) => krippendorffAlpha(units, 'interval'),
  weighted: (units: Units) => weightedAlpha(units, weightsOf('linear', units.q)),
};
