import { describe, expect, it } from 'vitest';
import { SealedAttempt, changedDetails, changedRequirements, sealedArtifactContext } from './sealed-attempt.ts';

const id = '0190a000-0000-7000-8000-000000000000';
const sealed: SealedAttempt = {
  format: 'tessera/attempt/1',
  enrolment: id,
  number: 1,
  definition: { slug: 'asking', version: 1, sha256: 'a'.repeat(64) },
  earner: { id, name: 'Eve' },
  submittedAt: '2026-11-23T09:00:00.000Z',
  evidence: [
    { requirement: 'story', kind: 'narrative', data: { texts: { a: 'A', b: 'B' } } },
    { requirement: 'survey', kind: 'artifact', data: { items: [] } },
  ],
  artifacts: [
    {
      id,
      kind: 'file',
      name: 'a.pdf',
      mediaType: 'application/pdf',
      size: 3,
      sha256: 'b'.repeat(64),
      url: null,
      pages: 2,
    },
  ],
  carriedOver: [],
};
const next = (evidence: SealedAttempt['evidence']): SealedAttempt => ({ ...sealed, number: 2, evidence });

describe('changedRequirements', () => {
  it('are all in a first attempt', () => {
    expect(changedRequirements(sealed, undefined)).toEqual(['story', 'survey']);
  });

  it('are those whose data differ, whatever the order of their fields', () => {
    const [story, survey] = sealed.evidence as [SealedAttempt['evidence'][0], SealedAttempt['evidence'][0]];
    const turned = { ...story, data: { texts: { b: 'B', a: 'A' } } };
    expect(changedRequirements(next([turned, { ...survey, data: { items: [1] } }]), sealed)).toEqual(['survey']);
  });

  it('count evidence that was added or is gone', () => {
    const [story] = sealed.evidence as [SealedAttempt['evidence'][0]];
    const chart = { requirement: 'chart', kind: 'artifact', data: { items: [] } };
    expect(changedRequirements(next([story, chart]), sealed)).toEqual(['chart', 'survey']);
  });
});

describe('changedDetails', () => {
  const portfolio = (entries: unknown) => next([{ requirement: 'portfolio', kind: 'portfolio', data: { entries } }]);
  const entry = (explanation: string) => ({ sources: [], explanation });
  const before = portfolio({ shown: entry('A'), kept: entry('B'), gone: entry('C') });

  it('are those whose entry differs, was added or is gone', () => {
    const turned = { explanation: 'B', sources: [] };
    const after = portfolio({ shown: entry('A, better'), kept: turned, added: entry('D') });
    expect(changedDetails('portfolio', after, before)).toEqual(['shown', 'added', 'gone']);
  });

  it('are all in a first attempt, and none of evidence without entries', () => {
    expect(changedDetails('portfolio', before, undefined)).toEqual(['shown', 'kept', 'gone']);
    expect(changedDetails('story', sealed, undefined)).toEqual([]);
    expect(changedDetails('elsewhere', before, undefined)).toEqual([]);
  });
});

it('a sealed attempt reads back from its JSON and refuses a field it does not know', () => {
  expect(SealedAttempt.parse(JSON.parse(JSON.stringify(sealed)))).toEqual(sealed);
  expect(SealedAttempt.safeParse({ ...sealed, more: 1 }).success).toBe(false);
  expect(sealedArtifactContext(sealed).get(id)).toMatchObject({ name: 'a.pdf', pages: 2 });
});
