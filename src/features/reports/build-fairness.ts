import {
  type Cell,
  count,
  formatNumber,
  hidden,
  interval,
  none,
  number,
  share,
  text,
} from '#domain/statistics/number-table.ts';
import { meanOf } from '#domain/statistics/mean.ts';
import { differenceOf, shareOf } from '#domain/statistics/proportion.ts';
import { type GroupCounts, type GroupMask, suppressBreakdowns } from '#domain/statistics/suppress-groups.ts';
import type { Way } from './fairness.queries.ts';
import type { HalfYear } from './half-years.ts';
import type { Report, Section } from './report.ts';

const dimensions = {
  region: 'Region',
  schoolType: 'School type',
  series: 'Series',
  assessor: 'First assessor',
} as const satisfies Partial<Record<keyof Way, string>>;
type Dimension = keyof typeof dimensions;

const schoolTypes: Record<string, string> = {
  elementary: 'Elementary school',
  middle: 'Middle school',
  high: 'High school',
  combined: 'Combined school',
  'district-office': 'District office',
  other: 'Other',
  'not-stated': 'Not stated',
};

/** Whether some groups earn less often, wait longer or work more; what is too small to show without telling of people is hidden. */
export function buildFairness(ways: readonly Way[], smallest: number, halfYear: HalfYear | undefined): Report {
  const lead =
    'Whether some groups earn less often at their first attempt, need more attempts, wait longer or work more. A difference is a question, not an answer.';
  if (!halfYear || ways.length === 0)
    return {
      key: 'fairness',
      lead,
      figures: [],
      sections: [],
      empty:
        'Nothing was decided in this stretch yet. Figures by group appear once earners have their first decisions; where earners work is known from their profiles.',
    };
  const all = groupOf('All', ways);
  const broken = (Object.keys(dimensions) as Dimension[]).map((dimension) => ({
    dimension,
    groups: groupsBy(ways, dimension),
  }));
  const place = new Map(ways.map((way, index) => [way, index]));
  const { total, breakdowns } = suppressBreakdowns(
    broken.map(({ groups }) => ({
      groups: groups.map(({ counts }) => counts),
      members: groups.map((group) => group.ways.map((way) => place.get(way)).join(' ')),
    })),
    smallest,
  );
  const built = broken.map(({ dimension, groups }, index) =>
    buildBreakdown({ dimension, groups, all, masks: breakdowns[index] ?? [], total, smallest }),
  );
  const cells = built.reduce((sum, { cells }) => sum + cells, 0);
  return {
    key: 'fairness',
    lead,
    figures: [
      {
        label: 'Smallest group shown',
        value: formatNumber(smallest),
        note: 'earners; set under Settings',
      },
      {
        label: 'Cells hidden',
        value: formatNumber(cells),
        note: 'the same on this page, in its drawings and in its files',
      },
    ],
    sections: built.map(({ section }) => section),
  };
}

/** The people of one group, and what is counted of them. */
type Group = { label: string; ways: readonly Way[]; counts: GroupCounts };

type BrokenDown = {
  dimension: Dimension;
  groups: readonly Group[];
  all: Group;
  masks: readonly GroupMask[];
  total: GroupMask;
  smallest: number;
};

