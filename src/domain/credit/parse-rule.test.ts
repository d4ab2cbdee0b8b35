import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRules } from './parse-rule.ts';

const read = (path: string) => readFileSync(new URL(`../../../credit-rules/${path}`, import.meta.url), 'utf8');
const illinois = read('illinois/professional-educator.yaml');
const template = read('template/state-or-district.yaml');

const messagesOf = (source: string) =>
  parseRules([{ file: 'rule.yaml', source }]).problems.map(({ message }) => message);

describe('a credit rule', () => {
  it('of Illinois says what is known of it, each fact with its source and day', () => {
    const { rules, problems } = parseRules([{ file: 'illinois.yaml', source: illinois }]);
    expect(problems).toEqual([]);
    const rule = rules[0]?.rule;
    expect(rule).toMatchObject({
      hours: { perCycle: 120 },
      cycle: { years: 5 },
      retention: { years: 6 },
      records: { roster: ['name', 'licence-number'], evaluations: true },
      offered: true,
      caps: [],
      conversions: [],
    });
    expect(rule?.form.asks).toEqual(expect.arrayContaining(['title', 'time', 'date', 'place', 'nature', 'hours']));
    // Each fact, and no more than these, where somebody must be asked instead.
    expect(rule?.sources.every(({ url }) => url !== undefined)).toBe(true);
    expect(rule?.accepts).toMatchObject({ source: 'ask', note: expect.stringContaining('ask') as string });
    expect(rule?.ask.whom).toBe('your regional office of education');
  });

  it('has a template, which is checked and not offered', () => {
    const { rules, problems } = parseRules([{ file: 'template.yaml', source: template }]);
    expect(problems).toEqual([]);
    expect(rules.map(({ rule }) => rule.offered)).toEqual([false]);
  });

  it.each([
    [
      'an unknown field',
      illinois.replace('perCycle:', 'perCicle:'),
      'There is no field “perCicle” here; did you mean “perCycle”?',
    ],
    [
      'a fact without a source',
      illinois.replace('  perCycle: 120\n  source: summary', '  perCycle: 120'),
      'Add the field “source”: a text is needed',
    ],
    [
      'a source that is not there',
      illinois.replace('  perCycle: 120\n  source: summary', '  perCycle: 120\n  source: hearsay'),
      'There is no source “hearsay” below; add it or name another',
    ],
    [
      'a source without a day',
      illinois.replace('    asOf: 2026-11-22\n', ''),
      'Add the field “asOf”: a text is needed',
    ],
    [
      'hours that are no quarters',
      illinois.replace('perCycle: 120', 'perCycle: 120.1'),
      '“perCycle”: Invalid number: must be a multiple of 0.25',
    ],
    ['hours below zero', illinois.replace('perCycle: 120', 'perCycle: -1'), '“perCycle” must be at least 0.25'],
    ['a day that does not exist', template.replace('month: 1, day: 1', 'month: 2, day: 30'), 'Month 2 has no day 30'],
    [
      'an end before the beginning',
      template.replace('to: 2026-12-31', 'to: 2025-12-31'),
      '“to” must not be before “from”',
    ],
    [
      'a cap of what is not accepted',
      template.replace('sources: [award, course, session]', 'sources: [award]'),
      'A cap can only be of sources that the rule accepts',
    ],
    [
      'a cap below the minimum',
      template.replace('minimum: { hours: 0.25', 'minimum: { hours: 2'),
      'Nothing could count: one activity must have more than this',
    ],
    [
      'an id given twice',
      template.replace('id: of-courses', 'id: of-one-activity'),
      'The id “of-one-activity” is taken in this list; choose another',
    ],
    [
      'a state that is none',
      illinois.replace('state: IL', 'state: Illinois'),
      '“state”: Write the two letters of the state, as in “IL”',
    ],
    [
      'an address that is none',
      illinois.replace('http://www.roe40.com/compliance-info.html', 'javascript:alert(1)'),
      '“url”: Invalid URL',
    ],
    [
      'a fact without a source that does not say what must be asked',
      template.replace('source: ask, note: Ask who signs for the employer.', 'source: ask'),
      'Add a “note” that says what must be asked: no source says this',
    ],
    [
      'a source that is called as the lack of one',
      template.replace('- id: first\n', '- id: ask\n'),
      'The id “ask” means that no source says so; choose another',
    ],
  ])('is refused with %s', (_, source, message) => {
    expect(messagesOf(source)).toContain(message);
  });

  it('is refused with a slug that another file has, at its line', () => {
    const { problems } = parseRules([
      { file: 'a.yaml', source: illinois },
      { file: 'b.yaml', source: illinois },
    ]);
    expect(problems).toMatchObject([{ file: 'b.yaml', line: 7, message: expect.stringContaining('taken by a.yaml') }]);
  });

  it('that is no YAML, or unfolds without end, is told so', () => {
    expect(messagesOf('a: [')).toMatchObject([expect.stringContaining('not valid YAML')]);
    const bomb = `a: &a [x,x]\nb: &b [${'*a,'.repeat(40)}*a]\nc: [${'*b,'.repeat(40)}*b]`;
    expect(messagesOf(bomb)).toMatchObject([expect.stringContaining('aliases')]);
  });
});
