import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

export type Decider = { id: string; name: string; email: string };

/**
 * Who can decide an appeal against a revocation: the issuer’s lead assessors and admins, without the announcer and the earner. Where
 * there is none, the operators; where there is none of them either (`isStuck`), whoever announced it hears that they have to
 * withdraw it, or name somebody.
 */
export async function listDeciders(
  db: Database,
  award: { issuer: { id: string }; earner: { id: string } },
  announcerId: string,
): Promise<{ deciders: Decider[]; isStuck: boolean }> {
  const { rows } = await sql<Decider & { isIssuers: boolean; isAnnouncer: boolean }>`
    select p.id, p.name, p.email, p.id = ${announcerId} as "isAnnouncer",
      exists (
        select from memberships m
        where m.person_id = p.id and m.issuer_id = ${award.issuer.id} and m.role in ('lead_assessor', 'issuer_admin')
      ) as "isIssuers"
    from people p
    where p.id <> ${award.earner.id} and (
      p.is_operator or p.id = ${announcerId}
      or p.id in (select person_id from memberships where issuer_id = ${award.issuer.id} and role in ('lead_assessor', 'issuer_admin'))
    )
    order by p.name, p.id`.execute(db);
  const others = rows.filter(({ isAnnouncer }) => !isAnnouncer);
  const issuers = others.filter(({ isIssuers }) => isIssuers);
  const deciders = [issuers, others].find((some) => some.length > 0);
  const told = deciders ?? rows;
  return { deciders: told.map(({ id, name, email }) => ({ id, name, email })), isStuck: deciders === undefined };
}