function groupsBy(ways: readonly Way[], dimension: Dimension): Group[] {
  return [...Map.groupBy(ways, (way) => way[dimension])]
    .map(([key, of]) => groupOf(dimension === 'schoolType' ? (schoolTypes[key] ?? key) : key, of))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

function buildBreakdown({ dimension, groups, all, masks, total, smallest }: BrokenDown): {
  section: Section;
  cells: number;
} {
  const rows = [
    ...groups.map((group, index) => ({
      key: group.label,
      cells: cellsOf(group, all, masks[index] ?? nothing, total),
    })),
    { key: 'total', isTotal: true, cells: cellsOf(all, undefined, total, total) },
  ];
  const hiddenCells = rows.flatMap((row) => row.cells).filter(({ kind }) => kind === 'hidden').length;
  const title = dimensions[dimension];
  const shown = groups.map((group, index) => ({ group, mask: masks[index] ?? nothing }));
  const bars = (
    value: (group: Group) => { value: number; interval: { low: number; high: number } | undefined } | undefined,
    key: keyof GroupMask,
  ) =>
    shown.map(({ group, mask }) => ({
      key: group.label,
      label: group.label,
      ...(mask[key] ? { why: 'hidden' } : (value(group) ?? { why: 'no data' })),
    }));
  return {
    cells: hiddenCells,
    section: {
      key: `by-${dimension.toLowerCase()}`,
      title: `By ${title.toLowerCase()}`,
      charts: [
        {
          kind: 'bars',
          props: {
            title: `Earned at the first attempt, by ${title.toLowerCase()}`,
            bars: bars(({ counts }) => {
              const part = shareOf(counts.first, counts.people);
              return part.defined ? { value: part.value, interval: part.interval } : undefined;
            }, 'first'),
            unit: 'share',
            ...(total.first ? {} : { line: { value: all.counts.first / all.counts.people, label: 'all' } }),
          },
        },
        {
          kind: 'bars',
          props: {
            title: `Working days until the first decision, by ${title.toLowerCase()}`,
            bars: bars((group) => meanFor(group.ways.map(({ days }) => days)), 'people'),
            unit: { name: 'days', digits: 1 },
          },
        },
      ],
      table: {
        key: `by-${dimension.toLowerCase()}`,
        title: `By ${title.toLowerCase()}`,
        columns: [
          { label: title, kind: 'text' },
          { label: 'Earners', kind: 'number' },
          { label: 'Earned at first attempt', kind: 'share' },
          { label: '95 % interval', kind: 'interval' },
          { label: 'Less all others', kind: 'number' },
          { label: '95 % interval of it', kind: 'interval' },
          { label: 'Attempts to award', kind: 'number' },
          { label: '95 % interval of attempts', kind: 'interval' },
          { label: 'Awards', kind: 'number' },
          { label: 'Days waited', kind: 'number' },
          { label: '95 % interval of days', kind: 'interval' },
          { label: 'Hours of work', kind: 'number' },
          { label: '95 % interval of hours', kind: 'interval' },
          { label: 'Hours known of', kind: 'number' },
        ],
        rows,
        note:
          hiddenCells === 0
            ? 'No cell had to be hidden.'
            : `${formatNumber(hiddenCells)} cells are hidden: groups of fewer than ${smallest}, shares of 0 and 100 %, and so many others that those can’t be worked out from the totals.`,
      },
    },
  };
}

const nothing: GroupMask = { people: true, first: true, awards: true, timed: true };

function groupOf(label: string, ways: readonly Way[]): Group {
  const attempts = ways.flatMap((way) => (way.attempts === null ? [] : [way.attempts]));
  return {
    label,
    ways,
    counts: {
      people: ways.length,
      first: ways.filter(({ earnedFirst }) => earnedFirst).length,
      awards: attempts.length,
      timed: ways.filter(({ hours }) => hours !== null).length,
    },
  };
}

/** A row, in the order of the columns; what its mask hides is hidden in all of them that tell of it. */
function cellsOf({ label, ways, counts }: Group, all: Group | undefined, mask: GroupMask, total: GroupMask): Cell[] {
  const { people, first, awards, timed } = counts;
  const part = shareOf(first, people);
  const others = all ? shareOf(all.counts.first - first, all.counts.people - people) : undefined;
  const difference = others && differenceOf(part, others);
  const means = {
    attempts: meanOf(ways.flatMap((way) => (way.attempts === null ? [] : [way.attempts]))),
    days: meanOf(ways.map((way) => way.days)),
    hours: meanOf(ways.flatMap((way) => (way.hours === null ? [] : [way.hours]))),
  };
  const unless = (isHidden: boolean, cells: Cell[]) => (isHidden ? cells.map(() => hidden) : cells);
  const mean = (of: ReturnType<typeof meanOf>, digits: number) => [
    number(of.defined ? of.value : undefined, digits),
    interval(of.defined ? of.interval : undefined, { digits }),
  ];
  return [
    text(label),
    ...unless(mask.people, [count(people)]),
    ...unless(mask.first, [
      share(part.defined ? part.value : undefined),
      interval(part.defined ? part.interval : undefined, { isShare: true }),
    ]),
    ...unless(mask.first || total.first, [
      difference?.defined ? number(difference.value * 100, 0) : none(''),
      difference?.defined
        ? interval({ low: difference.interval.low * 100, high: difference.interval.high * 100 }, { digits: 0 })
        : none(''),
    ]),
    ...unless(mask.awards || mask.first, mean(means.attempts, 2)),
    ...unless(mask.awards, [count(awards)]),
    ...unless(mask.people, mean(means.days, 1)),
    ...unless(mask.timed, [...mean(means.hours, 1), count(timed)]),
  ];
}

function meanFor(values: readonly number[]) {
  const mean = meanOf(values);
  return mean.defined ? { value: mean.value, interval: mean.interval } : undefined;
}
