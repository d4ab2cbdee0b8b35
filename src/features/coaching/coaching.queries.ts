import { type CoachState, coachState } from '#domain/coaching/coach.ts';
import { Locator } from '#domain/evidence/locator.ts';
import type { Database, Trx } from '#platform/database.ts';
import { sha256 } from '#platform/hash.ts';

/** A coach as the earner sees them. */
export type OwnCoach = {
  id: string;
  /** As the earner wrote them down. */
  name: string;
  email: string;
  /** Of the account that accepted. */
  account: { name: string; email: string } | null;
  namedAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  endedAt: Date | null;
  state: CoachState;
};

export type CoachComment = {
  id: string;
  coachId: string;
  by: string;
  requirement: string;
  place: string;
  artifact: string | null;
  locator: Locator | null;
  body: string;
  createdAt: Date;
  resolvedAt: Date | null;
};

/** Everyone who was ever named for this work, the first named first. */
export async function listCoaches(db: Database | Trx, enrolmentId: string, now: Date): Promise<OwnCoach[]> {
  const rows = await db
    .selectFrom('coaches as c')
    .leftJoin('people as p', 'p.id', 'c.person_id')
    .select(['c.id', 'c.name', 'c.email', 'p.name as accountName', 'p.email as accountEmail'])
    .select(['c.named_at as namedAt', 'c.expires_at as expiresAt', 'c.accepted_at as acceptedAt'])
    .select('c.ended_at as endedAt')
    .where('c.enrolment_id', '=', enrolmentId)
    .orderBy('c.id')
    .execute();
  return rows.map(({ accountName, accountEmail, ...row }) => ({
    ...row,
    account: accountName !== null && accountEmail !== null ? { name: accountName, email: accountEmail } : null,
    state: coachState(row, now),
  }));
}

/** The comments on a piece of work, the oldest first: all of them for the earner, a coach’s own for the coach. */
export async function listComments(
  db: Database | Trx,
  only: { enrolmentId: string; requirement?: string; coachId?: string },
): Promise<CoachComment[]> {
  const rows = await db
    .selectFrom('coach_comments as m')
    .innerJoin('coaches as c', 'c.id', 'm.coach_id')
    .leftJoin('people as p', 'p.id', 'c.person_id')
    .select(['m.id', 'm.coach_id as coachId', 'm.requirement_key as requirement', 'm.place', 'm.locator', 'm.body'])
    .select(['m.artifact_id as artifact', 'm.created_at as createdAt', 'm.resolved_at as resolvedAt'])
    .select((eb) => eb.fn.coalesce('p.name', 'c.name').as('by'))
    .where('m.enrolment_id', '=', only.enrolmentId)
    .$if(only.requirement !== undefined, (query) => query.where('m.requirement_key', '=', only.requirement ?? ''))
    .$if(only.coachId !== undefined, (query) => query.where('m.coach_id', '=', only.coachId ?? ''))
    .orderBy('m.created_at')
    .orderBy('m.id')
    .execute();
  return rows.map((row) => ({ ...row, locator: readLocator(row.locator) }));
}

function readLocator(stored: unknown): Locator | null {
  const read = Locator.safeParse(stored);
  return read.success ? read.data : null;
}

/** When the earner last asked the coaches to look, by requirement. */
export async function listRequests(db: Database | Trx, enrolmentId: string): Promise<Map<string, Date>> {
  const rows = await db
    .selectFrom('coach_requests')
    .select(['requirement_key', 'asked_at'])
    .where('enrolment_id', '=', enrolmentId)
    .execute();
  return new Map(rows.map((row) => [row.requirement_key, row.asked_at]));
}

/** What the earner’s pages say of their coaches. */
export type OwnCoaching = {
  coaches: readonly OwnCoach[];
  comments: readonly CoachComment[];
  requests: ReadonlyMap<string, Date>;
};

export async function findOwnCoaching(
  db: Database | Trx,
  enrolmentId: string,
  now: Date,
  requirement?: string,
): Promise<OwnCoaching> {
  const coaches = await listCoaches(db, enrolmentId, now);
  if (coaches.length === 0) return { coaches, comments: [], requests: new Map() };
  const comments = await listComments(db, { enrolmentId, ...(requirement !== undefined && { requirement }) });
  return { coaches, comments, requests: await listRequests(db, enrolmentId) };
}

/** An invitation by the secret that its mail carries; only the secret’s hash is stored. */
export async function findCoachInvitation(db: Database, token: string, now: Date) {
  const row = await db
    .selectFrom('coaches as c')
    .innerJoin('enrolments as e', 'e.id', 'c.enrolment_id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .innerJoin('micro_credentials as m', 'm.id', 'e.micro_credential_id')
    .innerJoin('issuers as i', 'i.id', 'e.issuer_id')
    .select(['c.id', 'c.person_id as personId', 'e.person_id as earnerId', 'p.name as earner', 'm.title', 'm.slug'])
    .select(['c.accepted_at as acceptedAt', 'c.ended_at as endedAt', 'c.expires_at as expiresAt'])
    .select(['i.name as issuerName', 'c.email'])
    .where('c.token_sha256', '=', sha256(token))
    .where('e.state', '<>', 'withdrawn')
    .executeTakeFirst();
  return row && { ...row, state: coachState(row, now) };
}

export type CoachInvitation = NonNullable<Awaited<ReturnType<typeof findCoachInvitation>>>;
