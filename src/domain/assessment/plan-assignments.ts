/** In what capacity somebody can be given an attempt without a lead assessor’s word. */
export type AssignableRole = 'first' | 'second' | 'adjudicator';

/** A place before an attempt that somebody is to take. */
export type OpenSeat = { attemptId: string; role: AssignableRole; dueAt: Date };

/** Somebody who may be given work, and how much they have of how much they take at a time. */
export type AvailableAssessor = { id: string; load: number; maxLoad: number };

export type PlannedAssignment = { attemptId: string; role: AssignableRole; assessorId: string };

/**
 * Who is to score what: the first due first, each to whoever has the least of what they take, and never more than that.
 * Nobody gets two seats of one attempt. A seat that nobody may take stays open.
 *
 * `mayScore` says who has the language, the certification and no conflict.
 */
export function planAssignments(
  seats: readonly OpenSeat[],
  assessors: readonly AvailableAssessor[],
  mayScore: (assessorId: string, attemptId: string) => boolean,
): PlannedAssignment[] {
  const load = new Map(assessors.map(({ id, load: held }) => [id, held]));
  const given = new Set<string>();
  const plan: PlannedAssignment[] = [];
  const inOrder = [...seats].sort(
    (a, b) => a.dueAt.getTime() - b.dueAt.getTime() || compare(a.attemptId, b.attemptId) || compare(a.role, b.role),
  );
  for (const { attemptId, role } of inOrder) {
    const [next] = assessors
      .map(({ id, maxLoad }) => ({ id, maxLoad, held: load.get(id) ?? 0 }))
      .filter(({ id, maxLoad, held }) => held < maxLoad && !given.has(`${attemptId}/${id}`) && mayScore(id, attemptId))
      // Compared as fractions of whole numbers; of two as busy as each other, always the same one.
      .sort((a, b) => a.held * b.maxLoad - b.held * a.maxLoad || a.held - b.held || compare(a.id, b.id));
    if (!next) continue;
    load.set(next.id, next.held + 1);
    given.add(`${attemptId}/${next.id}`);
    plan.push({ attemptId, role, assessorId: next.id });
  }
  return plan;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
