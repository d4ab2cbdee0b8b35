import { createTransport } from 'nodemailer';
import type { Database } from './database.ts';

/** A small text that goes with a message, such as a calendar entry. */
export type MailAttachment = { name: string; type: string; content: string };

export type Message = {
  to: string;
  subject: string;
  text: string;
  html: string;
  attachments?: readonly MailAttachment[];
};

/** One that is sent twice has the same id, so that mail programs show it once. */
export type QueuedMessage = Message & { id?: string };

export type Mailer = {
  send(message: QueuedMessage): Promise<void>;
  close(): void;
};

/** Sends through SMTP, or, without a server, keeps the message where `/dev/outbox` shows it. */
export function createMailer(options: { smtpUrl: string | undefined; from: string; db: Database }): Mailer {
  const { smtpUrl, from, db } = options;
  if (smtpUrl === undefined) return outboxMailer(db);
  const transport = createTransport(smtpUrl);
  return {
    async send({ attachments = [], id, ...message }) {
      const named =
        id === undefined ? {} : { messageId: `<${id}@${/@([\w.-]+)/.exec(from)?.[1] ?? 'tessera.invalid'}>` };
      const files = attachments.map(({ name, type, content }) => ({ filename: name, contentType: type, content }));
      await transport.sendMail({ from, ...message, ...named, attachments: files });
    },
    close: () => {
      transport.close();
    },
  };
}

function outboxMailer(db: Database): Mailer {
  return {
    async send({ to, subject, text, html, attachments = [] }) {
      await db
        .insertInto('outbox_messages')
        .values({ recipient: to, subject, body_text: text, body_html: html, attachments: JSON.stringify(attachments) })
        .execute();
    },
    close: () => undefined,
  };
}
