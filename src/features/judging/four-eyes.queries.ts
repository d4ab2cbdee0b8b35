import { sql } from 'kysely';
import { type FourEyes, fourEyes } from '#domain/assessment/four-eyes.ts';
import type { Database, Trx } from '#platform/database.ts';
import type { Judging } from './judging.queries.ts';

/** Whether a lead assessor may release this attempt, or whom they have to ask. */
export async function findFourEyes(
  db: Database | Trx,
  { attemptId, issuerId, earner }: Pick<Judging, 'attemptId' | 'issuerId' | 'earner'>,
  leadId: string,
): Promise<FourEyes> {
  const scored = sql`select a.assessor_id from assessments a where a.attempt_id = ${attemptId} and a.state = 'completed'
    and a.role in ('first', 'second', 'adjudicator')`;
  const { rows } = await sql<{ hasScored: boolean; leads: string[]; admins: string[] }>`
    select ${leadId} in (${scored}) as "hasScored",
      coalesce(array_agg(o.name order by o.name) filter (where o.role = 'lead_assessor'), '{}') as leads,
      coalesce(array_agg(o.name order by o.name) filter (where o.role = 'issuer_admin'), '{}') as admins
    from (
      select distinct p.id, p.name, m.role from memberships m join people p on p.id = m.person_id
      where m.issuer_id = ${issuerId} and m.role in ('lead_assessor', 'issuer_admin')
        and p.id <> ${leadId} and p.id <> ${earner.id} and p.id not in (${scored})
    ) o`.execute(db);
  return fourEyes(rows[0] ?? { hasScored: false, leads: [], admins: [] });
}
