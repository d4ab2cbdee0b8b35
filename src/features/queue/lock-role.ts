import { sql } from 'kysely';
import type { Trx } from '#platform/database.ts';

/**
 * Whether somebody assesses at the issuer of an attempt, and holds them to it until the transaction ends: a role that is
 * being taken away is gone before, or is taken away after, and what they were given meanwhile with it. Always before the
 * enrolment is locked, as taking a role away does.
 */
export async function lockRole(
  trx: Trx,
  { attemptId, personId }: { attemptId: string; personId: string },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from memberships m
    where m.issuer_id = (select issuer_id from attempts where id = ${attemptId}) and m.person_id = ${personId}
      and m.role in ('assessor', 'lead_assessor')
    order by m.role for key share`.execute(trx);
  return rows.length > 0;
}

/** The same for everyone who assesses at an issuer. */
export async function lockRoles(trx: Trx, issuerId: string): Promise<void> {
  await sql`
    select 1 from memberships m where m.issuer_id = ${issuerId} and m.role in ('assessor', 'lead_assessor')
    order by m.person_id, m.role for key share`.execute(trx);
}

/** The same for one person at all their issuers: those where they assess. */
export async function lockOwnRoles(trx: Trx, personId: string): Promise<string[]> {
  const { rows } = await sql<{ issuerId: string }>`
    select m.issuer_id as "issuerId" from memberships m where m.person_id = ${personId} and m.role in ('assessor', 'lead_assessor')
    order by m.issuer_id, m.role for key share`.execute(trx);
  return [...new Set(rows.map(({ issuerId }) => issuerId))];
}
