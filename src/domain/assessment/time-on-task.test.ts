import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Beat, type TimeOnTask, beatCap, creditBeat, formCap, sayTime } from './time-on-task.ts';

const start = new Date('2026-11-22T12:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const none: TimeOnTask = { seconds: 0, countedTo: null };
const beat = (seconds: number, from: Beat['from'] = 'script'): Beat => ({ at: after(seconds), from });
const all = (beats: readonly Beat[]) => beats.reduce(creditBeat, none);

describe('time on task', () => {
  it('counts from beat to beat, and nothing for the first', () => {
    expect(all([beat(0)]).seconds).toBe(0);
    expect(all([beat(0), beat(30), beat(60)]).seconds).toBe(60);
  });

  it('counts a stretch without beats as one beat at most', () => {
    expect(all([beat(0), beat(30), beat(3600)]).seconds).toBe(30 + beatCap);
  });

  it('counts more between two saves without a script, and that too with a cap', () => {
    expect(all([beat(0, 'form'), beat(200, 'form')]).seconds).toBe(200);
    expect(all([beat(0, 'form'), beat(7200, 'form')]).seconds).toBe(formCap);
  });

  it('counts nothing of the time away for a beat that comes back, unless another tab was beating meanwhile', () => {
    expect(all([beat(0), beat(30), beat(3600, 'return'), beat(3630)]).seconds).toBe(60);
    expect(all([beat(0), beat(30), beat(50, 'return'), beat(60)]).seconds).toBe(60);
  });

  it('loses no fractions of seconds, however close the beats', () => {
    expect(all(Array.from({ length: 101 }, (_, index) => beat(index * 0.3))).seconds).toBe(30);
  });

  const instants = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 60 });
  const inOrder = (times: readonly number[]) => [...times].sort((a, b) => a - b).map((ms) => beat(ms / 1000));

  it('is never more than what went by, nor than a cap for each beat, and never goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5_000, max: 200_000 }), { maxLength: 60 }), (times) => {
        let time = none;
        for (const ms of times) {
          const next = creditBeat(time, beat(ms / 1000));
          expect(next.seconds).toBeGreaterThanOrEqual(time.seconds);
          expect(next.seconds - time.seconds).toBeLessThanOrEqual(beatCap);
          time = next;
        }
        const went = times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
        expect(time.seconds).toBeLessThanOrEqual(went / 1000);
      }),
    );
  });

  it('is the same for one tab as for two whose beats mix, while none is idle', () => {
    fc.assert(
      fc.property(instants, fc.array(fc.integer({ min: 1, max: 30_000 }), { maxLength: 30 }), (others, steps) => {
        let at = 0;
        const one = [beat(0), ...steps.map((step) => beat((at += step) / 1000))];
        const within = others.filter((ms) => ms <= at).map((ms) => beat(ms / 1000));
        const both = [...one, ...within].sort((a, b) => a.at.getTime() - b.at.getTime());
        expect(all(both).seconds).toBe(all(one).seconds);
      }),
    );
  });

  it('is the whole of what went by while no beat is missed', () => {
    fc.assert(
      fc.property(instants, (times) => {
        const beats = inOrder(times).filter(({ at }, index, list) => {
          const before = list[index - 1];
          return !before || at.getTime() - before.at.getTime() < beatCap * 1000;
        });
        const gaps = beats.some(
          ({ at }, index) => index > 0 && at.getTime() - beats[index - 1]!.at.getTime() >= (beatCap - 1) * 1000,
        );
        fc.pre(!gaps);
        const went = (beats.at(-1)!.at.getTime() - beats[0]!.at.getTime()) / 1000;
        expect(all(beats).seconds).toBe(Math.floor(went));
      }),
    );
  });

  it('is said in words', () => {
    expect([0, 59, 60, 3600, 3900, 7322].map(sayTime)).toEqual([
      'under a minute',
      'under a minute',
      '1 minute',
      '1 hour',
      '1 hour 5 minutes',
      '2 hours 2 minutes',
    ]);
  });
});
