import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { listLookFors, listRequirements } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import type { CompletenessReason } from '#domain/assessment/completeness.ts';
import type { Database } from '#platform/database.ts';

/** The requirements that an attempt can go back for: all in a first one, afterwards those that an open look-for judges. */
export function checkableRequirements({
  definition,
  sealed,
}: {
  definition: Definition;
  sealed: Pick<SealedAttempt, 'carriedOver'>;
}): Requirement[] {
  const all = listRequirements(definition);
  if (sealed.carriedOver.length === 0) return all;
  const carried = new Set(sealed.carriedOver.map(({ lookFor }) => lookFor));
  const open = new Set(listLookFors(definition).flatMap(({ id, judges }) => (carried.has(id) ? [] : judges)));
  return all.filter(({ id }) => open.has(id));
}

/** How a check was answered. */
export type AnsweredCheck = {
  outcome: 'complete' | 'incomplete';
  reasons: CompletenessReason[];
  checkedBy: string;
  checkedById: string;
  checkedAt: Date;
};

export async function findAnsweredCheck(db: Database, attemptId: string): Promise<AnsweredCheck | undefined> {
  const row = await db
    .selectFrom('completeness_checks as c')
    .innerJoin('people as p', 'p.id', 'c.checked_by')
    .select([
      'c.outcome',
      'c.reasons',
      'p.name as checkedBy',
      'c.checked_by as checkedById',
      'c.checked_at as checkedAt',
    ])
    .where('c.attempt_id', '=', attemptId)
    .executeTakeFirst();
  return row && { ...row, reasons: row.reasons as CompletenessReason[] };
}
