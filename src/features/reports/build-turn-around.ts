import { count, formatNumber, formatShare, interval, number, share, text } from '#domain/statistics/number-table.ts';
import { shareOf } from '#domain/statistics/proportion.ts';
import type { Report, Section } from './report.ts';
import type { TurnAround } from './turn-around.queries.ts';

/** The usual clock, in working days. */
const usual = { check: 1, decide: 5 };

/** How long earners wait, against the clock. */
export function buildTurnAround(
  months: readonly TurnAround[],
  awards: readonly { attempts: number; earners: number }[],
): Report {
  const all = months.find(({ month }) => month === 'all');
  const each = months.filter(({ month }) => month !== 'all');
  if (!all)
    return {
      key: 'turn-around',
      lead: 'How long earners wait for the check and the decision.',
      figures: [],
      sections: [],
      empty: 'Nothing has been checked or decided here yet. Times appear with the first completeness check.',
    };
  const decided = shareOf(all.decidedInTime, all.decided);
  const checked = shareOf(all.checkedInTime, all.checked);
  const earners = awards.reduce((sum, one) => sum + one.earners, 0);
  const attempts = awards.reduce((sum, one) => sum + one.attempts * one.earners, 0);
  const sections: Section[] = [
    {
      key: 'turn-around',
      title: 'Check and decision',
      text: 'In working days of the issuer, holidays and the stretches in which an attempt waited on its earner left out. In time: by the date that the earner was told.',
      charts: [
        {
          kind: 'line',
          props: {
            title: 'Working days to the decision, median by month of handing in',
            points: each.map(({ month, decideMedian }) => ({ at: month, value: decideMedian ?? undefined })),
            unit: { digits: 0 },
            limits: [{ value: usual.decide, label: `${usual.decide} days` }],
          },
        },
      ],
      table: {
        key: 'turn-around',
        title: 'Working days by month of handing in',
        columns: [
          { label: 'Month', kind: 'text' },
          { label: 'Check, median', kind: 'number' },
          { label: 'Checks in time', kind: 'share' },
          { label: 'Checked', kind: 'number' },
          { label: 'Decision, median', kind: 'number' },
          { label: 'Nine of ten within', kind: 'number' },
          { label: 'Decisions in time', kind: 'share' },
          { label: '95 % interval', kind: 'interval' },
          { label: 'Decided', kind: 'number' },
        ],
        rows: [...each, all].map((row) => {
          const inTime = shareOf(row.decidedInTime, row.decided);
          const checks = shareOf(row.checkedInTime, row.checked);
          return {
            key: row.month,
            isTotal: row.month === 'all',
            cells: [
              text(row.month === 'all' ? 'All' : row.month),
              number(row.checkMedian ?? undefined, 1, ''),
              share(checks.defined ? checks.value : undefined, ''),
              count(row.checked),
              number(row.decideMedian ?? undefined, 1, ''),
              number(row.decideNinetieth ?? undefined, 1, ''),
              share(inTime.defined ? inTime.value : undefined, ''),
              interval(inTime.defined ? inTime.interval : undefined, { isShare: true }),
              count(row.decided),
            ],
          };
        }),
      },
    },
  ];
  if (earners > 0)
    sections.push({
      key: 'attempts',
      title: 'Attempts to an award',
      text: 'Attempts that were judged; those that came back incomplete cost nothing.',
      charts: [
        {
          kind: 'bars',
          props: {
            title: 'Share of earners by attempts to their award',
            bars: awards.map((one) => {
              const part = shareOf(one.earners, earners);
              return {
                key: String(one.attempts),
                label: one.attempts === 1 ? '1 attempt' : `${one.attempts} attempts`,
                ...(part.defined ? { value: part.value, interval: part.interval } : {}),
              };
            }),
            unit: 'share',
          },
        },
      ],
      table: {
        key: 'attempts',
        title: 'Attempts to an award',
        columns: [
          { label: 'Attempts', kind: 'number' },
          { label: 'Earners', kind: 'number' },
          { label: 'Share', kind: 'share' },
          { label: '95 % interval', kind: 'interval' },
        ],
        rows: awards.map((one) => {
          const part = shareOf(one.earners, earners);
          return {
            key: String(one.attempts),
            cells: [
              count(one.attempts),
              count(one.earners),
              share(part.defined ? part.value : undefined),
              interval(part.defined ? part.interval : undefined, { isShare: true }),
            ],
          };
        }),
      },
    });
  return {
    key: 'turn-around',
    lead: `The usual clock: a check within ${usual.check} working day, a decision within ${usual.decide}.`,
    figures: [
      {
        label: 'Decisions in time',
        value: decided.defined ? formatShare(decided.value) : '–',
        note: `of ${formatNumber(all.decided)}`,
      },
      {
        label: 'Checks in time',
        value: checked.defined ? formatShare(checked.value) : '–',
        note: `of ${formatNumber(all.checked)}`,
      },
      {
        label: 'Attempts to an award',
        value: earners === 0 ? '–' : formatNumber(attempts / earners, 2),
        note: `mean of ${formatNumber(earners)} earners`,
      },
    ],
    sections,
  };
}
