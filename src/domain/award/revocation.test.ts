import { describe, expect, it } from 'vitest';
import {
  endsForGood,
  mayAnnounce,
  mayAppeal,
  mayDecide,
  mayGiveUp,
  mayReinstate,
  maySuspend,
  mayWithdraw,
  takesEffect,
} from './revocation.ts';

const now = new Date('2026-11-22T12:00:00Z');
const later = new Date(now.getTime() + 1);
const open = { state: 'announced', startedBy: 'lead', appealUntil: later, suspends: false } as const;
const appealed = { ...open, state: 'appealed' } as const;
const ended = { ...open, state: 'dropped' } as const;
const lead = { id: 'lead', isEarner: false };
const other = { id: 'other', isEarner: false };
const earner = { id: 'earner', isEarner: true };

describe('a revocation', () => {
  it.each([
    ['is announced', mayAnnounce({ state: 'in-force', open: undefined }, lead), true],
    ['is announced of what has expired', mayAnnounce({ state: 'expired', open: undefined }, lead), true],
    [
      'is announced by nobody of their own award',
      mayAnnounce({ state: 'in-force', open: undefined }, earner),
      'own-award',
    ],
    ['is announced once', mayAnnounce({ state: 'in-force', open }, lead), 'announced-already'],
    ['is over once it took effect', mayAnnounce({ state: 'revoked', open: undefined }, lead), 'revoked-already'],
    ['is appealed against until its last moment', mayAppeal(open, now), true],
    ['is not appealed against after it', mayAppeal(open, later), 'window-over'],
    ['is appealed against once', mayAppeal(appealed, now), 'appealed-already'],
    ['that ended is not appealed against', mayAppeal(ended, now), 'ended'],
    ['is decided by somebody else', mayDecide(appealed, other), true],
    ['is not decided by who announced it', mayDecide(appealed, lead), 'own-announcement'],
    ['is not decided by its earner', mayDecide(appealed, earner), 'own-award'],
    ['is not decided without an appeal', mayDecide(open, other), 'not-appealed'],
    ['is decided once', mayDecide(ended, other), 'ended'],
    ['is withdrawn by who announced it', mayWithdraw(open, lead), true],
    ['is withdrawn after an appeal, too', mayWithdraw(appealed, lead), true],
    ['is withdrawn by nobody else', mayWithdraw(open, other), 'not-yours'],
    ['that ended is not withdrawn', mayWithdraw(ended, lead), 'ended'],
  ] as const)('%s', (_, may, expected) => {
    expect(may.ok || may.reason).toBe(expected);
  });

  it('takes effect by itself at the end of its time, unless somebody appealed', () => {
    expect([takesEffect(open, now), takesEffect(open, later), takesEffect(appealed, later)]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('an award', () => {
  it.each([
    ['is suspended', maySuspend('in-force', lead), true],
    ['is suspended once', maySuspend('suspended', lead), 'suspended-already'],
    ['that is revoked is not suspended', maySuspend('revoked', lead), 'revoked-already'],
    ['is suspended by nobody of their own', maySuspend('in-force', earner), 'own-award'],
    ['is reinstated', mayReinstate({ state: 'suspended', open: undefined }, lead), true],
    [
      'is not reinstated past its revocation',
      mayReinstate({ state: 'suspended', open: { ...open, suspends: true } }, lead),
      'revocation-open',
    ],
    ['that counts is not reinstated', mayReinstate({ state: 'in-force', open: undefined }, lead), 'not-suspended'],
    ['is given up', mayGiveUp({ state: 'in-force', open: undefined }), true],
    ['is not given up to get round a revocation', mayGiveUp({ state: 'in-force', open }), 'announced-already'],
    ['is given up once', mayGiveUp({ state: 'revoked', open: undefined }), 'revoked-already'],
  ] as const)('%s', (_, may, expected) => {
    expect(may.ok || may.reason).toBe(expected);
  });
});

it.each([
  ['plagiarism', true],
  ['not-own-work', true],
  ['issued-in-error', true],
  ['earner-asked', true],
  ['evidence-withdrawn', false],
  ['other', false],
] as const)('a stack award revoked with “%s” is gone for good: %s', (code, forGood) => {
  expect(endsForGood(code)).toBe(forGood);
});
