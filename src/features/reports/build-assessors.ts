import {
  type PairedRatings,
  type Severity,
  driftByWindow,
  driftFlag,
  driftOf,
  exactAgreement,
  severityOf,
} from '#domain/assessment/statistics/index.ts';
import { count, formatShare, interval, none, number, share, text } from '#domain/statistics/number-table.ts';
import type { AnchorRow, AssessorWork, Bar } from './assessors.queries.ts';
import type { Report, Section } from './report.ts';

type Options = { chosen: string | undefined; href: (assessor: string) => string; seed: string; bars: readonly Bar[] };

/** How severe each assessor is against anchors, how far they agree with others, and what they did. */
export function buildAssessors(
  work: readonly AssessorWork[],
  anchors: readonly AnchorRow[],
  counted: PairedRatings,
  { chosen, href, seed, bars }: Options,
): Report {
  const named = new Map([
    ...anchors.map(({ assessorId, assessorName }) => [assessorId, assessorName] as const),
    ...work.map(({ id, name }) => [id, name] as const),
  ]);
  const rows = [...named]
    .sort(([, a], [, b]) => a.localeCompare(b, 'en'))
    .map(([id, name]) => {
      const own = anchors.filter(({ assessorId }) => assessorId === id);
      const ratings = own.map(({ attemptId, rated, agreed }) => ({ anchor: attemptId, rated, agreed }));
      const paired = exactAgreement(counted.byAssessor.get(id) ?? [[0, 0], [0, 0]]); // prettier-ignore
      const drift = driftOf(
        own.map(({ agreed }) => agreed),
        own.map(({ rated }) => rated),
      );
      return {
        id,
        name,
        own,
        severity: severityOf(ratings, `${seed} ${id}`),
        drift,
        paired,
        work: work.find((one) => one.id === id),
      };
    });
  const one = rows.find(({ id }) => id === chosen);
  const sections: Section[] = [
    {
      key: 'severity',
      title: 'Severity',
      text: 'Mean of rating less agreed rating on seeded anchors, in points (No 0, Almost 1, Yes 2). A triangle: the interval lies on one side of 0. Leanings both ways cancel out in the mean, so look at the error, too.',
      charts: [
        {
          kind: 'dots',
          props: {
            title: 'Severity against anchors',
            dots: rows.map(({ id, name, severity }) => ({
              key: id,
              label: name,
              ...(severity.defined ? { value: severity.bias } : { why: 'no anchors yet' }),
              interval: biasOf(severity),
            })),
            sides: { below: 'more severe', above: 'more lenient' },
            reach: 0.5,
          },
        },
      ],
      table: {
        key: 'assessors',
        title: 'Assessors',
        columns: [
          { label: 'Assessor', kind: 'text' },
          { label: 'Severity', kind: 'number' },
          { label: '95 % interval, by anchor', kind: 'interval' },
          { label: 'Mean error', kind: 'number' },
          { label: 'Exact on anchors', kind: 'share' },
          { label: 'Anchor look-fors', kind: 'number' },
          { label: 'Drift t', kind: 'number' },
          { label: 'Exact with others', kind: 'share' },
          { label: 'Pairs', kind: 'number' },
          { label: 'Pieces', kind: 'number' },
          { label: 'Minutes a piece', kind: 'number' },
          { label: 'Hours until done', kind: 'number' },
        ],
        rows: rows.map(({ id, name, severity, drift, paired, work: done }) => ({
          key: id,
          href: href(id),
          cells: [
            text(name),
            severity.defined ? number(severity.bias) : none('no anchors'),
            interval(biasOf(severity)),
            severity.defined ? number(severity.absolute) : none(''),
            share(severity.defined && severity.exact.defined ? severity.exact.value : undefined, ''),
            count(severity.defined ? severity.n : 0),
            drift.defined ? number(drift.t) : none(severity.defined ? 'not defined' : ''),
            share(paired.defined ? paired.value : undefined, 'never paired'),
            count(paired.n),
            count(done?.pieces ?? 0),
            number(done?.minutes ?? undefined, 0, 'not measured'),
            number(done?.hours ?? undefined, 1, ''),
          ],
        })),
        note: `Drift t: paired t of rating against agreed rating; from ${driftFlag} on, up or down, look at what happened. Minutes are active ones and hours run from claiming, both medians.`,
      },
    },
  ];
  if (one) sections.unshift(driftSection(one.name, one.own, bars));
  return {
    key: 'assessors',
    lead: 'Who leans which way, and since when. Talk with people before you read anything into few anchors.',
    figures: [],
    sections: rows.length === 0 ? [] : sections,
    ...(rows.length === 0
      ? {
          empty:
            'Nobody has completed an assessment here yet. Assessors stand here once they have; how severe they are shows once anchors come to their queue, which you make under Calibration.',
        }
      : {}),
  };
}

function driftSection(name: string, own: readonly AnchorRow[], bars: readonly Bar[]): Section {
  const windows = driftByWindow(
    own.map(({ completedAt, rated, agreed }) => ({ window: completedAt.toISOString().slice(0, 7), rated, agreed })),
  );
  return {
    key: 'drift',
    title: `${name} over time`,
    charts: [
      {
        kind: 'line',
        props: {
          title: `${name}: exact on anchors by month`,
          points: windows.map(({ window, exact }) => ({
            at: window,
            value: exact.defined ? exact.value : undefined,
            interval: exact.defined ? exact.interval : undefined,
          })),
          unit: 'share',
          limits: bars.map(({ bar, issuerName }) => ({
            value: bar,
            label: bars.length === 1 ? `bar, ${formatShare(bar)}` : `bar of ${issuerName}, ${formatShare(bar)}`,
          })),
        },
      },
      {
        kind: 'line',
        props: {
          title: `${name}: severity by month`,
          points: windows.map(({ window, bias }) => ({ at: window, value: bias })),
          unit: { digits: 1 },
          limits: [{ value: 0, label: 'as agreed' }],
          isSigned: true,
        },
      },
    ],
    table: {
      key: 'drift',
      title: `${name} by month`,
      columns: [
        { label: 'Month', kind: 'text' },
        { label: 'Severity', kind: 'number' },
        { label: 'Exact', kind: 'share' },
        { label: '95 % interval', kind: 'interval' },
        { label: 'Anchor look-fors', kind: 'number' },
      ],
      rows: windows.map(({ window, n, bias, exact }) => ({
        key: window,
        cells: [
          text(window),
          number(bias),
          share(exact.defined ? exact.value : undefined),
          interval(exact.defined ? exact.interval : undefined, { isShare: true }),
          count(n),
        ],
      })),
      ...(windows.length === 0 ? { note: 'No anchors came to their queue yet.' } : {}),
    },
  };
}

function biasOf(severity: Severity) {
  return severity.defined && severity.biasInterval.defined ? severity.biasInterval.interval : undefined;
}
