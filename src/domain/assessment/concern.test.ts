import { expect, it } from 'vitest';
import {
  type ConcernKind,
  type ConcernState,
  type Resolution,
  checkAsking,
  checkResolving,
  concernKinds,
  concernStates,
} from './concern.ts';

const now = new Date('2026-11-22T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600_000);
const base = {
  kind: 'plagiarism' as ConcernKind,
  state: 'open' as ConcernState,
  askedAt: null as Date | null,
  isAnchor: false,
};
const resolutions: Resolution[] = ['dismissed', 'upheld', 'referred'];

it('lets the earner be asked once, about anything but what was told in confidence', () => {
  expect(checkAsking(base)).toEqual({ ok: true });
  expect(checkAsking({ ...base, kind: 'ai-declaration' })).toEqual({ ok: true });
  expect(checkAsking({ ...base, kind: 'safeguarding' })).toEqual({ ok: false, reason: 'in-confidence' });
  expect(checkAsking({ ...base, state: 'asked', askedAt: now })).toEqual({ ok: false, reason: 'asked-already' });
  expect(checkAsking({ ...base, state: 'answered', askedAt: now })).toEqual({ ok: false, reason: 'asked-already' });
});

it('asks nobody about an anchor, nor upholds anything against nobody', () => {
  const anchor = { ...base, isAnchor: true };
  expect(checkAsking(anchor)).toEqual({ ok: false, reason: 'anchor' });
  expect(checkResolving(anchor, 'upheld', now)).toEqual({ ok: false, reason: 'anchor' });
  expect(checkResolving(anchor, 'dismissed', now)).toEqual({ ok: true });
  expect(checkResolving(anchor, 'referred', now)).toEqual({ ok: true });
});

it('upholds nothing unheard', () => {
  expect(checkResolving(base, 'upheld', now)).toEqual({ ok: false, reason: 'not-asked' });
  expect(checkResolving({ ...base, state: 'asked', askedAt: daysAgo(9.9) }, 'upheld', now)).toEqual({
    ok: false,
    reason: 'waits-for-answer',
  });
  expect(checkResolving({ ...base, state: 'asked', askedAt: daysAgo(10) }, 'upheld', now)).toEqual({ ok: true });
  expect(checkResolving({ ...base, state: 'answered', askedAt: daysAgo(1) }, 'upheld', now)).toEqual({ ok: true });
});

it('never upholds what was told in confidence', () => {
  expect(checkResolving({ ...base, kind: 'safeguarding' }, 'upheld', now)).toEqual({
    ok: false,
    reason: 'in-confidence',
  });
});

it('dismisses and refers at any time until it has ended', () => {
  for (const kind of Object.keys(concernKinds) as ConcernKind[]) {
    for (const state of Object.keys(concernStates) as ConcernState[]) {
      const ended = resolutions.includes(state as Resolution);
      for (const resolution of ['dismissed', 'referred'] as const) {
        const expected = ended ? { ok: false, reason: 'resolved' } : { ok: true };
        expect(checkResolving({ ...base, kind, state, askedAt: daysAgo(1) }, resolution, now)).toEqual(expected);
      }
      if (ended) expect(checkResolving({ ...base, kind, state, askedAt: daysAgo(90) }, 'upheld', now).ok).toBe(false);
      if (ended)
        expect(checkAsking({ ...base, kind, state, askedAt: null })).toEqual({ ok: false, reason: 'resolved' });
    }
  }
});
