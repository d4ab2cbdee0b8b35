import { describe, expect, it } from 'vitest';
import type { RequirementProgress } from '#domain/attempt/progress.ts';
import { Requirement } from '#domain/definition/schema.ts';
import type { Finding } from '#domain/evidence/finding.ts';
import { minutesLeft, nextSteps } from './next-steps.ts';

const requirement = (id: string, minutes?: number) =>
  Requirement.parse({ id, title: id, prompt: 'Any', kind: 'narrative', rules: {}, ...(minutes && { minutes }) });

const finding = (code: string, work?: Finding['work'], level: Finding['level'] = 'blocking'): Finding => ({
  ...{ level, code, message: code, place: 'text' },
  ...(work && { work }),
});

const progress = (
  of: Requirement,
  findings: Finding[] = [],
  state: RequirementProgress['state'] = 'started',
): RequirementProgress => ({ requirement: of, findings, state });

describe('nextSteps', () => {
  it('puts the smallest first, whatever the order of the definition', () => {
    const steps = nextSteps([
      progress(requirement('story', 100), [finding('write', { share: 0.5 })]),
      progress(requirement('files', 300), [finding('note', { minutes: 2 }), finding('add', { share: 0.1 })]),
    ]);
    expect(steps.map((step) => [step.kind === 'mend' && step.finding.code, step.size?.minutes])).toEqual([
      ['note', 2],
      ['add', 30],
      ['write', 50],
    ]);
    expect(minutesLeft(steps)).toBe(82);
  });

  it('keeps advice and what stays as it is out of it', () => {
    const steps = nextSteps([
      progress(requirement('story', 100), [finding('long', undefined, 'advice')], 'complete'),
      progress(requirement('files', 100), [finding('gone')], 'locked'),
    ]);
    expect(steps).toEqual([{ kind: 'submit', size: { minutes: 10 } }]);
  });

  it('takes what came back and was not touched since for a quarter of the work', () => {
    expect(nextSteps([progress(requirement('story', 100), [], 'to-revise')])).toMatchObject([
      { kind: 'revise', size: { minutes: 25 } },
    ]);
  });

  it('leaves what nobody can size to the end, and says so of the whole', () => {
    const steps = nextSteps([
      progress(requirement('story'), [finding('write')]),
      progress(requirement('files', 600), [finding('add')]),
    ]);
    expect(steps.map((step) => step.size?.minutes)).toEqual([600, undefined]);
    expect(minutesLeft(steps)).toBeUndefined();
  });

  it('puts what waits for somebody else last, at no time of one’s own', () => {
    const steps = nextSteps([
      progress(requirement('story', 100), [finding('asked', 'wait')]),
      progress(requirement('files'), [finding('add')]),
      progress(requirement('plan', 60), [finding('write')]),
    ]);
    expect(steps.map((step) => step.kind === 'mend' && step.finding.code)).toEqual(['write', 'add', 'asked']);
    expect(steps[2]?.size).toEqual({ minutes: 0 });
  });

  it('refines the size by what others took, and says of how many', () => {
    const [step] = nextSteps(
      [progress(requirement('story', 100), [finding('write')])],
      new Map([['story', { median: 40, n: 10 }]]),
    );
    expect(step.size).toEqual({ minutes: 70, of: { minutes: 70, from: 'others', n: 10 } });
  });

  it('puts asking for the talk among the steps, and waiting for a date last', () => {
    const open = [progress(requirement('story', 100), [finding('write')])];
    const kinds = (talk: 'needed' | 'asked', of = open) =>
      nextSteps(of, new Map(), { talk, hasOpenAppeal: false }).map(({ kind }) => kind);
    expect(kinds('needed')).toEqual(['talk', 'mend']);
    expect(kinds('asked')).toEqual(['mend', 'talk']);
    expect(kinds('asked', [])).toEqual(['talk']);
  });

  it('never says to hand in while an appeal is open', () => {
    expect(nextSteps([], new Map(), { talk: 'not-due', hasOpenAppeal: true })).toMatchObject([{ kind: 'appeal' }]);
  });
});
