import { sql } from 'kysely';
import type { Lead } from '#domain/access/lead.ts';
import { blindName } from '#domain/assessment/blind-name.ts';
import type { Database } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { type HeldAttempt, listHeldBy } from './workload.queries.ts';

/** A conflict of somebody’s, as lead assessors see it. */
export type LedConflict = {
  id: string;
  issuerName: string;
  email: string | null;
  school: string | null;
  /** Of one declared on an attempt: which, without whose it is. */
  attempt: { id: string; title: string; number: number } | null;
  reason: string;
  /** Null where the assessor did it themselves. */
  declaredBy: string | null;
  declaredAt: Date;
  endedAt: Date | null;
};

export type LedConflictsView = {
  assessor: { id: string; name: string };
  issuers: { id: string; name: string }[];
  /** Those that hold first, the latest first. */
  conflicts: LedConflict[];
  /** Whether there are more than are shown. */
  hasMore: boolean;
  held: HeldAttempt[];
};

/** More are not shown. */
const mostConflicts = 200;

/**
 * The conflicts of somebody else who assesses where this person leads, and what they hold; anybody else is *not found*, and
 * so are they themselves: with whom others say that they have one is not for them to read.
 */
export async function getLedConflicts(db: Database, lead: Lead, assessorId: string): Promise<LedConflictsView> {
  const { rows: issuers } = await sql<{ id: string; name: string; person: string }>`
    select distinct i.id, i.name, p.name as person from memberships m join issuers i on i.id = m.issuer_id
    join people p on p.id = m.person_id
    where m.person_id = ${assessorId} and m.issuer_id = any(${lead.issuerIds}::uuid[])
      and m.role in ('assessor', 'lead_assessor') order by i.name, i.id`.execute(db);
  const [first] = issuers;
  if (!first || assessorId === lead.id) throw new NotFoundError('assessor');
  const { rows: conflicts } = await sql<LedConflict>`
    select c.id, i.name as "issuerName", c.email,
      nullif(concat_ws(', ', s.name, nullif(s.district, ''), nullif(s.region, '')), '') as school,
      case when t.id is not null then json_build_object('id', t.id, 'title', m.title, 'number', t.number) end as attempt,
      c.reason, case when c.declared_by <> c.assessor_id then d.name end as "declaredBy", c.declared_at as "declaredAt",
      c.ended_at as "endedAt"
    from conflicts c join issuers i on i.id = c.issuer_id join people d on d.id = c.declared_by
    left join schools s on s.id = c.school_id
    left join attempts t on t.id = c.attempt_id
    left join enrolments e on e.id = t.enrolment_id
    left join micro_credentials m on m.id = e.micro_credential_id
    where c.assessor_id = ${assessorId} and c.issuer_id = any(${lead.issuerIds}::uuid[])
      and c.person_id is distinct from ${lead.id}
    order by c.ended_at desc nulls first, c.declared_at desc, c.id limit ${mostConflicts + 1}`.execute(db);
  return {
    assessor: { id: assessorId, name: first.person },
    issuers: issuers.map(({ id, name }) => ({ id, name })),
    conflicts: conflicts.slice(0, mostConflicts),
    hasMore: conflicts.length > mostConflicts,
    held: await listHeldBy(db, assessorId, lead),
  };
}

/** With whom it is, in words. */
export function whomWords({ email, school, attempt }: LedConflict): string {
  if (email !== null) return email;
  if (school !== null) return `Everyone of ${school}`;
  return attempt
    ? `The earner of ${attempt.title}, attempt ${attempt.number} (${blindName(attempt.id)})`
    : 'Somebody who is no longer known';
}
