import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Membership, Viewer } from '#domain/access/viewer.ts';
import type { Database } from './database.ts';

/** The cookie prefix that the accounts library is set to. */
export const cookiePrefix = 'tessera';

/** How long a session lasts without a visit: 30 days. */
export const sessionSeconds = 30 * 24 * 3600;

/** A session is lengthened once a day, so that a page costs no statement of its own for it. */
const renewAfterSeconds = 24 * 3600;

/**
 * The session's token from its signed cookie (`token.base64(HMAC-SHA-256)`), or `undefined` when the signature is not ours.
 * Over HTTPS only the cookie that browsers take from HTTPS alone counts: nobody on the network can put another in its place.
 */
export function readSessionCookie(
  cookies: Record<string, string | undefined>,
  secret: string,
  baseUrl: string,
): string | undefined {
  const value = cookies[cookieName(baseUrl)];
  const dot = value?.lastIndexOf('.') ?? -1;
  if (value === undefined || dot < 1) return undefined;
  const token = value.slice(0, dot);
  const expected = signature(token, secret);
  const given = Buffer.from(value.slice(dot + 1), 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined;
}

function cookieName(baseUrl: string): string {
  return `${baseUrl.startsWith('https://') ? '__Secure-' : ''}${cookiePrefix}.session_token`;
}

function signature(token: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(token).digest();
}

/** The `Set-Cookie` header that keeps the browser signed in for as long as its session lasts from now. */
export function sessionCookie(token: string, secret: string, baseUrl: string): string {
  const secure = baseUrl.startsWith('https://');
  const value = encodeURIComponent(`${token}.${signature(token, secret).toString('base64')}`);
  return `${cookieName(baseUrl)}=${value}; Max-Age=${sessionSeconds}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

export type FoundViewer = {
  viewer: Viewer;
  /** The session was lengthened now: the browser's cookie has to be, too. */
  renewed: boolean;
};

/** The viewer behind a session's token, with every role, in one statement (two, once a day: the session is lengthened). */
export async function findViewer(db: Database, token: string, now: Date): Promise<FoundViewer | undefined> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person_id')
    .select(['people.id', 'people.name', 'people.email', 'people.is_operator', 'sessions.expires_at'])
    .select(
      sql<Membership[]>`coalesce((
        select json_agg(json_build_object('issuerId', i.id, 'issuerSlug', i.slug, 'issuerName', i.name, 'role', m.role) order by i.name, m.role)
        from memberships m join issuers i on i.id = m.issuer_id where m.person_id = people.id
      ), '[]')`.as('memberships'),
    )
    .select(
      sql<boolean>`exists (select from coaches c where c.person_id = people.id and c.ended_at is null)`.as('isCoach'),
    )
    .where('sessions.token', '=', token)
    .where('sessions.expires_at', '>', now)
    .executeTakeFirst();
  if (!row) return undefined;
  const due = row.expires_at.getTime() < now.getTime() + (sessionSeconds - renewAfterSeconds) * 1000;
  if (due) await renewSession(db, token, now);
  return {
    viewer: {
      person: { id: row.id, name: row.name, email: row.email, isOperator: row.is_operator },
      memberships: row.memberships,
      isCoach: row.isCoach,
    },
    renewed: due,
  };
}

async function renewSession(db: Database, token: string, now: Date): Promise<void> {
  const expires = new Date(now.getTime() + sessionSeconds * 1000);
  await db.updateTable('sessions').set({ expires_at: expires, updated_at: now }).where('token', '=', token).execute();
}
