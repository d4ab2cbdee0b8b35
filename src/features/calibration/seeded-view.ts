import { sql } from 'kysely';
import type { Outcome } from '#domain/assessment/decide.ts';
import type { Database, Trx } from '#platform/database.ts';
import { revealHours } from './certification.queries.ts';

/**
 * What stands for the decision of a seeded anchor in its assessor’s eyes until they are told what it was: what their ratings
 * alone come to, at once, where one assessor decides and nobody holds it. Where two do, there is none that soon. A fragment
 * for lists over `assessments a`, beside the decisions that there are.
 */
export const seededDecision = (now: Date) => sql`
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
    and v.document #>> '{assessment,release}' is distinct from 'held' and x.completed_at > ${revealedBefore(now)}
  group by x.id, x.completed_at`;

/** Anchors that were scored before then are told to who scored them. */
export function revealedBefore(now: Date): Date {
  return new Date(now.getTime() - revealHours * 3600_000);
}

export type SeededView = {
  dueAt: Date | null;
  decision: { outcome: Outcome; releasedAt: Date } | undefined;
  /** Whether its assessor has been told by now that it was an anchor. */
  isRevealed: boolean;
};

/** What the scoring page shows of a seeded anchor in the place of what its enrolment and decision would say. */
export async function findSeededView(db: Database | Trx, assessmentId: string, now: Date): Promise<SeededView> {
  const { rows } = await sql<{
    dueAt: Date;
    state: string;
    at: Date | null;
    outcome: Outcome | null;
    releasedAt: Date | null;
  }>`
    select j.due_at as "dueAt", a.state, a.completed_at as at, d.outcome, d.released_at as "releasedAt"
    from assessments a join judgings j on j.attempt_id = a.attempt_id
    left join lateral (${seededDecision(now)}) d on true where a.id = ${assessmentId}`.execute(db);
  const [row] = rows;
  return {
    dueAt: row && row.state !== 'completed' ? row.dueAt : null,
    decision: row?.outcome && row.releasedAt ? { outcome: row.outcome, releasedAt: row.releasedAt } : undefined,
    isRevealed: row?.state === 'completed' && row.at !== null && row.at <= revealedBefore(now),
  };
}
