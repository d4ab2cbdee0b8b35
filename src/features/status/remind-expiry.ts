import { sql } from 'kysely';
import { dueReminder } from '#domain/award/validity.ts';
import { attemptEach, throwTogether } from '#platform/attempt-each.ts';
import type { Deps } from '#platform/deps.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { lockAward } from './lock-award.ts';
import { renewalSentence } from './renewal-words.ts';
import { reminderMail } from './status-mails.ts';

type RemindDeps = Pick<Deps, 'db' | 'now' | 'baseUrl' | 'log'>;

/** Mails the earners of awards that expire in 90, 30 or 7 days, once each; a run that was missed sends the latest one only. */
export async function remindOfExpiry(deps: RemindDeps): Promise<void> {
  const now = deps.now();
  const { rows } = await sql<{ awardId: string }>`
    select newest.award_id as "awardId"
    from award_credentials newest
    where newest.valid_until > ${now} and newest.valid_until <= ${now}::timestamptz + interval '90 days'
      and not exists (
        select from award_credentials later where later.award_id = newest.award_id and later.number > newest.number
      )
      and not exists (
        select from expiry_reminders r
        where r.award_id = newest.award_id and r.valid_until = newest.valid_until
          and r.days = case
            when newest.valid_until <= ${now}::timestamptz + interval '7 days' then 7
            when newest.valid_until <= ${now}::timestamptz + interval '30 days' then 30
            else 90
          end
      )
    order by newest.valid_until, newest.award_id limit 5000`.execute(deps.db);
  const failures = await attemptEach(rows, ({ awardId }) => remind(deps, awardId), {
    log: deps.log,
    what: 'reminding of an award that expires',
  });
  throwTogether(failures, 'remind-expiry');
}

async function remind({ db, now, baseUrl }: RemindDeps, awardId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const award = await lockAward(trx, { awardId }, now());
    const { validUntil, status, definition } = award;
    const days = validUntil ? dueReminder(validUntil, now()) : undefined;
    if (!validUntil || days === undefined || status.state !== 'in-force') return;
    const sent = await trx
      .insertInto('expiry_reminders')
      .values({ award_id: awardId, valid_until: validUntil, days, sent_at: now() })
      .onConflict((conflict) => conflict.doNothing())
      .returning('days')
      .executeTakeFirst();
    if (!sent) return;
    const how = renewalSentence(definition?.award.renewal);
    await sendMailLater(trx, reminderMail(award, { validUntil, how, baseUrl }));
  });
}
