import { describe, expect, it } from 'vitest';
import type { Definition } from '#domain/definition/schema.ts';
import { type JudgedAttempt, openLookFors, openRequirements, standings } from './standing.ts';

const lookFor = (id: string, ...judges: string[]) => ({ id, text: id, points: [], judges, details: [] });
const requirement = (id: string) => ({ id }) as Definition['parts'][number]['requirements'][number];
const definition: Pick<Definition, 'guides' | 'parts'> = {
  parts: [
    { id: 'part', title: 'Part', requirements: [requirement('story'), requirement('survey'), requirement('chart')] },
  ],
  guides: [
    { id: 'one', title: 'One', lookFors: [lookFor('told', 'story'), lookFor('asked', 'survey', 'story')] },
    { id: 'two', title: 'Two', lookFors: [lookFor('drawn', 'chart')] },
  ],
};
const first: JudgedAttempt = {
  number: 1,
  ratings: [
    { lookFor: 'told', value: 'yes', comment: '' },
    { lookFor: 'asked', value: 'almost', comment: 'Ask everyone.' },
    { lookFor: 'drawn', value: 'no', comment: 'Draw it.' },
  ],
};
const second: JudgedAttempt = {
  number: 2,
  ratings: [
    { lookFor: 'asked', value: 'yes', comment: '' },
    { lookFor: 'drawn', value: 'almost', comment: 'Label it.' },
  ],
};

describe('standings', () => {
  it('are all open before anything was judged', () => {
    const all = standings(definition, []);
    expect(openLookFors(all)).toEqual(['told', 'asked', 'drawn']);
    expect(openRequirements(definition, all)).toEqual(['story', 'survey', 'chart']);
  });

  it('close with a Yes and stay open with an Almost or a No', () => {
    expect(openLookFors(standings(definition, [first]))).toEqual(['asked', 'drawn']);
  });

  it('stay closed in every later attempt, whatever the order they come in', () => {
    expect(standings(definition, [second, first])).toEqual([
      {
        lookFor: 'told',
        state: 'demonstrated',
        demonstratedIn: 1,
        history: [{ attempt: 1, value: 'yes', comment: '' }],
      },
      {
        lookFor: 'asked',
        state: 'demonstrated',
        demonstratedIn: 2,
        history: [
          { attempt: 1, value: 'almost', comment: 'Ask everyone.' },
          { attempt: 2, value: 'yes', comment: '' },
        ],
      },
      {
        lookFor: 'drawn',
        state: 'open',
        demonstratedIn: undefined,
        history: [
          { attempt: 1, value: 'no', comment: 'Draw it.' },
          { attempt: 2, value: 'almost', comment: 'Label it.' },
        ],
      },
    ]);
  });

  it('reopen only the requirements that an open look-for judges', () => {
    expect(openRequirements(definition, standings(definition, [first]))).toEqual(['story', 'survey', 'chart']);
    expect(openRequirements(definition, standings(definition, [first, second]))).toEqual(['chart']);
  });

  it('stay open under a condition, which says nothing of them', () => {
    const unheard = { lookFor: 'told', value: null, condition: 'inaudible' as const, comment: 'No sound.' };
    const all = standings(definition, [{ number: 1, ratings: [unheard] }]);
    expect(openLookFors(all)).toEqual(['told', 'asked', 'drawn']);
    expect(all[0]?.history).toEqual([{ attempt: 1, value: null, condition: 'inaudible', comment: 'No sound.' }]);
  });

  it('ignore ratings of look-fors that the definition has not', () => {
    const foreign = { number: 1, ratings: [{ lookFor: 'stranger', value: 'yes' as const, comment: '' }] };
    expect(openLookFors(standings(definition, [foreign]))).toEqual(['told', 'asked', 'drawn']);
  });
});
