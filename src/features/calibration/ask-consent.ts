import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { endSeatings } from './end-seatings.ts';

type AskConsent = {
  lead: { id: string; name: string; issuerIds: readonly string[] };
  attemptId: string;
  now: Date;
  baseUrl: string;
};

/** Asks the earner of a decided attempt whether it may become an anchor. Who was asked once is not asked again. */
export async function askConsent(
  trx: Trx,
  { lead, attemptId, now, baseUrl }: AskConsent,
): Promise<{ ok: true } | { ok: false; reason: 'asked' }> {
  const attempt = await trx
    .selectFrom('attempts as t')
    .innerJoin('decisions as d', 'd.attempt_id', 't.id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .innerJoin('micro_credentials as m', 'm.id', 'e.micro_credential_id')
    .innerJoin('issuers as i', 'i.id', 't.issuer_id')
    .select(['t.issuer_id', 'p.name', 'p.email', 'm.title', 'i.name as issuer'])
    .where('t.id', '=', attemptId)
    .where('d.outcome', '<>', 'incomplete')
    .where('e.state', '<>', 'anchor')
    .where('t.issuer_id', '=', sql<string>`any(${lead.issuerIds}::uuid[])`)
    .executeTakeFirst();
  if (!attempt) throw new NotFoundError('attempt');
  const asked = await trx
    .insertInto('anchor_consents')
    .values({ attempt_id: attemptId, issuer_id: attempt.issuer_id, asked_by: lead.id, asked_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('attempt_id')
    .executeTakeFirst();
  if (!asked) return { ok: false, reason: 'asked' };
  await sendMailLater(
    trx,
    composeMail({
      to: attempt.email,
      subject: `May assessors learn from your work on “${attempt.title}”?`,
      paragraphs: [
        `Hello ${attempt.name},`,
        `${lead.name} of ${attempt.issuer} asks whether a copy of what you handed in for “${attempt.title}” may be used so that assessors learn to score alike.`,
        'Your name is replaced in it, and you choose freely: a no changes nothing about your work or your award.',
      ],
      action: { label: 'Read what would happen, and choose', url: `${baseUrl}/calibration/consents/${attemptId}` },
      notes: ['You can take a yes back whenever you like.'],
    }),
  );
  await audit(trx, {
    issuerId: attempt.issuer_id,
    actorId: lead.id,
    action: 'anchor.consent-asked',
    subject: { type: 'attempt', id: attemptId },
  });
  return { ok: true };
}

export type ConsentAnswer = 'yes' | 'no' | 'withdraw';

/**
 * The earner’s answer. A no after a yes takes it back: the anchor that was made is retired for good and given to nobody
 * from then on. Whatever is answered later counts.
 */
export async function answerConsent(
  trx: Trx,
  command: { personId: string; attemptId: string; answer: ConsentAnswer; now: Date },
): Promise<void> {
  const { personId, attemptId, answer, now } = command;
  const consent = await trx
    .selectFrom('anchor_consents as c')
    .innerJoin('attempts as t', 't.id', 'c.attempt_id')
    .innerJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .select(['c.issuer_id', 'c.agreed', 'c.withdrawn_at'])
    .where('c.attempt_id', '=', attemptId)
    .where('e.person_id', '=', personId)
    .forUpdate('c')
    .executeTakeFirst();
  if (!consent) throw new NotFoundError('question');
  const agrees = answer === 'yes';
  const agreedBefore = consent.agreed === true && consent.withdrawn_at === null;
  if (agrees === agreedBefore && consent.agreed !== null) return;
  await trx
    .updateTable('anchor_consents')
    .set(agreedBefore ? { withdrawn_at: now } : { answered_at: now, agreed: agrees, withdrawn_at: null })
    .where('attempt_id', '=', attemptId)
    .execute();
  if (!agrees) {
    const made = await trx
      .updateTable('anchors')
      .set({ state: 'retired', retired_because: earnerWithdrew })
      .where('from_attempt_id', '=', attemptId)
      .returning('id')
      .execute();
    // Who is at a copy stops, in a queue and in a set alike.
    await endSeatings(trx, { anchorIds: made.map(({ id }) => id), letGo: true, now });
  }
  await audit(trx, {
    issuerId: consent.issuer_id,
    actorId: personId,
    action: agrees ? 'anchor.consent-given' : agreedBefore ? 'anchor.consent-withdrawn' : 'anchor.consent-refused',
    subject: { type: 'attempt', id: attemptId },
  });
}

/** Why an anchor can’t come into use again. */
export const earnerWithdrew = 'The earner took their leave back.';
