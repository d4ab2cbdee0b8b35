import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { addJob } from './jobs.ts';
import type { Database, Trx } from './database.ts';
import type { Mailer, Message, QueuedMessage } from './mail.ts';

declare module './jobs.ts' {
  interface Jobs {
    'send-mail': QueuedMessage;
    'empty-outbox': undefined;
  }
}

/**
 * Sends a message once the transaction has committed, and again until the mail server takes it; and again, under the same id,
 * where nobody could note any more that it had.
 */
export async function sendMailLater(trx: Trx, message: Message): Promise<void> {
  await addJob(trx, 'send-mail', { id: randomUUID(), ...message });
}

export function mailJobs(mailer: Mailer, db: Database) {
  return {
    'send-mail': (message: QueuedMessage) => mailer.send(message),
    /** What nobody has read in two weeks: it holds addresses, and links that sign people in. */
    async 'empty-outbox'(): Promise<void> {
      await sql`delete from outbox_messages where created_at < now() - interval '14 days'`.execute(db);
    },
  };
}
