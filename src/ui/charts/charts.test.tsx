import axe from 'axe-core';
import { JSDOM } from 'jsdom';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { count, hidden, share, text } from '#domain/statistics/number-table.ts';
import { BarChart } from './bar-chart.tsx';
import { ConfusionHeat } from './confusion-heat.tsx';
import { DotPlot } from './dot-plot.tsx';
import { LineChart } from './line-chart.tsx';
import { NumberTable } from './number-table.tsx';
import { StackedShares, sharesOf } from './stacked-shares.tsx';

const draw = (chart: ReactElement) =>
  new JSDOM(
    `<!doctype html><html lang="en"><title>t</title><body><main><h1>t</h1>${renderToStaticMarkup(chart)}</main></body></html>`,
    {
      runScripts: 'outside-only',
    },
  );
/** In the drawing for wide screens, or in a table. */
const all = (chart: ReactElement, selector: string) =>
  [...draw(chart).window.document.querySelectorAll(selector)].filter((one) => one.closest('.chart__narrow') === null);
const numbers = (element: Element | undefined, name: string) => Number(element?.getAttribute(name));

const bars = (
  <BarChart
    id="bars"
    title="Shares"
    unit="share"
    bars={[
      { key: 'a', label: 'North', value: 0.5, interval: { low: 0.4, high: 0.6 } },
      { key: 'b', label: 'South', value: 1 },
      { key: 'c', label: 'A very long name of a region that nobody could fit', why: 'hidden' },
    ]}
    line={{ value: 0.8, label: 'bar' }}
  />
);
const heat = (
  <ConfusionHeat
    id="heat"
    title="First against second"
    labels={['No', 'Almost', 'Yes']}
    rowTitle="First"
    columnTitle="Second"
    table={[
      [1, 0, 0],
      [0, 2, 1],
      [0, 0, 4],
    ]}
  />
);
const line = (
  <LineChart
    id="line"
    title="Exact by month"
    unit="share"
    points={[
      { at: '2026-01', value: 0 },
      { at: '2026-02', value: undefined },
      { at: '2026-03', value: 1, interval: { low: 0.5, high: 1 } },
      { at: '2026-04', value: 0.5 },
    ]}
    limits={[{ value: 0.8, label: 'bar' }]}
  />
);
const dots = (
  <DotPlot
    id="dots"
    title="Severity"
    dots={[
      { key: 'a', label: 'Ruth', value: -0.5, interval: { low: -0.8, high: -0.2 } },
      { key: 'b', label: 'Sam', value: 0.5, interval: { low: -0.1, high: 1.1 } },
      { key: 'c', label: 'Ines', why: 'no anchors yet' },
    ]}
    sides={{ below: 'severe', above: 'lenient' }}
    reach={0.5}
  />
);
const stacks = (
  <StackedShares
    id="stacks"
    title="First ratings"
    parts={['Yes', 'Almost', 'No']}
    stacks={[
      { key: 'a', label: 'It is counted', counts: [2, 1, 1] },
      { key: 'b', label: 'Nobody yet', counts: [0, 0, 0] },
    ]}
  />
);
const table = (
  <NumberTable
    table={{
      key: 't',
      title: 'By region',
      columns: [
        { label: 'Region', kind: 'text' },
        { label: 'Earners', kind: 'number' },
        { label: 'Earned', kind: 'share' },
      ],
      rows: [
        { key: 'n', cells: [text('North'), count(1234), share(0.504)] },
        { key: 's', cells: [text('South'), hidden, hidden] },
      ],
    }}
  />
);

/** Rough, and rather too wide: of a letter in the size of the labels. */
const letter = 7;

describe.each(['wide', 'narrow'])('the %s drawing', (kind) => {
  const label =
    'The log names four different peers at the earner’s school and gives at least one dated visit with each.';
  const drawn = draw(
    <BarChart
      id="long"
      title="Long"
      unit="share"
      bars={[{ key: 'a', label, value: 1, interval: { low: 0.9, high: 1 } }]}
    />,
  ).window.document.querySelector(`.chart__${kind}`);
  const width = numbers(drawn ?? undefined, 'width');
  const lines = [...(drawn?.querySelectorAll('.chart__label tspan') ?? [])];

  it('has the whole label, within its edges', () => {
    expect(lines.map(({ textContent }) => textContent).join(' ')).toBe(label);
    for (const line of lines) {
      const long = (line.textContent?.length ?? 0) * letter;
      const isEnd = line.parentElement?.getAttribute('text-anchor') === 'end';
      expect(isEnd ? numbers(line, 'x') - long : width - numbers(line, 'x') - long).toBeGreaterThan(0);
    }
  });

  it('has the figure of a bar beside it, within its edges', () => {
    const [value] = drawn?.querySelectorAll('.chart__value') ?? [];
    expect(value?.textContent).toBe('100 %');
    expect(numbers(value, 'x') + 5 * letter).toBeLessThan(width);
    if (kind === 'narrow') expect(width).toBeLessThanOrEqual(358);
  });

  it('says in words what it shows', () => {
    const ids = [drawn?.getAttribute('aria-labelledby'), drawn?.getAttribute('aria-describedby')];
    expect(ids.map((id) => drawn?.querySelector(`#${id}`)?.textContent)).toEqual(['Long', `${label}: 100 %.`]);
  });
});

