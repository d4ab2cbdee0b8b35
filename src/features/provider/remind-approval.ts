import { sql } from 'kysely';
import { addDays, dueReminder, reminderDays } from '#domain/credit/cycle.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Database, Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';

/** Approvals that end so soon that a reminder may be due, and that no later one of the same agency follows. */
export async function listEndingApprovals(db: Database, now: Date): Promise<{ id: string }[]> {
  const today = now.toISOString().slice(0, 10);
  return db
    .selectFrom('provider_approvals as p')
    .select('p.id')
    .where('p.removed_at', 'is', null)
    .where('p.valid_to', '>=', today)
    .where('p.valid_to', '<=', addDays(today, reminderDays[0]))
    .where(
      sql<boolean>`not exists (select from provider_approvals n
        where n.agency_id = p.agency_id and n.valid_to > p.valid_to and n.removed_at is null)`,
    )
    .orderBy('p.id')
    .execute();
}

/** Tells the issuer’s admins, once for each of the days; whether it did. */
export async function remindApproval(
  trx: Trx,
  { id, now, baseUrl }: { id: string; now: Date; baseUrl: string },
): Promise<boolean> {
  const approval = await trx
    .selectFrom('provider_approvals as p')
    .innerJoin('provider_agencies as g', 'g.id', 'p.agency_id')
    .innerJoin('issuers as i', 'i.id', 'p.issuer_id')
    .select([
      'p.valid_to as validTo',
      'p.number',
      'g.id as agencyId',
      'g.name as agency',
      'i.id as issuerId',
      'i.slug',
      'i.name',
    ])
    .where('p.id', '=', id)
    .where('p.removed_at', 'is', null)
    .executeTakeFirst();
  if (!approval) return false;
  const days = dueReminder(approval.validTo, now.toISOString().slice(0, 10));
  if (days === undefined) return false;
  const sent = await trx
    .insertInto('provider_approval_reminders')
    .values({ approval_id: id, days, sent_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('days')
    .executeTakeFirst();
  if (!sent) return false;
  const admins = await trx
    .selectFrom('memberships as m')
    .innerJoin('people as p', 'p.id', 'm.person_id')
    .select(['p.name', 'p.email'])
    .where('m.issuer_id', '=', approval.issuerId)
    .where('m.role', '=', 'issuer_admin')
    .orderBy('p.id')
    .execute();
  const last = formatDate(new Date(`${approval.validTo}T00:00:00Z`));
  for (const admin of admins) {
    await sendMailLater(
      trx,
      composeMail({
        to: admin.email,
        subject: `Your approval by ${approval.agency} ends on ${last}`,
        paragraphs: [
          `Hello ${admin.name},`,
          `${approval.name} is a provider of ${approval.agency} under the number ${approval.number}. This approval ends on ${last}.`,
          'Renew it with the agency, then enter the new one. Activities after the last day show no number.',
        ],
        action: { label: 'See your approvals', url: `${baseUrl}/admin/${approval.slug}/agencies/${approval.agencyId}` },
      }),
    );
  }
  return true;
}
