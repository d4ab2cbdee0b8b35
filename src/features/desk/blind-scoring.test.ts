import { expect, it } from 'vitest';
import type { Blindness } from '../blind/blindness.queries.ts';
import { blindScoring } from './blind-scoring.ts';
import type { Scoring } from './desk.queries.ts';

const said = 'Zephyrine said so.';
const rating = { lookFor: 'tally', value: 'no' as const, comment: said };
/** Everywhere that people have said something about the attempt. */
const scoring = {
  isBlind: true,
  judged: [{ number: 1, ratings: [rating] }],
  reason: said,
  flags: [{ id: 'f', reason: said }],
  lostReleases: new Map([['a', [{ subject: 'Zephyrine' }]]]),
  earlierVoices: [{ lookFor: 'tally', voices: [{ ...rating, assessor: 'First' }] }],
} as unknown as Scoring;
const blindness = { say: (text: string) => text.replaceAll('Zephyrine', 'Earner 7F3A') } as Blindness;
const notes = { naming: new Map(), findings: new Set<string>() };

it('leaves names out of everything that was said about an attempt, and keeps the rest', () => {
  const blind = blindScoring(scoring, blindness, notes);
  const all = JSON.stringify(blind, (_, value: unknown) => (value instanceof Map ? [...value] : value));
  expect(all).not.toContain('Zephyrine');
  expect(blind.reason).toBe('Earner 7F3A said so.');
  expect(blind.judged[0]?.ratings[0]).toEqual({ ...rating, comment: 'Earner 7F3A said so.' });
  expect(blind.earlierVoices?.[0]?.voices[0]?.comment).toBe('Earner 7F3A said so.');
  expect(blind.flags[0]?.reason).toBe('Earner 7F3A said so.');
  expect(blind.lostReleases.get('a')?.[0]?.subject).toBe('somebody in it');
  expect(blind.blind).toBe(notes);
});

it('adds nothing that was not said', () => {
  const { reason: _, earlierVoices: __, ...bare } = scoring;
  const blind = blindScoring(bare, blindness, notes);
  expect('reason' in blind).toBe(false);
  expect('earlierVoices' in blind).toBe(false);
});
