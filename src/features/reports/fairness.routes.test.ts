import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Equation, rangesOf } from '#domain/statistics/linear-program.ts';
import { valuesIn } from '#domain/statistics/suppress-table.ts';
import { type TestSite, createTestApp, get, pageOf, textOf } from '../../../test/support/app.ts';
import { insertMember, insertPerson, insertPublished, signIn } from '../../../test/support/factories.ts';
import { insertAffiliated, insertRated } from '../../../test/support/rated.ts';

/** The smallest group that is shown, unless an issuer says otherwise. */
const k = 10;

let site: TestSite;
let lead: { cookie: string };
let html: Document;
let csv: string[][];
let sheets: { sheet: string; data: unknown[][] }[];

/** Regions of 24, 13, 4 and 15 earners, of whom the last all earned at first; and 2 who said nothing. */
const regions = [
  { region: 'North', type: 'middle', earners: 24, fails: 9 },
  { region: 'South', type: 'high', earners: 13, fails: 5 },
  { region: 'East', type: 'elementary', earners: 4, fails: 2 },
  { region: 'West', type: 'middle', earners: 15, fails: 0 },
] as const;

beforeAll(async () => {
  site = await createTestApp();
  const member = await insertMember(site, 'lead_assessor');
  lead = await signIn(site, member.person);
  const published = await insertPublished(site, { issuer: member.issuer });
  const assessors = [
    await insertPerson(site, { name: 'Ruth Lindqvist' }),
    await insertPerson(site, { name: 'Sam Adeyemi' }),
  ] as const;
  const handIn = async (index: number, fails: boolean, region?: (typeof regions)[number]) => {
    const earner = await insertPerson(site);
    if (region) await insertAffiliated(site, earner, { region: region.region, type: region.type });
    await insertRated(site, {
      published,
      earner,
      assessors: [assessors[index % 9 === 0 ? 1 : 0]],
      attempts: [
        { first: fails ? '2221' : '2222', ...(index % 3 === 0 ? {} : { minutes: 60 + 7 * index }) },
        ...(fails && index % 2 === 0 ? [{ first: '2' }] : []),
      ],
    });
  };
  for (const region of regions)
    for (let index = 0; index < region.earners; index += 1) await handIn(index, index < region.fails, region);
  await handIn(1, false);
  await handIn(2, true);

  html = pageOf(await get(site, '/lead/reports/fairness', lead));
  csv = (await get(site, '/lead/reports/fairness/figures.csv', lead)).body
    .slice(1)
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/gu)].map(([, cell = '']) => cell.replaceAll('"', '')),
    );
  sheets = await readXlsxFile((await get(site, '/lead/reports/fairness/figures.xlsx', lead)).rawPayload);
});
afterAll(() => site.close());

/** A breakdown as it was published: by group the cells of the CSV under the columns’ names. */
function publishedBy(dimension: string): Map<string, Record<string, string>> {
  const start = csv.findIndex(([title]) => title === `By ${dimension}`);
  const columns = csv[start + 1] ?? [];
  const rows = csv.slice(start + 2, csv.findIndex(([first], at) => at > start && first === 'All') + 0);
  const end = csv.findIndex(([first], at) => at > start && first === 'All');
  return new Map(
    [...rows, csv[end] ?? []].map((cells) => [
      cells[0] ?? '',
      Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])),
    ]),
  );
}

/** What an attacker makes of a breakdown, who knows how its counts depend on each other: the range of every hidden count. */
function attack(rows: Map<string, Record<string, string>>) {
  const known = (cells: Record<string, string> | undefined, column: string) => {
    const value = cells?.[column] ?? 'hidden';
    return value === 'hidden' || value === 'no data' ? undefined : Number(value);
  };
  const counts = (cells: Record<string, string> | undefined) => {
    const people = known(cells, 'Earners');
    const part = known(cells, 'Earned at first attempt');
    return {
      people,
      first: people === undefined || part === undefined ? undefined : Math.round(people * part),
      awards: known(cells, 'Awards'),
      timed: known(cells, 'Hours known of'),
    };
  };
  const groups = [...rows].filter(([name]) => name !== 'All');
  // first, later, not yet, timed, untimed, people, awards
  const parts = { people: 5, first: 0, awards: 6, timed: 3 } as const;
  type Key = keyof typeof parts;
  const keys = Object.keys(parts) as Key[];
  const equations: Equation[] = [];
  const asked: { group: string; key: Key; at: number }[] = [];
  groups.forEach(([group, cells], g) => {
    const at = g * 7;
    equations.push(
      { terms: [[at + 5, -1], [at, 1], [at + 1, 1], [at + 2, 1]], value: 0 },
      { terms: [[at + 5, -1], [at + 3, 1], [at + 4, 1]], value: 0 },
      { terms: [[at + 6, -1], [at, 1], [at + 1, 1]], value: 0 },
    ); // prettier-ignore
    const shown = counts(cells);
    for (const key of keys) {
      const value = shown[key];
      if (value === undefined) asked.push({ group, key, at: at + parts[key] });
      else equations.push({ terms: [[at + parts[key], 1]], value });
    }
  });
  const all = counts(rows.get('All'));
  for (const key of keys) {
    const value = all[key];
    if (value !== undefined) equations.push({ terms: groups.map((_, g) => [g * 7 + parts[key], 1] as const), value });
  }
  const ranges = rangesOf(
    groups.length * 7,
    equations,
    asked.map(({ at }) => at),
  );
  return asked.map(({ group, key }, index) => ({ group, key, range: ranges[index] ?? { low: 0, high: 0 } }));
}

