import { type PairedRatings, agreementReport, intervalOf } from '#domain/assessment/statistics/index.ts';
import { count, formatNumber, interval, none, number, share, text } from '#domain/statistics/number-table.ts';
import { shareOf } from '#domain/statistics/proportion.ts';
import { confusionSection, notDefined } from './build-overview.ts';
import type { Report, Section } from './report.ts';
import type { LookForName } from './reports.queries.ts';

/** As many as a drawing holds; the table has them all. */
const mostDrawn = 25;

/** How hard each look-for is, and how far two assessors agree on it. */
export function buildLookFors(
  first: ReadonlyMap<string, readonly number[]>,
  counted: PairedRatings,
  names: ReadonlyMap<string, LookForName>,
  options: { chosen: string | undefined; href: (lookFor: string) => string; showsTitle: boolean },
): Report {
  const ids = [...new Set([...first.keys(), ...counted.byLookFor.keys()])];
  const nameOf = (id: string) => names.get(id)?.text ?? id.split('/').at(-1) ?? id;
  const rows = ids
    .map((id) => {
      const [no = 0, almost = 0, yes = 0] = first.get(id) ?? [];
      return { id, counts: [yes, almost, no], easy: shareOf(yes, no + almost + yes), table: counted.byLookFor.get(id) };
    })
    .sort((a, b) => order(a.easy) - order(b.easy) || (nameOf(a.id) < nameOf(b.id) ? -1 : 1));
  const chosen = rows.find(({ id }) => id === options.chosen);
  const sections: Section[] = [
    {
      key: 'difficulty',
      title: 'Difficulty',
      text: 'The share of first attempts in which the first assessor said Yes; the hardest first. Each attempt counts once, so Wilson’s interval holds.',
      charts: [
        {
          kind: 'stacks',
          props: {
            title: 'First ratings of first attempts, the hardest look-fors first',
            parts: ['Yes', 'Almost', 'No'],
            stacks: rows.slice(0, mostDrawn).map(({ id, counts }) => ({ key: id, label: nameOf(id), counts })),
            ...(rows.length > mostDrawn ? { note: `The ${mostDrawn} hardest of ${formatNumber(rows.length)}.` } : {}),
          },
        },
      ],
      table: {
        key: 'look-fors',
        title: 'Look-fors: difficulty and agreement',
        columns: [
          { label: 'Look-for', kind: 'text' },
          ...(options.showsTitle ? [{ label: 'Micro-credential', kind: 'text' as const }] : []),
          { label: 'Yes at first', kind: 'share' },
          { label: '95 % interval', kind: 'interval' },
          { label: 'Attempts', kind: 'number' },
          { label: 'Exact agreement', kind: 'share' },
          { label: '95 % interval of agreement', kind: 'interval' },
          { label: 'AC1', kind: 'number' },
          { label: '95 % interval of AC1', kind: 'interval' },
          { label: 'Pairs', kind: 'number' },
        ],
        rows: rows.map(({ id, easy, table }) => ({
          key: id,
          href: options.href(id),
          cells: [
            text(nameOf(id)),
            ...(options.showsTitle ? [text(names.get(id)?.title ?? '')] : []),
            share(easy.defined ? easy.value : undefined),
            interval(easy.defined ? easy.interval : undefined, { isShare: true }),
            count(easy.n),
            ...agreementCells(table),
          ],
        })),
        note: 'Choose a look-for to see who said what.',
      },
    },
  ];
  if (chosen?.table)
    sections.unshift(
      confusionSection('chosen', nameOf(chosen.id), chosen.table, ['First assessor', 'Second assessor']),
    );
  return {
    key: 'look-fors',
    lead: 'Which look-fors are hard to show, and which are hard to agree on: the second is a matter of the guide or of norming, not of the earners.',
    figures: [],
    sections: rows.length === 0 ? [] : sections,
    ...(rows.length === 0
      ? { empty: 'Nothing has been rated here yet. Look-fors appear once attempts are scored.' }
      : {}),
  };
}

function agreementCells(table: readonly (readonly number[])[] | undefined) {
  const agreement = agreementReport(table ?? [[0, 0, 0], [0, 0, 0], [0, 0, 0]]); // prettier-ignore
  const { exact, coefficients, pairs } = agreement;
  const { ac1 } = coefficients;
  return [
    share(exact.defined ? exact.value : undefined, 'not scored twice'),
    exact.defined ? interval(exact.interval, { isShare: true }) : none(''),
    ac1.defined ? number(ac1.value, 3) : none(exact.defined ? notDefined[ac1.reason] : ''),
    ac1.defined ? interval(intervalOf(ac1), { digits: 3 }) : none(''),
    count(pairs),
  ];
}

function order(easy: ReturnType<typeof shareOf>): number {
  return easy.defined ? easy.value : 2;
}
