import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { endedMail } from './coach-mails.ts';

export type EndCoaching = {
  coachId: string;
  by: { id: string; name: string };
  /** On which side they stand. */
  as: { earnerOf: string } | 'coach';
  now: Date;
  baseUrl: string;
};

/**
 * Ends it, for either side: the coach’s next request finds nothing. The row’s lock waits for a comment that is being written;
 * the comments stay with the earner. What the earner ended before stays ended, and says so again.
 */
export async function endCoaching(trx: Trx, { coachId, by, as, now, baseUrl }: EndCoaching): Promise<{ name: string }> {
  const row = await trx
    .selectFrom('coaches as c')
    .innerJoin('enrolments as e', 'e.id', 'c.enrolment_id')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .innerJoin('micro_credentials as m', 'm.id', 'e.micro_credential_id')
    .select(['c.name', 'c.person_id', 'c.ended_at', 'c.issuer_id', 'e.id as enrolmentId'])
    .select(['p.email as earnerEmail', 'm.title'])
    .select((eb) =>
      eb.selectFrom('people as o').select('o.email').whereRef('o.id', '=', 'c.person_id').as('coachEmail'),
    )
    .where('c.id', '=', coachId)
    .where((eb) =>
      as === 'coach'
        ? eb.and([eb('c.person_id', '=', by.id), eb('c.ended_at', 'is', null)])
        : eb.and([eb('e.person_id', '=', by.id), eb('e.id', '=', as.earnerOf)]),
    )
    .forUpdate('c')
    .executeTakeFirst();
  if (!row) throw new NotFoundError('coach');
  if (row.ended_at !== null) return row;
  await trx.updateTable('coaches').set({ ended_at: now, ended_by: by.id }).where('id', '=', coachId).execute();
  const about = { title: row.title, by: by.name, isCoach: as === 'coach' };
  if (as === 'coach') await sendMailLater(trx, endedMail(about, row.earnerEmail, `${baseUrl}/work/${row.enrolmentId}`));
  else if (row.coachEmail !== null) await sendMailLater(trx, endedMail(about, row.coachEmail, `${baseUrl}/coaching`));
  await audit(trx, {
    issuerId: row.issuer_id,
    actorId: by.id,
    action: 'coach.ended',
    subject: { type: 'coach', id: coachId },
    details: { enrolment: row.enrolmentId },
  });
  return row;
}
