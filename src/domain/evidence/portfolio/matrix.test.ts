import { expect, it } from 'vitest';
import type { ArtifactContext } from '../kind.ts';
import type { Locator } from '../locator.ts';
import { artifactLabels, findLabelled } from './artifact-labels.ts';
import { draftFromFields, portfolioFields, readDraft } from './draft.ts';
import { portfolioMatrix } from './matrix.ts';
import { type PortfolioData, PortfolioRules, portfolio } from './portfolio.ts';

const details = [
  { id: 'process', text: 'A process', outcomeId: 'vision', outcomeTitle: 'Vision' },
  { id: 'shared', text: 'Shared steps', outcomeId: 'vision', outcomeTitle: 'Vision' },
  { id: 'plan', text: 'A plan', outcomeId: 'growth', outcomeTitle: 'Growth' },
];
const pdf = (id: string): ArtifactContext => ({
  id,
  kind: 'file',
  name: `${id}.pdf`,
  mediaType: 'application/pdf',
  size: 2e6,
  pages: 4,
});
const artifacts = new Map(['agenda', 'minutes', 'unused'].map((id) => [id, pdf(id)]));
const rules = PortfolioRules.parse({ explanation: { min: 3 } });
const at = (artifact: string, locator: Locator = { type: 'whole' }) => ({ artifact, locator });
const explanation = 'It shows what was agreed.';

function matrix(data: PortfolioData) {
  const context = { details, artifacts };
  return portfolioMatrix(data, rules, context, portfolio.check(data, rules, context));
}

it('has a column for each file that is used, in the order in which the details name them', () => {
  const { columns } = matrix({
    entries: {
      plan: { sources: [at('agenda')], explanation },
      process: { sources: [at('minutes'), at('gone'), at('minutes', { type: 'page', page: 2 })], explanation },
    },
  });
  expect(columns.map(({ id }) => id)).toEqual(['minutes', 'agenda']);
});

it('counts as covered what nothing blocks, and says of the rest whether it is begun', () => {
  const made = matrix({
    entries: {
      process: { sources: [at('agenda')], explanation },
      shared: { sources: [], explanation: 'Too short' },
    },
  });
  expect([made.covered, made.asked]).toEqual([1, 3]);
  expect(made.outcomes.map(({ title, rows }) => [title, rows.map(({ state }) => state)])).toEqual([
    ['Vision', ['complete', 'started']],
    ['Growth', ['not-started']],
  ]);
  expect(made.outcomes[0]?.rows.map(({ entry }) => entry.words)).toEqual([5, 2]);
});

it('marks the places that are not in their file', () => {
  const made = matrix({
    entries: {
      process: {
        sources: [at('agenda', { type: 'page', page: 4 }), at('agenda', { type: 'page', page: 9 })],
        explanation,
      },
    },
  });
  expect(made.outcomes[0]?.rows[0]?.entry.pointers.get('agenda')?.map(({ outside }) => outside)).toEqual([
    undefined,
    '“agenda.pdf” has 4 pages: correct “page 9”',
  ]);
});

it('keeps what it knows of an entry that did not change, and only that', () => {
  const process = { sources: [at('agenda')], explanation };
  const before = matrix({ entries: { process } });
  const after = matrix({ entries: { process, plan: { sources: [], explanation } } });
  const changed = matrix({ entries: { process: { ...process, explanation: 'Other words' } } });
  const entryOf = (made: typeof before) => made.outcomes[0]?.rows[0]?.entry;
  expect(entryOf(after)).toBe(entryOf(before));
  expect(entryOf(changed)?.words).toBe(2);
});

it('tells apart files of one name where they are chosen by typing', () => {
  const named = new Map(
    ['Plan.pdf', 'plan.pdf', 'Plan.pdf', 'Plan.pdf (2)'].map((name, index) => [`${index}`, { name }]),
  );
  const labels = artifactLabels(named);
  expect([...labels.values()]).toEqual(['Plan.pdf', 'plan.pdf', 'Plan.pdf (2)', 'Plan.pdf (2) (2)']);
  expect(new Set([...labels.values()].map((label) => findLabelled(labels, label)))).toEqual(new Set(named.keys()));
  expect(findLabelled(labels, ' PLAN.pdf ')).toBe('0');
  expect(findLabelled(labels, 'plan')).toBeUndefined();
});

it('reads a typed name as its file, and says of one that nothing has what to do', () => {
  const post = (value: string) => {
    const fields = { [portfolioFields.artifact('plan', 0)]: value, [portfolioFields.type('plan', 0)]: 'whole' };
    return draftFromFields(fields, ['plan'], artifacts);
  };
  expect(readDraft(post('minutes.pdf'))).toMatchObject({
    ok: true,
    data: { entries: { plan: { sources: [at('minutes')] } } },
  });
  expect(readDraft(post('minuets.pdf'))).toEqual({
    ok: false,
    errors: [
      {
        field: 'entry.plan.source.0.artifact',
        message: 'Nothing that you added is called “minuets.pdf”: choose a name from the list',
      },
    ],
  });
});
