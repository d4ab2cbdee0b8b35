import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';
import type { Lead } from '#domain/access/lead.ts';

/** What waits for whoever leads the assessing. */
export type LeadCounts = {
  held: number;
  adjudications: number;
  checksOverdue: number;
  decisionsOverdue: number;
  appeals: number;
  concerns: number;
};

/** At these issuers, now; a clock that stands still is not overdue. Each count reads the index of what is open. */
export async function countForLead(
  db: Database,
  { issuerIds }: Pick<Lead, 'issuerIds'>,
  now: Date,
): Promise<LeadCounts> {
  const led = sql`issuer_id = any(${issuerIds}::uuid[])`;
  const { rows } = await sql<LeadCounts>`
    select
      (select count(*) from judgings where ${led} and stage = 'held') as held,
      (select count(*) from judgings where ${led} and stage = 'adjudication') as adjudications,
      (select count(*) from judgings where ${led} and stage = 'pre_check' and paused_at is null and check_due_at < ${now})
        as "checksOverdue",
      (select count(*) from judgings
        where ${led} and stage in ('pre_check', 'scoring', 'adjudication', 'held') and paused_at is null and due_at < ${now})
        as "decisionsOverdue",
      (select count(*) from appeals where ${led} and state = 'open') as appeals,
      (select count(*) from concerns where ${led} and resolved_at is null) as concerns`.execute(db);
  return rows[0] ?? { held: 0, adjudications: 0, checksOverdue: 0, decisionsOverdue: 0, appeals: 0, concerns: 0 };
}
