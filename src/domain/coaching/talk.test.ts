import { describe, expect, it } from 'vitest';
import { talkState } from './talk.ts';

const decided = (...outcomes: ('not_yet' | 'incomplete')[]) =>
  outcomes.map((outcome, index) => ({ number: index + 1, outcome }));
const three = decided('not_yet', 'not_yet', 'not_yet');

describe('the talk before the fourth attempt', () => {
  it('is due once three attempts count, and not before', () => {
    expect(talkState(4, decided('not_yet', 'not_yet'), [])).toBe('not-due');
    expect(talkState(4, three, [])).toBe('needed');
    expect(talkState(undefined, three, [])).toBe('not-due');
  });

  it('does not count what could not be judged', () => {
    expect(talkState(4, decided('not_yet', 'incomplete', 'not_yet'), [])).toBe('not-due');
  });

  it('is settled by one that is booked or held, for the attempts after it too', () => {
    expect(talkState(4, three, [{ state: 'asked', beforeAttempt: 4 }])).toBe('asked');
    expect(talkState(4, three, [{ state: 'booked', beforeAttempt: 4 }])).toBe('settled');
    expect(
      talkState(4, decided('not_yet', 'not_yet', 'not_yet', 'not_yet'), [{ state: 'held', beforeAttempt: 4 }]),
    ).toBe('settled');
  });

  it('is not settled by one that was called off, or was about an earlier attempt', () => {
    expect(talkState(4, three, [{ state: 'cancelled', beforeAttempt: 4 }])).toBe('needed');
    expect(talkState(4, three, [{ state: 'held', beforeAttempt: 2 }])).toBe('needed');
  });
});
