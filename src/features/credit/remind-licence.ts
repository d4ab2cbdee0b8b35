import { sql } from 'kysely';
import { addDays, deadlineOf, dueReminder, reminderDays } from '#domain/credit/cycle.ts';
import { hoursOf } from '#domain/credit/quarters.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Database, Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { countClaimed } from './count-towards.ts';
import { totalsText } from './credit-words.ts';
import { lockLicence, renewedBy } from './licences.queries.ts';

/** Licences whose deadline (`deadlineOf`) comes so soon that a reminder may be due. */
export async function listEndingSoon(db: Database, now: Date): Promise<{ id: string; personId: string }[]> {
  const today = now.toISOString().slice(0, 10);
  const deadline = sql<string>`l.cycle_ends - coalesce((v.document -> 'deadline' ->> 'daysBeforeEnd')::integer, 0)`;
  return (
    db
      .selectFrom('licences as l')
      .innerJoin('credit_rules as r', 'r.id', 'l.rule_id')
      .innerJoin('credit_rule_versions as v', (join) => join.on('v.id', '=', renewedBy))
      .select(['l.id', 'l.person_id as personId'])
      .where('l.removed_at', 'is', null)
      // No deadline comes after the end, so that the index on it leaves out all that are over.
      .where('l.cycle_ends', '>=', today)
      .where(deadline, '>=', today)
      .where(deadline, '<=', addDays(today, reminderDays[0]))
      .orderBy('l.id')
      .execute()
  );
}

/** Sends the reminder of the deadline that is due, once; whether it did. The row of what was sent is what makes it once. */
export async function remindLicence(
  trx: Trx,
  { id, personId, now, baseUrl }: { id: string; personId: string; now: Date; baseUrl: string },
): Promise<boolean> {
  const licence = await lockLicence(trx, personId, id);
  if (!licence) return false;
  const { rule, cycle } = licence;
  const deadline = deadlineOf(rule, cycle);
  const days = dueReminder(deadline, now.toISOString().slice(0, 10));
  if (days === undefined) return false;
  const sent = await trx
    .insertInto('licence_reminders')
    .values({ licence_id: id, cycle_ends: cycle.ends, days, sent_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('days')
    .executeTakeFirst();
  if (!sent) return false;
  const person = await trx
    .selectFrom('people')
    .select(['name', 'email'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const totals = await countClaimed(trx, licence);
  const isEarlier = deadline < cycle.ends;
  await sendMailLater(
    trx,
    composeMail({
      to: person.email,
      subject: isEarlier
        ? `Your PD hours are due on ${dayText(deadline)}`
        : `Your renewal cycle ends on ${dayText(cycle.ends)}`,
      paragraphs: [
        `Hello ${person.name},`,
        `The cycle of your ${licence.title} (${rule.jurisdiction.name}) ends on ${dayText(cycle.ends)}.`,
        ...(isEarlier ? [`The agency must have your hours by ${dayText(deadline)}.`] : []),
        `As far as is known here, ${hoursOf(totals.accepted)} of ${rule.hours.perCycle} hours are accepted. ${totalsText(totals)}`,
        `What counts is for ${rule.ask.whom} to say.`,
      ],
      action: { label: 'See what counts', url: `${baseUrl}/credit/licences/${id}` },
      notes: ['If the days are wrong, or you have renewed already, change them on the same page.'],
    }),
  );
  return true;
}

function dayText(day: string): string {
  return formatDate(new Date(`${day}T00:00:00Z`));
}
