import type { Database } from '#platform/database.ts';

export type OutboxMessage = { id: string; recipient: string; subject: string; text: string; at: Date };

export const messagesPerPage = 30;

/** The messages that were kept for want of a mail server, newest first; after `before`, the older ones. */
export async function listOutbox(db: Database, before?: string): Promise<OutboxMessage[]> {
  return db
    .selectFrom('outbox_messages')
    .select(['id', 'recipient', 'subject', 'body_text as text', 'created_at as at'])
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(messagesPerPage + 1)
    .execute();
}
