import type { ComponentProps } from 'react';
import type { NumberTable } from '#domain/statistics/number-table.ts';
import type { BarChart } from '#ui/charts/bar-chart.tsx';
import type { ConfusionHeat } from '#ui/charts/confusion-heat.tsx';
import type { DotPlot } from '#ui/charts/dot-plot.tsx';
import type { LineChart } from '#ui/charts/line-chart.tsx';
import type { StackedShares } from '#ui/charts/stacked-shares.tsx';

/** Every report and what its page is called. */
export const reportTitles = {
  overview: 'Agreement',
  'look-fors': 'Look-fors',
  assessors: 'Assessors',
  'turn-around': 'Turn-around',
  comments: 'What comes back',
  fairness: 'Fairness and burden',
} as const;
export type ReportKey = keyof typeof reportTitles;

/** A drawing of some of the numbers of its section. */
export type Chart =
  | { kind: 'bars'; props: Omit<ComponentProps<typeof BarChart>, 'id'> }
  | { kind: 'stacks'; props: Omit<ComponentProps<typeof StackedShares>, 'id'> }
  | { kind: 'confusion'; props: Omit<ComponentProps<typeof ConfusionHeat>, 'id'> }
  | { kind: 'line'; props: Omit<ComponentProps<typeof LineChart>, 'id'> }
  | { kind: 'dots'; props: Omit<ComponentProps<typeof DotPlot>, 'id'> };

export type Section = {
  key: string;
  title: string;
  /** How to read it. */
  text?: string;
  charts?: readonly Chart[];
  table: NumberTable;
};

/** What a page shows and its files hold: both are made of the same tables, so that nothing is hidden in one alone. */
export type Report = {
  key: ReportKey;
  lead: string;
  figures: readonly { label: string; value: string; note: string }[];
  sections: readonly Section[];
  /** What to say while there is nothing to count: why, and what to do. */
  empty?: string;
};
