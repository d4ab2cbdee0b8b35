import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasBlocking } from './finding.ts';
import {
  checkEvidence,
  checkEvidenceRules,
  evidenceArtifactIds,
  evidenceKinds,
  evidenceText,
  kindLabel,
  parseEvidence,
  readEvidence,
} from './registry.ts';

const details = [{ id: 'detail', text: 'A detail', outcomeId: 'outcome', outcomeTitle: 'Outcome' }];
const context = { details, artifacts: new Map() };
const requirements = Object.values(evidenceKinds).map(({ kind, rules }) => ({
  kind: kind as keyof typeof evidenceKinds,
  rules: rules.parse({}),
}));

describe.each(requirements)('the kind $kind', (requirement) => {
  it('has a name, rules that hold by themselves, and refuses to be submitted empty', () => {
    expect(kindLabel(requirement)).toMatch(/^[A-Z]/);
    expect(checkEvidenceRules(requirement, details)).toEqual([]);
    expect(hasBlocking(checkEvidence(requirement, undefined, context))).toBe(true);
  });

  it('reads data of any shape without failing, wrong data as nothing made', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const read = readEvidence(requirement, data);
        expect(parseEvidence(requirement, read)).toEqual({ data: read });
        if (parseEvidence(requirement, data) === undefined) expect(read).toEqual(readEvidence(requirement, undefined));
        expect(Array.isArray(checkEvidence(requirement, data, context))).toBe(true);
        expect(evidenceArtifactIds(requirement, data)).toEqual([]);
        expect(typeof evidenceText(requirement, data, context)).toBe('string');
      }),
    );
  });
});
