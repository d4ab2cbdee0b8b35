import { sql } from 'kysely';
import type { Role } from '#domain/access/viewer.ts';
import type { Database } from '#platform/database.ts';
import { containing } from './admin.queries.ts';

export type Member = { id: string; name: string; email: string; roles: Role[] };

export type OpenInvitation = { id: string; email: string; role: Role; invitedBy: string | null; expiresAt: Date };

export const membersPerPage = 50;

type MemberFilter = { issuerId: string; search: string; after?: string | undefined };

function membersOf(db: Database, { issuerId, search }: MemberFilter) {
  return db
    .selectFrom('memberships as m')
    .innerJoin('people as p', 'p.id', 'm.person_id')
    .where('m.issuer_id', '=', issuerId)
    .$if(search !== '', (query) =>
      query.where((eb) =>
        eb.or([eb('p.name', 'ilike', containing(search)), eb('p.email', 'ilike', containing(search))]),
      ),
    );
}

/** Whoever holds a role at the issuer, by name; one more than a page, when there is more. */
export async function listMembers(db: Database, filter: MemberFilter): Promise<Member[]> {
  return membersOf(db, filter)
    .select(['p.id', 'p.name', 'p.email', sql<Role[]>`array_agg(m.role order by m.role)`.as('roles')])
    .$if(filter.after !== undefined, (query) =>
      query.where(
        sql<boolean>`(lower(p.name), p.id) > (select lower(name), id from people where id = ${filter.after})`,
      ),
    )
    .groupBy('p.id')
    .orderBy(sql`lower(p.name)`)
    .orderBy('p.id')
    .limit(membersPerPage + 1)
    .execute();
}

export async function countMembers(db: Database, filter: MemberFilter): Promise<number> {
  const row = await membersOf(db, filter)
    .select(sql<number>`count(distinct p.id)`.as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function listOpenInvitations(db: Database, issuerId: string, now: Date): Promise<OpenInvitation[]> {
  return db
    .selectFrom('invitations as i')
    .leftJoin('people as p', 'p.id', 'i.invited_by')
    .select(['i.id', 'i.email', 'i.role', 'p.name as invitedBy', 'i.expires_at as expiresAt'])
    .where('i.issuer_id', '=', issuerId)
    .where('i.accepted_at', 'is', null)
    .where('i.withdrawn_at', 'is', null)
    .where('i.expires_at', '>', now)
    .orderBy('i.email')
    .limit(200)
    .execute();
}
