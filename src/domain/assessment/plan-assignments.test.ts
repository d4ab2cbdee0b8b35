import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OpenSeat, planAssignments } from './plan-assignments.ts';

const seat = (attemptId: string, day: number, role: OpenSeat['role'] = 'first'): OpenSeat => ({
  attemptId,
  role,
  dueAt: new Date(Date.UTC(2026, 10, day)),
});
const anyone = () => true;

describe('planAssignments', () => {
  it('gives the first due to whoever has the least of what they take', () => {
    const assessors = [
      { id: 'ada', load: 2, maxLoad: 4 },
      { id: 'ben', load: 1, maxLoad: 4 },
    ];
    expect(planAssignments([seat('late', 25), seat('soon', 24)], assessors, anyone)).toEqual([
      { attemptId: 'soon', role: 'first', assessorId: 'ben' },
      { attemptId: 'late', role: 'first', assessorId: 'ada' },
    ]);
  });

  it('leaves a seat open that nobody may take, and goes on', () => {
    const plan = planAssignments(
      [seat('own', 24), seat('other', 25)],
      [{ id: 'ada', load: 0, maxLoad: 1 }],
      (_assessor, attempt) => attempt !== 'own',
    );
    expect(plan).toEqual([{ attemptId: 'other', role: 'first', assessorId: 'ada' }]);
  });

  it('never gives more than somebody takes, what they must not score, or both seats to one; and leaves nobody idle', () => {
    const assessors = fc.uniqueArray(
      fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), load: fc.nat(3), maxLoad: fc.nat(4) }),
      { selector: ({ id }) => id },
    );
    const seats = fc.uniqueArray(
      fc.record({ attempt: fc.nat(6), day: fc.nat(9), role: fc.constantFrom('first' as const, 'second' as const) }),
      { selector: ({ attempt, role }) => `${attempt}${role}`, maxLength: 12 },
    );
    fc.assert(
      fc.property(
        assessors,
        seats,
        fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(6)).map(String)),
        (people, open, barred) => {
          const mayScore = (id: string, attempt: string) => !barred.includes(`${id},${attempt}`);
          const all = open.map(({ attempt, day, role }) => seat(String(attempt), day + 1, role));
          const plan = planAssignments(all, people, mayScore);
          for (const { id, load, maxLoad } of people) {
            const given = plan.filter(({ assessorId }) => assessorId === id);
            expect(load + given.length).toBeLessThanOrEqual(Math.max(load, maxLoad));
            expect(new Set(given.map(({ attemptId }) => attemptId)).size).toBe(given.length);
          }
          expect(plan.every(({ assessorId, attemptId }) => mayScore(assessorId, attemptId))).toBe(true);
          const free = all.filter((one) => !plan.some((p) => p.attemptId === one.attemptId && p.role === one.role));
          for (const { attemptId } of free)
            for (const { id, load, maxLoad } of people) {
              const given = plan.filter(({ assessorId }) => assessorId === id);
              const could = load + given.length < maxLoad && mayScore(id, attemptId);
              if (could) expect(given.some((one) => one.attemptId === attemptId)).toBe(true);
            }
        },
      ),
    );
  });
});
