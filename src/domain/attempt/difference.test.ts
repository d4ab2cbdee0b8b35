import { describe, expect, it } from 'vitest';
import type { Definition } from '#domain/definition/schema.ts';
import { Requirement } from '#domain/definition/schema.ts';
import type { Locator } from '#domain/evidence/locator.ts';
import { changedPlaces, differenceOf } from './difference.ts';
import type { SealedArtifact, SealedAttempt } from './sealed-attempt.ts';

const uuid = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const base = { title: 'Any', prompt: 'Any' };
const definition: Pick<Definition, 'outcomes' | 'parts'> = {
  outcomes: [
    {
      id: 'vision',
      title: 'A vision',
      details: [
        { id: 'shared', text: 'It is shared' },
        { id: 'lived', text: 'It is lived' },
      ],
    },
  ],
  parts: [
    {
      id: 'part',
      title: 'Part',
      requirements: [
        Requirement.parse({ ...base, id: 'story', kind: 'narrative', rules: {} }),
        Requirement.parse({ ...base, id: 'files', kind: 'artifact', rules: {} }),
        Requirement.parse({ ...base, id: 'portfolio', kind: 'portfolio', rules: {} }),
      ],
    },
  ],
};

const file = (n: number, name: string, more: Partial<SealedArtifact> = {}): SealedArtifact => ({
  ...{
    id: uuid(n),
    kind: 'file',
    name,
    mediaType: 'application/pdf',
    size: 3,
    sha256: 'b'.repeat(64),
    url: null,
    pages: 9,
  },
  ...more,
});

type Made = {
  story?: string;
  notes?: [SealedArtifact, string][];
  entries?: Record<string, { sources: { artifact: string; locator: Locator }[]; explanation: string }>;
  artifacts?: SealedArtifact[];
};

const attempt = (
  number: number,
  { story = 'Once.', notes = [], entries = {}, artifacts = [] }: Made,
): SealedAttempt => ({
  format: 'tessera/attempt/1',
  enrolment: uuid(1),
  number,
  definition: { slug: 'any', version: 1, sha256: 'a'.repeat(64) },
  earner: { id: uuid(2), name: 'Eve' },
  submittedAt: '2026-11-23T09:00:00.000Z',
  evidence: [
    { requirement: 'story', kind: 'narrative', data: { texts: { text: story } } },
    {
      requirement: 'files',
      kind: 'artifact',
      data: { items: notes.map(([{ id }, note]) => ({ artifact: id, note })) },
    },
    { requirement: 'portfolio', kind: 'portfolio', data: { entries } },
  ],
  artifacts: [...new Set([...notes.map(([one]) => one), ...artifacts])],
  carriedOver: [],
});

const page = (number: number): Locator => ({ type: 'page', page: number });
const entry = (explanation: string, ...sources: [SealedArtifact, Locator][]) => ({
  explanation,
  sources: sources.map(([{ id }, locator]) => ({ artifact: id, locator })),
});

describe('differenceOf', () => {
  const plan = file(10, 'plan.pdf');

  it('is empty between attempts that say the same', () => {
    const same = {
      notes: [[plan, 'The plan']] as [SealedArtifact, string][],
      entries: { shared: entry('So', [plan, page(4)]) },
    };
    expect(differenceOf(definition, attempt(1, same), attempt(2, same))).toEqual({
      requirements: [],
      files: { added: [], removed: [], replaced: [] },
    });
  });

  it('gives both versions of a text that changed, and nothing of the others', () => {
    const found = differenceOf(definition, attempt(1, {}), attempt(2, { story: 'Once more.' }));
    expect(found.requirements.map(({ requirement }) => requirement.id)).toEqual(['story']);
    expect(found.requirements[0]?.pieces).toEqual([
      {
        place: 'text',
        label: 'Narrative',
        change: 'changed',
        text: { before: 'Once.', after: 'Once more.' },
        pointers: { added: [], removed: [], moved: [] },
      },
    ]);
    expect(changedPlaces(found, 'story')).toEqual(['text']);
    expect(changedPlaces(found, 'files')).toEqual([]);
  });

  it('tells a piece that came and one that went', () => {
    const found = differenceOf(
      definition,
      attempt(1, { entries: { shared: entry('So', [plan, page(4)]) }, artifacts: [plan] }),
      attempt(2, { entries: { lived: entry('So', [plan, page(4)]) }, artifacts: [plan] }),
    );
    expect(found.requirements[0]?.pieces.map(({ place, change }) => [place, change])).toEqual([
      ['entry-shared', 'removed'],
      ['entry-lived', 'added'],
    ]);
  });

  it('tells a locator that moved within its file from one that came or went', () => {
    const other = file(11, 'minutes.pdf');
    const third = file(12, 'survey.pdf');
    const [found] = differenceOf(
      definition,
      attempt(1, { entries: { shared: entry('So', [plan, page(4)], [other, page(1)]) }, artifacts: [plan, other] }),
      attempt(2, { entries: { shared: entry('So', [plan, page(5)], [third, page(2)]) }, artifacts: [plan, third] }),
    ).requirements;
    expect(found?.pieces[0]?.pointers).toEqual({
      moved: [{ before: { artifact: plan, locator: page(4) }, after: { artifact: plan, locator: page(5) } }],
      added: [{ artifact: third, locator: page(2) }],
      removed: [{ artifact: other, locator: page(1) }],
    });
  });

  it('sets a replaced file beside the version before, with what was said and pointed at in both', () => {
    const better = file(20, 'plan-2.pdf', { replaces: plan.id });
    const found = differenceOf(
      definition,
      attempt(1, { notes: [[plan, 'The plan']], entries: { shared: entry('So', [plan, page(4)]) } }),
      attempt(2, { notes: [[better, 'The better plan']], entries: { shared: entry('So', [better, page(4)]) } }),
    );
    expect(found.files).toEqual({ added: [], removed: [], replaced: [{ before: plan, after: better }] });
    const [files, portfolio] = found.requirements;
    expect(files?.pieces).toMatchObject([
      { place: `item-${better.id}`, change: 'changed', text: { before: 'The plan', after: 'The better plan' } },
    ]);
    expect(portfolio?.pieces[0]?.pointers.moved).toEqual([
      { before: { artifact: plan, locator: page(4) }, after: { artifact: better, locator: page(4) } },
    ]);
  });

  it('pairs the same place in both versions of a file, and says of the other that it went', () => {
    const better = file(20, 'plan-2.pdf', { replaces: plan.id });
    const [found] = differenceOf(
      definition,
      attempt(1, { entries: { shared: entry('So', [plan, page(4)], [plan, page(7)]) }, artifacts: [plan] }),
      attempt(2, { entries: { shared: entry('So', [better, page(7)]) }, artifacts: [better] }),
    ).requirements;
    expect(found?.pieces[0]?.pointers).toEqual({
      moved: [{ before: { artifact: plan, locator: page(7) }, after: { artifact: better, locator: page(7) } }],
      added: [],
      removed: [{ artifact: plan, locator: page(4) }],
    });
  });

  it('tells files that came and went', () => {
    const came = file(11, 'new.pdf', { replaces: uuid(99) });
    const found = differenceOf(definition, attempt(1, { artifacts: [plan] }), attempt(2, { artifacts: [came] }));
    expect(found.files).toEqual({ added: [came], removed: [plan], replaced: [] });
  });
});
