import { sql } from 'kysely';
import type { Nature } from '#domain/credit/entry.ts';
import { formatQuarters } from '#domain/credit/quarters.ts';
import { audit } from '#platform/audit.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { insertContent } from '../artifacts/add-artifacts.ts';
import type { InspectedFile } from '../artifacts/receive-files.ts';
import { listEntered } from './entered.queries.ts';

/** A course or an attended session as typed. Days are `YYYY-MM-DD`. */
export type NewEntry = {
  source: 'course' | 'session';
  title: string;
  provider: string;
  nature: Nature;
  beginsOn: string;
  endsOn: string;
  heldAt: string;
  place: string;
  quarters: number;
  how: string;
  proof: string;
};

type By = { personId: string; now: Date };

/** The earner enters hours that nobody else vouches for; the line says so. A file that shows it stays with the line. */
export async function recordOwnEntry(
  trx: Trx,
  command: By & { entry: NewEntry; file?: InspectedFile | undefined },
): Promise<string> {
  const { personId, entry, file, now } = command;
  const id = await insertEntry(trx, { entry, personId, recordedBy: personId, issuerId: null, now });
  if (file) {
    await insertContent(trx, file);
    const { name, content } = file;
    await trx
      .insertInto('credit_proofs')
      .values({ entry_id: id, blob_sha256: content.sha256, name, created_at: now })
      .execute();
    await content.keep();
  }
  await auditRecorded(trx, { id, issuerId: null, actorId: personId, quarters: entry.quarters });
  return id;
}

export type RecordResult = { ok: true; id: string } | { ok: false; reason: 'no-such-person' | 'entered-already' };

export const recordRefusals: Record<
  Extract<RecordResult, { ok: false }>['reason'],
  { field: string; message: string }
> = {
  'no-such-person': {
    field: 'email',
    message: 'Nobody has an account with this address. Ask them which address they use here',
  },
  'entered-already': {
    field: 'title',
    message:
      'You have entered this activity of these days for this person already. Give it its own time if it is another',
  },
};

/** An issuer’s people enter hours for somebody who took part, once; that person is told. */
export async function recordForPerson(
  trx: Trx,
  command: {
    issuer: { id: string; name: string };
    email: string;
    entry: NewEntry;
    actorId: string;
    now: Date;
    baseUrl: string;
  },
): Promise<RecordResult> {
  const { issuer, email, entry, actorId, now, baseUrl } = command;
  const person = await trx.selectFrom('people').select(['id', 'name']).where('email', '=', email).executeTakeFirst();
  if (!person) return { ok: false, reason: 'no-such-person' };
  // A form that is sent twice at once: the second waits here, and then finds the line of the first.
  await sql`select from issuers where id = ${issuer.id} for no key update`.execute(trx);
  const entered = await listEntered(trx, { issuerId: issuer.id, entry, personIds: [person.id] });
  if (entered.size > 0) return { ok: false, reason: 'entered-already' };
  const id = await insertRecorded(trx, { issuer, person: { ...person, email }, entry, actorId, now, baseUrl });
  await auditRecorded(trx, { id, issuerId: issuer.id, actorId, quarters: entry.quarters });
  return { ok: true, id };
}

/** One line that an issuer’s people enter, and the mail about it; whoever calls this puts it into the trail. */
export async function insertRecorded(
  trx: Trx,
  command: {
    issuer: { id: string; name: string };
    person: { id: string; name: string; email: string };
    entry: NewEntry;
    actorId: string;
    now: Date;
    baseUrl: string;
  },
): Promise<string> {
  const { issuer, person, entry, actorId, now, baseUrl } = command;
  const id = await insertEntry(trx, { entry, personId: person.id, recordedBy: actorId, issuerId: issuer.id, now });
  await sendMailLater(
    trx,
    composeMail({
      to: person.email,
      subject: `${issuer.name} entered ${formatQuarters(entry.quarters)} of PD for you`,
      paragraphs: [
        `Hello ${person.name},`,
        `${issuer.name} entered ${formatQuarters(entry.quarters)} for “${entry.title}” into your credit ledger.`,
        'If that is wrong, tell them: a line is never changed, and they can take it out.',
      ],
      action: { label: 'See your credit ledger', url: `${baseUrl}/credit` },
    }),
  );
  return id;
}

async function insertEntry(
  trx: Trx,
  row: { entry: NewEntry; personId: string; recordedBy: string; issuerId: string | null; now: Date },
): Promise<string> {
  const { entry } = row;
  const { id } = await trx
    .insertInto('credit_entries')
    .values({
      ...{ person_id: row.personId, issuer_id: row.issuerId, source: entry.source },
      ...{ recorded_as: row.issuerId === null ? 'self' : 'issuer', recorded_by: row.recordedBy },
      ...{ quarters: entry.quarters, title: entry.title, provider: entry.provider, nature: entry.nature },
      ...{ begins_on: entry.beginsOn, ends_on: entry.endsOn, held_at: entry.heldAt, place: entry.place },
      ...{ how: entry.how, proof: entry.proof, created_at: row.now },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function auditRecorded(
  trx: Trx,
  { id, issuerId, actorId, quarters }: { id: string; issuerId: string | null; actorId: string; quarters: number },
): Promise<void> {
  await audit(trx, {
    ...{ issuerId, actorId, action: 'credit-entry.recorded' },
    ...{ subject: { type: 'credit-entry', id }, details: { quarters } },
  });
}
