import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Membership, Viewer } from '#domain/access/viewer.ts';
import type { Database } from './database.ts';

/** The cookie prefix that the accounts library is set to. */
export const cookiePrefix = 'tessera';

/** The session's token from its signed cookie (`token.base64(HMAC-SHA-256)`), or `undefined` when the signature is not ours. */
export function readSessionCookie(cookies: Record<string, string | undefined>, secret: string): string | undefined {
  const value = cookies[`__Secure-${cookiePrefix}.session_token`] ?? cookies[`${cookiePrefix}.session_token`];
  const dot = value?.lastIndexOf('.') ?? -1;
  if (value === undefined || dot < 1) return undefined;
  const token = value.slice(0, dot);
  const expected = createHmac('sha256', secret).update(token).digest();
  const given = Buffer.from(value.slice(dot + 1), 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined;
}

/** The viewer behind a session's token, with every role, in one statement. */
export async function findViewer(db: Database, token: string, now: Date): Promise<Viewer | undefined> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person_id')
    .select(['people.id', 'people.name', 'people.email', 'people.is_operator'])
    .select(
      sql<Membership[]>`coalesce((
        select json_agg(json_build_object('issuerId', i.id, 'issuerSlug', i.slug, 'issuerName', i.name, 'role', m.role) order by i.name, m.role)
        from memberships m join issuers i on i.id = m.issuer_id where m.person_id = people.id
      ), '[]')`.as('memberships'),
    )
    .where('sessions.token', '=', token)
    .where('sessions.expires_at', '>', now)
    .executeTakeFirst();
  if (!row) return undefined;
  return { person: { id: row.id, name: row.name, email: row.email, isOperator: row.is_operator }, memberships: row.memberships };
}
