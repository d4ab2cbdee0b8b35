import { sql } from 'kysely';
import type { Outcome } from '#domain/assessment/decide.ts';
import type { Database, Trx } from '#platform/database.ts';

/**
 * What stands for the decision of a seeded anchor in its assessor’s eyes: what their ratings alone come to, at once, where
 * one assessor decides and nobody holds it. A fragment for lists over `assessments a`, beside the decisions that there are.
 */
export const seededDecision = sql`
  select case
      when count(*) = count(*) filter (where r.value = 'yes') then 'earned'
      when bool_or(r.value in ('almost', 'no')) then 'not_yet'
      else 'incomplete'
    end as outcome, x.completed_at as released_at
  from assessments x
  join judgings j on j.attempt_id = x.attempt_id
  join definition_versions v on v.id = j.definition_version_id
  join ratings r on r.assessment_id = x.id and (r.value is not null or r.condition is not null)
  where x.id = a.id and x.role = 'anchor' and x.state = 'completed' and j.independent = 1
    and v.document #>> '{assessment,release}' is distinct from 'held'
  group by x.id, x.completed_at`;

export type SeededView = { dueAt: Date | null; decision: { outcome: Outcome; releasedAt: Date } | undefined };

/** What the scoring page shows of a seeded anchor in the place of what its enrolment and decision would say. */
export async function findSeededView(db: Database | Trx, assessmentId: string): Promise<SeededView> {
  const { rows } = await sql<{ dueAt: Date; state: string; outcome: Outcome | null; releasedAt: Date | null }>`
    select j.due_at as "dueAt", a.state, d.outcome, d.released_at as "releasedAt"
    from assessments a join judgings j on j.attempt_id = a.attempt_id
    left join lateral (${seededDecision}) d on true where a.id = ${assessmentId}`.execute(db);
  const [row] = rows;
  return {
    dueAt: row && row.state !== 'completed' ? row.dueAt : null,
    decision: row?.outcome && row.releasedAt ? { outcome: row.outcome, releasedAt: row.releasedAt } : undefined,
  };
}
