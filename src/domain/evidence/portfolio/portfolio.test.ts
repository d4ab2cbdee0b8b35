import { describe, expect, it } from 'vitest';
import type { ArtifactContext } from '../kind.ts';
import type { Locator } from '../locator.ts';
import { type PortfolioEntry, PortfolioRules, portfolio } from './portfolio.ts';

const details = [
  { id: 'process', text: 'A process', outcomeId: 'vision', outcomeTitle: 'Vision' },
  { id: 'shared', text: 'Shared steps', outcomeId: 'vision', outcomeTitle: 'Vision' },
  { id: 'plan', text: 'A plan', outcomeId: 'growth', outcomeTitle: 'Growth' },
];
const pdf: ArtifactContext = {
  id: 'pdf',
  kind: 'file',
  name: 'plan.pdf',
  mediaType: 'application/pdf',
  size: 2e6,
  pages: 4,
};
const context = { details, artifacts: new Map([['pdf', pdf]]) };
const rules = (input: unknown = {}) => PortfolioRules.parse(input);
const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');
const entry = (change: Partial<PortfolioEntry> = {}, locator: Locator = { type: 'whole' }): PortfolioEntry => ({
  sources: [{ artifact: 'pdf', locator }],
  explanation: words(30),
  ...change,
});
const whole = { process: entry(), shared: entry(), plan: entry() };

function check(entries: Record<string, PortfolioEntry>, given?: unknown) {
  return portfolio
    .check({ entries }, rules(given), context)
    .map(({ level, place, message }) => `${level} ${place}: ${message}`);
}

describe('a portfolio', () => {
  it('passes when every detail of every outcome is shown', () => {
    expect(check(whole)).toEqual([]);
  });

  it('asks for each detail that is not', () => {
    expect(check({ process: entry(), shared: entry() })).toEqual([
      'blocking entry-plan: Add an artifact that shows “A plan”',
      'blocking entry-plan: Explain how your evidence shows “A plan”',
    ]);
  });

  it('asks only for the outcomes that its rules name', () => {
    expect(check({ plan: entry() }, { outcomes: ['growth'] })).toEqual([]);
  });

  it('does not count an artifact that was removed', () => {
    expect(check({ ...whole, plan: entry({ sources: [{ artifact: 'gone', locator: { type: 'whole' } }] }) })).toEqual([
      'blocking entry-plan: Add an artifact that shows “A plan”',
    ]);
  });

  it('checks the explanation’s words, at the level that the rules say', () => {
    const short = { ...whole, plan: entry({ explanation: words(20) }) };
    expect(check(short)).toEqual(['blocking entry-plan: Write 10 more words on “A plan”: 20 of at least 30 words']);
    expect(check(short, { explanation: { min: 30, minLevel: 'advice' } })).toEqual([
      'advice entry-plan: Write 10 more words on “A plan”: 20 of at least 30 words',
    ]);
  });

  it('refuses a place past the end of the file', () => {
    expect(check({ ...whole, plan: entry({}, { type: 'pages', from: 4, to: 5 }) })).toEqual([
      'blocking entry-plan: “plan.pdf” has 4 pages: correct “pages 4 to 5” for “A plan”',
    ]);
    expect(check({ ...whole, plan: entry({}, { type: 'page', page: 4 }) })).toEqual([]);
  });

  it('refuses a type or a size that the rules do not take', () => {
    expect(check({ plan: entry() }, { outcomes: ['growth'], accept: ['video'] })).toEqual([
      'blocking entry-plan: Replace “plan.pdf” with a video (MP4, WebM or QuickTime)',
    ]);
    expect(check({ plan: entry() }, { outcomes: ['growth'], maxMegabytes: 1 })).toEqual([
      'blocking entry-plan: Replace “plan.pdf” with a file of at most 1.0 MB',
    ]);
  });

  it('lists each file once, describes itself and reads as text', () => {
    expect(portfolio.artifactIds({ entries: whole })).toEqual(['pdf']);
    expect(portfolio.describe(rules({ accept: ['pdf'] }), details)).toEqual([
      'For each of 3 outcome details: one or more artifacts, where in them to look, and an explanation of at least 30 words',
      'A PDF, up to 500 MB each',
    ]);
    const text = portfolio.toText(
      { entries: { plan: entry({ explanation: 'It does.' }, { type: 'page', page: 2 }) } },
      rules({ outcomes: ['growth'] }),
      context,
    );
    expect(text).toBe('A plan\nplan.pdf, page 2\nIt does.');
  });

  it('refuses rules that name an outcome which is not there', () => {
    expect(portfolio.checkRules(rules({ outcomes: ['vision', 'none'] }), details)).toEqual([
      {
        path: ['outcomes', 1],
        message: 'There is no essential outcome “none” with details; name one of: vision, growth',
      },
    ]);
  });
});
