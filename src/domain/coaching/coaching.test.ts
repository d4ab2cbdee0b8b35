import { describe, expect, it } from 'vitest';
import { coachState } from './coach.ts';
import { mailWait } from './mail-wait.ts';
import { placeComments } from './place-comments.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 22, 12, minutes));

describe('a coach', () => {
  const invited = { acceptedAt: null, endedAt: null, expiresAt: at(30) };

  it('is invited until the link runs out, and active once it was used', () => {
    expect(coachState(invited, at(29))).toBe('invited');
    expect(coachState(invited, at(30))).toBe('expired');
    expect(coachState({ ...invited, acceptedAt: at(1) }, at(31))).toBe('active');
  });

  it('has ended, whatever was before', () => {
    expect(coachState({ ...invited, acceptedAt: at(1), endedAt: at(2) }, at(3))).toBe('ended');
    expect(coachState({ ...invited, endedAt: at(2) }, at(31))).toBe('ended');
  });
});

describe('comments', () => {
  const pieces = [
    { place: 'text', label: 'Text' },
    { place: 'item-1', label: 'Plan' },
  ];

  it('stand by their piece, in the order of the evidence, what concerns all of it first', () => {
    const comments = [
      { id: 1, place: 'item-1' },
      { id: 2, place: 'text' },
      { id: 3, place: '' },
      { id: 4, place: 'text' },
    ];
    const { groups, gone } = placeComments(pieces, comments);
    expect(groups.map(({ label, comments }) => [label, comments.map(({ id }) => id)])).toEqual([
      ['All of it', [3]],
      ['Text', [2, 4]],
      ['Plan', [1]],
    ]);
    expect(gone).toEqual([]);
  });

  it('are kept apart where their piece is gone', () => {
    expect(placeComments(pieces, [{ place: 'item-2' }])).toEqual({ groups: [], gone: [{ place: 'item-2' }] });
  });
});

describe('the mail about comments', () => {
  it('waits a while for more of them, and an hour since the last', () => {
    expect(mailWait(null, at(0))).toBe(15 * 60);
    expect(mailWait(at(0), at(10))).toBe(50 * 60);
    expect(mailWait(at(0), at(59))).toBe(15 * 60);
    expect(mailWait(at(0), at(300))).toBe(15 * 60);
  });
});
