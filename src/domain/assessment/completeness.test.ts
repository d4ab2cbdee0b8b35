import { expect, it } from 'vitest';
import { CompletenessCode, CompletenessReason, completenessCodes, glance } from './completeness.ts';

const base = { requirement: 'overview', code: 'illegible', note: '' } as const;

it('says of every reason what it is, and what the earner does about it, without a word on the work', () => {
  for (const { label, fix } of Object.values(completenessCodes)) {
    expect(label).toMatch(/^[A-Z].*[^.]$/u);
    expect(fix).toMatch(/^[A-Z].*\.$/u);
    expect(label + fix).not.toMatch(/\b(?:good|weak|poor|quality|Yes|Almost|look-for)\b/u);
  }
  // Two that read alike could not be told apart in the list.
  expect(new Set(Object.values(completenessCodes).map(({ label }) => label)).size).toBe(
    CompletenessCode.options.length,
  );
});

it('has a reason for everything that the glance looks at', () => {
  expect(glance.map(({ key }) => key)).toEqual(['legible', 'audible', 'right-file', 'consent']);
  expect(CompletenessCode.options).toEqual(
    expect.arrayContaining(['illegible', 'inaudible', 'does-not-open', 'wrong-file', 'missing-consent', 'names-shown']),
  );
});

it('takes a reason at a requirement, with a note of at most 2,000 characters', () => {
  expect(CompletenessReason.parse({ ...base, note: '  Page 3.  ' })).toEqual({ ...base, note: 'Page 3.' });
  expect(CompletenessReason.safeParse({ ...base, note: 'x'.repeat(2000) }).success).toBe(true);
  for (const wrong of [
    { ...base, note: 'x'.repeat(2001) },
    { ...base, code: 'dull' },
    { code: 'illegible', note: '' },
    { ...base, lookFor: 'tally' },
  ])
    expect(CompletenessReason.safeParse(wrong).success).toBe(false);
});