const dimensions = ['region', 'school type', 'series', 'first assessor'];

describe('what an attacker can work out', () => {
  it.each(dimensions)('is no hidden count by %s: each could be ten values or more', (dimension) => {
    const findings = attack(publishedBy(dimension));
    for (const { group, key, range } of findings)
      expect(valuesIn(range), `${key} of ${group}: ${range.low} to ${range.high}`).toBeGreaterThanOrEqual(k);
  });

  it('would be everything if only what is small were hidden', () => {
    const rows = publishedBy('region');
    const whole = {
      Earners: '13',
      'Earned at first attempt': String(8 / 13),
      Awards: '10',
      'Hours known of': 'hidden',
    };
    const primary = new Map(rows)
      .set('South', whole)
      .set('Not stated', { Earners: '2', 'Earned at first attempt': '0.5' });
    const east = attack(primary).find(({ group, key }) => group === 'East' && key === 'people');
    expect(east?.range).toEqual({ low: 4, high: 4 });
  });

  it('hides small groups and whole shares at all', () => {
    const rows = publishedBy('region');
    expect(rows.get('East')?.Earners).toBe('hidden');
    expect(rows.get('Not stated')?.Earners).toBe('hidden');
    expect(rows.get('West')?.['Earned at first attempt']).toBe('hidden');
    expect(rows.get('North')?.Earners).toBe('24');
  });
});

describe('hidden is hidden everywhere', () => {
  const hiddenOf = (rows: readonly (readonly unknown[])[]) => rows.flat().filter((cell) => cell === 'hidden').length;

  it('on the page, in the CSV and in the XLSX, cell by cell', () => {
    for (const dimension of dimensions) {
      const rows = publishedBy(dimension);
      const table = [...html.querySelectorAll('table')].find((one) => textOf(one.caption) === `By ${dimension}`);
      const onPage = [...(table?.querySelectorAll('tbody tr') ?? [])].map((tr) => [
        textOf(tr.querySelector('th')),
        ...[...tr.querySelectorAll('td')].map((cell) => textOf(cell)),
      ]);
      const sheet = sheets.find((one) => one.sheet === `By ${dimension}`);
      // An interval is one cell on the page and two in a file.
      const isInterval = [...(table?.querySelectorAll('thead th') ?? [])].map((th) => textOf(th).includes('95 %'));
      const inFiles = hiddenOf(
        onPage.map((cells) => cells.flatMap((cell, at) => (isInterval[at] ? [cell, cell] : [cell]))),
      );
      expect(hiddenOf([...rows.values()].map((cells) => Object.values(cells)))).toBe(inFiles);
      expect(hiddenOf(sheet?.data ?? [])).toBe(inFiles);
      for (const [name, ...cells] of onPage)
        expect(cells[0], `${dimension} ${name}`).toBe(rows.get(name ?? '')?.Earners);
    }
  });

  it.each(['wide', 'narrow'])('in the %s drawings, whose bars stand only where the table has a number', (kind) => {
    const figures = [...html.querySelectorAll('figure')].filter((one) => textOf(one).includes('by region'));
    expect(figures).toHaveLength(2);
    const hiddenBars = figures.map((one) =>
      [...one.querySelectorAll(`.chart__${kind} .chart__none`)].map((word) => textOf(word)),
    );
    const rows = [...publishedBy('region')].filter(([name]) => name !== 'All').map(([, cells]) => cells);
    const count = (column: string) => rows.filter((cells) => cells[column] === 'hidden').length;
    expect(hiddenBars.map((words) => words.length)).toEqual([count('Earned at first attempt'), count('Days waited')]);
    for (const words of hiddenBars) expect(new Set(words)).toEqual(new Set(['hidden']));
  });

  it('and how many it is, is said', () => {
    const cells = [...html.querySelectorAll('.numbers td')].filter((cell) => textOf(cell) === 'hidden').length;
    expect(cells).toBeGreaterThan(0);
    const said = [...html.querySelectorAll('.report-figures div')].find((one) =>
      textOf(one).startsWith('Cells hidden'),
    );
    expect(textOf(said?.querySelector('dd') ?? null)).toMatch(new RegExp(`^${cells}the same`, 'u'));
  });
});

it('offers half-years that do not lie within each other, and says when one is running', async () => {
  const options = [...html.querySelectorAll('#filter-half-year option')].map((option) => textOf(option));
  expect(options).toEqual(['July to December 2026 (running)']);
  expect(textOf(html)).toContain('This half-year is still running');
});

it('asks the database as often for many as for few', async () => {
  let statements = 0;
  const count = () => (statements += 1);
  site.deps.pool.on('acquire', count);
  for (const report of ['overview', 'look-fors', 'assessors', 'turn-around', 'comments', 'fairness']) {
    statements = 0;
    await get(site, `/lead/reports/${report}`, lead);
    expect(statements, report).toBeLessThanOrEqual(7);
  }
  site.deps.pool.off('acquire', count);
});
