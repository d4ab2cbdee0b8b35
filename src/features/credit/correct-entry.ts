import { formatQuarters } from '#domain/credit/quarters.ts';
import { audit } from '#platform/audit.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';

export type CorrectResult =
  { ok: true; personId: string } | { ok: false; reason: 'corrected-already' | 'reason-missing' };

/**
 * Takes a line out by a counter-entry; the line itself stays as it is. Whoever entered it may: the earner what they reported,
 * an issuer’s people what they entered, and whose hours they are is told. Hours of an award follow the award.
 */
export async function correctEntry(
  trx: Trx,
  command: {
    entryId: string;
    reason: string | undefined;
    actorId: string;
    /** Missing where the earner takes out what they reported. */
    issuer?: { id: string; name: string } | undefined;
    now: Date;
    baseUrl: string;
  },
): Promise<CorrectResult> {
  const { entryId, reason, actorId, issuer, now, baseUrl } = command;
  const issuerId = issuer?.id ?? null;
  const line = await trx
    .selectFrom('credit_entries')
    .selectAll()
    .where('id', '=', entryId)
    .where('corrects_id', 'is', null)
    .where((eb) =>
      issuerId === null
        ? eb.and([eb('person_id', '=', actorId), eb('recorded_as', '=', 'self')])
        : eb.and([eb('issuer_id', '=', issuerId), eb('recorded_as', '=', 'issuer')]),
    )
    .executeTakeFirst();
  if (!line) throw new NotFoundError('line');
  if (reason === undefined) return { ok: false, reason: 'reason-missing' };
  const { id: _, ...copied } = line;
  const inserted = await trx
    .insertInto('credit_entries')
    .values({
      ...copied,
      ...{ quarters: -line.quarters, corrects_id: line.id, reason, recorded_by: actorId, created_at: now },
    })
    .onConflict((conflict) => conflict.column('corrects_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return { ok: false, reason: 'corrected-already' };
  if (issuer) await tellWhose(trx, { line, issuer, reason, baseUrl });
  await audit(trx, {
    ...{ issuerId, actorId, action: 'credit-entry.corrected' },
    ...{ subject: { type: 'credit-entry', id: line.id }, details: { quarters: -line.quarters } },
  });
  return { ok: true, personId: line.person_id };
}

type Line = { person_id: string; title: string; quarters: number };

/** They may have claimed these hours, or reckon with them. */
async function tellWhose(
  trx: Trx,
  { line, issuer, reason, baseUrl }: { line: Line; issuer: { name: string }; reason: string; baseUrl: string },
): Promise<void> {
  const person = await trx
    .selectFrom('people')
    .select(['name', 'email'])
    .where('id', '=', line.person_id)
    .executeTakeFirstOrThrow();
  const hours = formatQuarters(line.quarters);
  await sendMailLater(
    trx,
    composeMail({
      to: person.email,
      subject: `${issuer.name} took ${hours} of PD out of your ledger`,
      paragraphs: [
        `Hello ${person.name},`,
        `${issuer.name} had entered ${hours} for “${line.title}” into your credit ledger, and took them out. They write: “${reason}”`,
        'The hours no longer count, also where you have claimed them. If that is wrong, talk to them.',
      ],
      action: { label: 'See your credit ledger', url: `${baseUrl}/credit` },
    }),
  );
}
