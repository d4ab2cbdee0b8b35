import { createTransport } from 'nodemailer';
import type { Database } from './database.ts';

export type Message = { to: string; subject: string; text: string; html: string };

export type Mailer = {
  send(message: Message): Promise<void>;
  close(): void;
};

/** Sends through SMTP, or, without a server, keeps the message where `/dev/outbox` shows it. */
export function createMailer(options: { smtpUrl: string | undefined; from: string; db: Database }): Mailer {
  const { smtpUrl, from, db } = options;
  if (smtpUrl === undefined) return outboxMailer(db);
  const transport = createTransport(smtpUrl);
  return {
    async send(message) {
      await transport.sendMail({ from, ...message });
    },
    close: () => {
      transport.close();
    },
  };
}

function outboxMailer(db: Database): Mailer {
  return {
    async send({ to, subject, text, html }) {
      await db
        .insertInto('outbox_messages')
        .values({ recipient: to, subject, body_text: text, body_html: html })
        .execute();
    },
    close: () => undefined,
  };
}
