import { describe, expect, it } from 'vitest';
import { type AppealCase, checkAppeal, mayAppeal, settleAppeal } from './appeal.ts';

const read = new Date('2026-11-02T12:00:00Z');
const days = (count: number) => new Date(read.getTime() + count * 86_400_000);

const base: AppealCase = {
  enrolmentState: 'working',
  isLast: true,
  decision: { outcome: 'not_yet', isAssessed: true, releasedAt: read },
  readAt: read,
  hasAppeal: false,
  appealDays: 30,
  now: days(3),
};

describe('an appeal', () => {
  it('is taken against the last decision while it is the earner’s turn', () => {
    expect(mayAppeal(base)).toEqual({ ok: true, until: days(30) });
    expect(mayAppeal({ ...base, decision: { outcome: 'incomplete', isAssessed: true, releasedAt: read } }).ok).toBe(
      true,
    );
  });

  it('is taken to the last moment of the days there are, and not after', () => {
    expect(mayAppeal({ ...base, now: days(30) }).ok).toBe(true);
    expect(mayAppeal({ ...base, now: new Date(days(30).getTime() + 1) })).toEqual({ ok: false, reason: 'too-late' });
  });

  it.each<[string, Partial<AppealCase>, string]>([
    ['nothing is decided', { decision: undefined }, 'not-decided'],
    ['it is earned', { decision: { outcome: 'earned', isAssessed: true, releasedAt: read } }, 'earned'],
    ['nobody judged it', { decision: { outcome: 'incomplete', isAssessed: false, releasedAt: read } }, 'returned'],
    ['another attempt came after it', { isLast: false }, 'not-last'],
    ['the work is being judged', { enrolmentState: 'submitted' }, 'not-working'],
    ['it was appealed against before', { hasAppeal: true }, 'appealed-already'],
    ['the earner has not read it', { readAt: undefined }, 'unread'],
  ])('is refused where %s', (_name, change, reason) => {
    expect(mayAppeal({ ...base, ...change })).toEqual({ ok: false, reason });
  });
});

describe('what an appeal says', () => {
  it('names look-fors that are not a Yes, and a reason', () => {
    expect(checkAppeal(['a', 'b'], { lookFors: ['b'], reason: 'It is on page 3.' })).toEqual({ ok: true });
    expect(checkAppeal(['a'], { lookFors: ['b'], reason: 'So.' })).toEqual({
      ok: false,
      reasons: ['foreign-look-for'],
    });
    expect(checkAppeal(['a'], { lookFors: [], reason: '  ' })).toEqual({
      ok: false,
      reasons: ['no-look-fors', 'reason-missing'],
    });
    expect(checkAppeal(['a'], { lookFors: ['a'], reason: 'x'.repeat(10_001) })).toEqual({
      ok: false,
      reasons: ['reason-too-long'],
    });
  });
});

describe('what comes of an appeal', () => {
  it('changes the decision with one Yes, and earns only with all', () => {
    expect(settleAppeal(['a', 'b'], [{ lookFor: 'a', value: 'yes' }])).toEqual({ outcome: 'changed', earns: false });
    const both = [
      { lookFor: 'a', value: 'yes' },
      { lookFor: 'b', value: 'yes' },
    ] as const;
    expect(settleAppeal(['a', 'b'], both)).toEqual({ outcome: 'changed', earns: true });
    expect(settleAppeal(['a', 'b', 'c'], both)).toEqual({ outcome: 'changed', earns: false });
  });

  it('leaves it as it was without one', () => {
    const ratings = [
      { lookFor: 'a', value: 'almost' },
      { lookFor: 'b', value: null },
    ] as const;
    expect(settleAppeal(['a', 'b'], ratings)).toEqual({ outcome: 'upheld', earns: false });
  });
});
