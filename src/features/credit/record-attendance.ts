import { sql } from 'kysely';
import type { CellProblem } from '#domain/credit/agency-answers.ts';
import type { Attendee } from '#domain/credit/attendance.ts';
import type { Database, Trx } from '#platform/database.ts';
import { type NewEntry, auditRecorded, insertRecorded } from './record-entry.ts';

/** Somebody on the list with their account. */
export type Present = Attendee & { personId: string; personName: string };

export type Attendance =
  | { ok: true; present: Present[] }
  /** Nothing of the list is entered; `unknown` are the addresses without an account. */
  | { ok: false; problems: CellProblem[]; unknown: string[] };

type Session = { issuerId: string; entry: NewEntry; attendees: readonly Attendee[] };

/** Whose accounts these are, and who has this very session already. */
export async function findAttendance(db: Database | Trx, { issuerId, entry, attendees }: Session): Promise<Attendance> {
  const emails = attendees.map(({ email }) => email);
  const people = await db.selectFrom('people').select(['id', 'name', 'email']).where('email', 'in', emails).execute();
  const byEmail = new Map(people.map((person) => [person.email, person]));
  const entered = await listEntered(db, { issuerId, entry, personIds: people.map(({ id }) => id) });
  const problems: CellProblem[] = [];
  const unknown: string[] = [];
  const present: Present[] = [];
  for (const attendee of attendees) {
    const { cell, email } = attendee;
    const person = byEmail.get(email);
    if (!person) {
      unknown.push(email);
      problems.push({ cell, message: `Nobody has an account with the address ${email}.` });
    } else if (entered.has(person.id))
      problems.push({ cell, message: `${person.name} has this activity of these days already. Take the line out.` });
    else present.push({ ...attendee, personId: person.id, personName: person.name });
  }
  return problems.length > 0 ? { ok: false, problems, unknown } : { ok: true, present };
}

/** Who has a line of the same activity and days of this issuer that still counts: a list that is handed in twice counts once. */
async function listEntered(
  db: Database | Trx,
  { issuerId, entry, personIds }: { issuerId: string; entry: NewEntry; personIds: readonly string[] },
): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string }>`
    select e.person_id as "personId" from credit_entries e
    where e.person_id = any(${[...personIds]}::uuid[]) and e.issuer_id = ${issuerId} and e.recorded_as = 'issuer'
      and e.source = ${entry.source} and lower(e.title) = lower(${entry.title}) and e.corrects_id is null
      and e.begins_on = ${entry.beginsOn}::date and e.ends_on = ${entry.endsOn}::date
      and e.held_at = ${entry.heldAt}
      and not exists (select from credit_entries k where k.corrects_id = e.id)`.execute(db);
  return new Set(rows.map(({ personId }) => personId));
}

/** Enters a session for everyone on a list, and tells them: all, or nobody where one of them can’t be. */
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
): Promise<{ ok: true; people: number } | Extract<Attendance, { ok: false }>> {
  const { issuer, entry, attendees, actorId, now, baseUrl } = command;
  // Two who hand in the same list at once do so one after the other; the second finds the lines of the first.
  await sql`select from issuers where id = ${issuer.id} for no key update`.execute(trx);
  const found = await findAttendance(trx, { issuerId: issuer.id, entry, attendees });
  if (!found.ok) return found;
  const lines: { id: string; quarters: number }[] = [];
  for (const { email, quarters, personId, personName } of found.present) {
    const person = { id: personId, name: personName, email };
    const id = await insertRecorded(trx, { issuer, person, entry: { ...entry, quarters }, actorId, now, baseUrl });
    lines.push({ id, quarters });
  }
  for (const line of lines) await auditRecorded(trx, { ...line, issuerId: issuer.id, actorId });
  return { ok: true, people: lines.length };
}
