import {
  type CoefficientKey,
  type NotDefinedReason,
  type PairedRatings,
  type ReportFigure,
  agreementReport,
  bootstrapFigures,
  coefficientWords,
  fewestPairs,
} from '#domain/assessment/statistics/index.ts';
import type { BootstrapInterval } from '#domain/statistics/bootstrap.ts';
import {
  type NumberTable,
  count,
  formatNumber,
  formatShare,
  interval,
  none,
  number,
  share,
  text,
} from '#domain/statistics/number-table.ts';
import type { Report, Section } from './report.ts';

/** Why there is no coefficient, in the place where it would stand. */
export const notDefined: Record<NotDefinedReason, string> = {
  'no-pairs': 'no pairs',
  'no-variation': 'not defined (no variation)',
  'too-few': `fewer than ${fewestPairs} pairs`,
};

const shares = {
  exact: 'Exact agreement',
  adjacent: 'At most one step apart',
  sides: 'Same side of Yes and not Yes',
} as const;

export const ratingLabels = ['No', 'Almost', 'Yes'] as const;

/** How independent first ratings agree, over all look-fors together. */
export function buildOverview(counted: PairedRatings, decided: Record<string, number>, seed: string): Report {
  const agreement = agreementReport(counted.all);
  const { exact } = agreement;
  const decisions = Object.values(decided).reduce((sum, each) => sum + each, 0);
  const total = { label: 'Decisions', value: formatNumber(decisions), note: outcomeWords(decided) };
  if (!exact.defined)
    return {
      key: 'overview',
      lead: 'How far independent first ratings of the same attempt agree.',
      figures: [total],
      sections: [],
      empty:
        'No attempt has been scored by two assessors on their own yet. Agreement appears here once some have: ask whoever designs your micro-credentials to have a share of the attempts, or the first ten, scored twice.',
    };
  const figures = [...(Object.keys(shares) as (keyof typeof shares)[]), ...coefficientKeys(agreement.coefficients)];
  const intervals: Partial<Record<ReportFigure, BootstrapInterval>> = bootstrapFigures(counted.clusters, figures, seed);
  const bounds = (figure: ReportFigure) => {
    const result = intervals[figure];
    return result?.defined ? result.interval : undefined;
  };
  return {
    key: 'overview',
    lead: 'How far independent first ratings of the same attempt agree: those of the first and second seats, before anybody adjudicates.',
    figures: [
      total,
      { label: 'Exact agreement', value: formatShare(exact.value), note: range(bounds('exact')) },
      {
        label: 'Scored twice',
        value: formatNumber(counted.attempts),
        note: `attempts, ${formatNumber(agreement.pairs)} pairs of ratings`,
      },
    ],
    sections: [
      agreementSection(agreement, bounds, intervals),
      confusionSection('confusion', 'First against second assessor', counted.all, [
        'First assessor',
        'Second assessor',
      ]),
    ],
  };
}

function agreementSection(
  { pairs, coefficients, ...all }: ReturnType<typeof agreementReport>,
  bounds: (figure: ReportFigure) => { low: number; high: number } | undefined,
  intervals: Partial<Record<ReportFigure, BootstrapInterval>>,
): Section {
  const drawn = Object.values(intervals).find((one) => one.defined);
  const table: NumberTable = {
    key: 'agreement',
    title: 'Agreement of independent first ratings',
    columns: [
      { label: 'Figure', kind: 'text' },
      { label: 'Value', kind: 'number' },
      { label: '95 % interval, by attempt', kind: 'interval' },
      { label: 'Exact share beside it', kind: 'share' },
      { label: 'Pairs', kind: 'number' },
    ],
    rows: [
      ...(Object.keys(shares) as (keyof typeof shares)[]).map((key) => {
        const one = all[key];
        return {
          key,
          cells: [
            text(shares[key]),
            share(one.defined ? one.value : undefined),
            interval(bounds(key), { isShare: true }),
            none(''),
            count(pairs),
          ],
        };
      }),
      ...coefficientKeys(coefficients).map((key) => {
        const one = coefficients[key];
        return {
          key,
          cells: [
            text(coefficientWords[key]),
            one.defined ? number(one.value, 3) : none(notDefined[one.reason]),
            one.defined ? interval(bounds(key), { digits: 3 }) : none(''),
            one.defined ? none('') : share(one.exact),
            count(pairs),
          ],
        };
      }),
    ],
    note: drawn?.defined
      ? `Intervals: ${formatNumber(drawn.clusters)} attempts drawn anew ${formatNumber(drawn.resamples)} times, since ratings within one attempt are not independent. Categories: No, Almost, Yes, whether or not all occur.`
      : 'There are too few attempts for intervals by attempt.',
  };
  return {
    key: 'agreement',
    title: 'Agreement',
    text: `Coefficients correct for what chance gives and are shown from ${fewestPairs} pairs on. Kappa falls where nearly all ratings are alike, AC1 does not; decide by the exact share and what it means for earners.`,
    table,
  };
}

/** A confusion matrix, drawn and in rows. */
export function confusionSection(
  key: string,
  title: string,
  table: readonly (readonly number[])[],
  [rowTitle, columnTitle]: [string, string],
): Section {
  const total = table.flat().reduce((sum, each) => sum + each, 0);
  return {
    key,
    title,
    text: 'On the diagonal both said the same. What crosses the line between Almost and Yes goes to an adjudicator.',
    charts: [{ kind: 'confusion', props: { title, labels: ratingLabels, rowTitle, columnTitle, table } }],
    table: {
      key,
      title: `${title}: counts`,
      isMatrix: true,
      columns: [
        { label: `${rowTitle} ↓ ${columnTitle} →`, kind: 'text' },
        ...ratingLabels.map((label) => ({ label, kind: 'number' as const })),
        { label: 'Total', kind: 'number' },
      ],
      rows: [
        ...table.map((row, index) => ({
          key: String(index),
          cells: [text(ratingLabels[index] ?? ''), ...row.map(count), count(row.reduce((sum, each) => sum + each, 0))],
        })),
        {
          key: 'total',
          isTotal: true,
          cells: [
            text('Total'),
            ...ratingLabels.map((_, column) => count(table.reduce((sum, row) => sum + (row[column] ?? 0), 0))),
            count(total),
          ],
        },
      ],
    },
  };
}

function coefficientKeys(coefficients: Record<CoefficientKey, unknown>): CoefficientKey[] {
  return Object.keys(coefficients) as CoefficientKey[];
}

export function range(bounds: { low: number; high: number } | undefined): string {
  return bounds ? `95 %: ${formatShare(bounds.low)} to ${formatShare(bounds.high)}` : 'too few for an interval';
}

function outcomeWords({ earned = 0, not_yet = 0, incomplete = 0 }: Record<string, number>): string {
  return `${formatNumber(earned)} earned, ${formatNumber(not_yet)} not yet, ${formatNumber(incomplete)} incomplete`;
}
