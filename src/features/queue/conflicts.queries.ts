import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

/** A conflict as the assessor declared it: what they typed or chose, never what the program knows besides. */
export type DeclaredConflict = {
  id: string;
  issuerName: string;
  email: string | null;
  school: string | null;
  /** Of one declared on an attempt: its micro-credential, and when it was handed in. */
  title: string | null;
  submittedAt: Date | null;
  reason: string;
  declaredAt: Date;
  endedAt: Date | null;
  /** A lead assessor declared it: with whom is not told, since that may be what the assessor must not know. */
  byLead: boolean;
};

/** One page of them, from 1, of how many there are. */
export type ConflictPage = { conflicts: DeclaredConflict[]; page: number; pages: number };

const pageSize = 50;

/** Their own at the issuers where they assess, those that hold first. A page past the last is the last. */
export async function listConflicts(
  db: Database,
  assessor: { id: string; issuerIds: readonly string[] },
  wanted: number,
): Promise<ConflictPage> {
  const { rows: counted } = await sql<{ total: number }>`
    select count(*)::int as total from conflicts
    where assessor_id = ${assessor.id} and issuer_id = any(${assessor.issuerIds}::uuid[])`.execute(db);
  const pages = Math.max(1, Math.ceil((counted[0]?.total ?? 0) / pageSize));
  const page = Math.min(Math.max(1, wanted), pages);
  const { rows } = await sql<DeclaredConflict>`
    select c.id, i.name as "issuerName", case when own.it then c.email end as email,
      case when own.it then nullif(concat_ws(', ', s.name, nullif(s.district, ''), nullif(s.region, '')), '') end as school,
      case when own.it then m.title end as title, case when own.it then t.submitted_at end as "submittedAt",
      case when own.it then c.reason else '' end as reason, not own.it as "byLead", c.declared_at as "declaredAt", c.ended_at as "endedAt"
    from conflicts c cross join lateral (select c.declared_by = c.assessor_id) own (it) join issuers i on i.id = c.issuer_id
    left join schools s on s.id = c.school_id
    left join attempts t on t.id = c.attempt_id
    left join enrolments e on e.id = t.enrolment_id
    left join micro_credentials m on m.id = e.micro_credential_id
    where c.assessor_id = ${assessor.id} and c.issuer_id = any(${assessor.issuerIds}::uuid[])
    order by c.ended_at desc nulls first, c.declared_at desc, c.id
    limit ${pageSize} offset ${(page - 1) * pageSize}`.execute(db);
  return { conflicts: rows, page, pages };
}
