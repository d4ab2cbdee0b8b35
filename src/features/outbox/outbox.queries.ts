import type { Database } from '#platform/database.ts';
import type { MailAttachment } from '#platform/mail.ts';

export type OutboxMessage = {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  at: Date;
  attachments: readonly MailAttachment[];
};

export const messagesPerPage = 30;

/** The messages that were kept for want of a mail server, newest first; after `before`, the older ones. */
export async function listOutbox(db: Database, before?: string): Promise<OutboxMessage[]> {
  const rows = await db
    .selectFrom('outbox_messages')
    .select(['id', 'recipient', 'subject', 'body_text as text', 'created_at as at', 'attachments'])
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(messagesPerPage + 1)
    .execute();
  return rows.map((row) => ({ ...row, attachments: row.attachments as MailAttachment[] }));
}
