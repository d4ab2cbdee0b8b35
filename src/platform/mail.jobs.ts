import { addJob } from './jobs.ts';
import type { Trx } from './database.ts';
import type { Mailer, Message } from './mail.ts';

declare module './jobs.ts' {
  interface Jobs {
    'send-mail': Message;
  }
}

/** Sends a message once the transaction has committed, and again until the mail server takes it. */
export async function sendMailLater(trx: Trx, message: Message): Promise<void> {
  await addJob(trx, 'send-mail', message);
}

export function mailJobs(mailer: Mailer) {
  return { 'send-mail': (message: Message) => mailer.send(message) };
}
