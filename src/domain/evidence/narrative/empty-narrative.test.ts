import { describe, expect, it } from 'vitest';
import { hasBlocking } from '../finding.ts';
import { NarrativeRules, narrative } from './narrative.ts';

const context = { details: [], artifacts: new Map() };

describe('a narrative whose length is only advised', () => {
  const rules = NarrativeRules.parse({ words: { min: 100, minLevel: 'advice' } });

  it('can be short', () => {
    const findings = narrative.check({ texts: { text: 'Three small words' } }, rules, context);
    expect(findings.map((finding) => finding.code)).toEqual(['too-few-words']);
    expect(hasBlocking(findings)).toBe(false);
  });

  it('can not be blank', () => {
    expect(hasBlocking(narrative.check({ texts: { text: ' \n' } }, rules, context))).toBe(true);
    expect(hasBlocking(narrative.check({ texts: {} }, rules, context))).toBe(true);
  });
});
