import { sql } from 'kysely';
import type { CellProblem } from '#domain/credit/agency-answers.ts';
import type { Attendee } from '#domain/credit/attendance.ts';
import { audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';
import { listEntered } from './entered.queries.ts';
import { type NewEntry, auditRecorded, insertRecorded } from './record-entry.ts';

/** Somebody on the list as it is looked at. */
export type Listed = Attendee & {
  /** The name of the account, where the person is with this issuer already; of others it is nobody’s business. */
  knownAs: string | undefined;
};

type Session = { issuerId: string; entry: NewEntry; attendees: readonly Attendee[] };
type Refused = { ok: false; problems: CellProblem[] };

/**
 * The list before anything is entered. It tells nobody which addresses have an account, nor whose: an account of somebody who
 * never came to this issuer looks like none.
 */
export async function lookAtAttendance(
  db: Database,
  session: Session,
): Promise<{ ok: true; listed: Listed[] } | Refused> {
  const { issuerId, attendees } = session;
  const problems = enteredProblems(attendees, await findAccounts(db, session));
  if (problems.length > 0) return { ok: false, problems };
  const { rows } = await sql<{ email: string; name: string }>`
    select p.email, p.name from people p where p.email = any(${attendees.map(({ email }) => email)}::text[]) and (
      exists (select from memberships m where m.person_id = p.id and m.issuer_id = ${issuerId})
      or exists (select from enrolments n where n.person_id = p.id and n.issuer_id = ${issuerId})
      or exists (select from awards a where a.person_id = p.id and a.issuer_id = ${issuerId}))`.execute(db);
  const known = new Map(rows.map(({ email, name }) => [email, name]));
  return { ok: true, listed: attendees.map((attendee) => ({ ...attendee, knownAs: known.get(attendee.email) })) };
}

type Account = { id: string; name: string; isEntered: boolean };

async function findAccounts(
  db: Database | Trx,
  { issuerId, entry, attendees }: Session,
): Promise<Map<string, Account>> {
  const emails = attendees.map(({ email }) => email);
  const people = await db.selectFrom('people').select(['id', 'name', 'email']).where('email', 'in', emails).execute();
  const entered = await listEntered(db, { issuerId, entry, personIds: people.map(({ id }) => id) });
  return new Map(people.map(({ email, id, name }) => [email, { id, name, isEntered: entered.has(id) }]));
}

function enteredProblems(attendees: readonly Attendee[], accounts: ReadonlyMap<string, Account>): CellProblem[] {
  return attendees.flatMap(({ cell, email }) => {
    const account = accounts.get(email);
    return account?.isEntered
      ? [{ cell, message: `${account.name} has this activity of these days already. Take the line out.` }]
      : [];
  });
}

/**
 * Enters a session for everyone on a list who has an account, and tells them; `unknown` are the others. So that whoever wants to
 * learn whether an address has an account enters hours there, and the person hears of it. Where somebody has the session
 * already, nothing is entered, and nothing said of the others.
 */
export async function recordAttendance(
  trx: Trx,
  command: {
    issuer: { id: string; name: string };
    entry: NewEntry;
    attendees: readonly Attendee[];
    actorId: string;
    now: Date;
    baseUrl: string;
  },
): Promise<{ ok: true; people: number; unknown: Attendee[] } | Refused> {
  const { issuer, entry, attendees, actorId, now, baseUrl } = command;
  // Two who hand in the same list at once do so one after the other; the second finds the lines of the first.
  await sql`select from issuers where id = ${issuer.id} for no key update`.execute(trx);
  const accounts = await findAccounts(trx, { issuerId: issuer.id, entry, attendees });
  const problems = enteredProblems(attendees, accounts);
  if (problems.length > 0) return { ok: false, problems };
  const lines: { id: string; quarters: number }[] = [];
  const unknown: Attendee[] = [];
  for (const attendee of attendees) {
    const { email, quarters } = attendee;
    const account = accounts.get(email);
    if (!account) {
      unknown.push(attendee);
      continue;
    }
    const person = { id: account.id, name: account.name, email };
    const id = await insertRecorded(trx, { issuer, person, entry: { ...entry, quarters }, actorId, now, baseUrl });
    lines.push({ id, quarters });
  }
  for (const line of lines) await auditRecorded(trx, { ...line, issuerId: issuer.id, actorId });
  await audit(trx, {
    ...{ issuerId: issuer.id, actorId, action: 'attendance-list.entered', subject: { type: 'issuer', id: issuer.id } },
    details: { people: lines.length, unknown: unknown.length },
  });
  return { ok: true, people: lines.length, unknown };
}