describe('bars', () => {
  it('are as long as their shares, and their intervals lie around their ends', () => {
    const [half, whole] = all(bars, '.chart__bar');
    expect(numbers(half, 'width') * 2).toBeCloseTo(numbers(whole, 'width'), 6);
    const end = numbers(half, 'x') + numbers(half, 'width');
    const [, from, to] =
      /^M([\d.]+),.*H([\d.]+)M/u.exec(all(bars, '.chart__whisker')[0]?.getAttribute('d') ?? '') ?? [];
    expect((Number(from) + Number(to)) / 2).toBeCloseTo(end, 6);
  });

  it('are not drawn where a value is hidden, and say so', () => {
    expect(all(bars, '.chart__bar')).toHaveLength(2);
    expect(all(bars, '.chart__none').map(({ textContent }) => textContent)).toEqual(['hidden']);
  });
});

it('draws a matrix with every count, the more the darker, and the diagonal framed', () => {
  expect(all(heat, '.chart__count').map(({ textContent }) => textContent)).toEqual([
    '1',
    '0',
    '0',
    '0',
    '2',
    '1',
    '0',
    '0',
    '4',
  ]);
  const strength = all(heat, '.chart__heat').map((cell) => numbers(cell, 'fill-opacity'));
  expect(strength[8]).toBeGreaterThan(strength[4] ?? 1);
  expect(strength[1]).toBe(0);
  expect(all(heat, '.chart__cell--same')).toHaveLength(3);
});

it('breaks a line where there is no value', () => {
  const path = all(line, '.chart__line')[0]?.getAttribute('d') ?? '';
  expect(path.match(/M/gu)).toHaveLength(2);
  expect(all(line, '.chart__dot')).toHaveLength(3);
  const [zero, one, half] = all(line, '.chart__dot').map((dot) => numbers(dot, 'cy'));
  expect(((zero ?? 0) + (one ?? 0)) / 2).toBeCloseTo(half ?? 0, 6);
});

it('puts dots to either side of 0, and marks by shape whose interval is all on one side', () => {
  const [severe, lenient] = all(dots, '.chart__dot');
  const x = (dot: Element | undefined) =>
    Number(/translate\(([\d.]+)/u.exec(dot?.getAttribute('transform') ?? '')?.[1]);
  const zero = Number(
    /translate\(([\d.]+)/u.exec(all(dots, 'g:has(> .chart__axis)')[0]?.getAttribute('transform') ?? '')?.[1],
  );
  expect(zero - x(severe)).toBeCloseTo(x(lenient) - zero, 6);
  expect(severe?.getAttribute('d')).not.toBe(lenient?.getAttribute('d'));
});

it('stacks parts to a whole, and nothing to nothing', () => {
  expect(sharesOf([2, 1, 1])).toEqual([
    { from: 0, share: 0.5 },
    { from: 0.5, share: 0.25 },
    { from: 0.75, share: 0.25 },
  ]);
  expect(sharesOf([0, 0])).toEqual([
    { from: 0, share: 0 },
    { from: 0, share: 0 },
  ]);
});

it('shows numbers as they are read, and hidden ones as hidden', () => {
  expect(all(table, 'tbody td').map(({ textContent }) => textContent)).toEqual(['1,234', '50 %', 'hidden', 'hidden']);
});

it.each([
  ['bars', bars],
  ['a matrix', heat],
  ['a line', line],
  ['dots', dots],
  ['stacks', stacks],
  ['a table', table],
])('names %s for whoever can’t see it', async (_, chart) => {
  const { window } = draw(chart);
  window.eval(axe.source);
  const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(window.document, {
    rules: { 'color-contrast': { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});
