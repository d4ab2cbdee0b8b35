import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Deps } from '#platform/deps.ts';
import { pageContext, sendPage, textFields } from '#platform/http.ts';
import { OutboxPage } from './outbox.page.tsx';
import { listOutbox } from './outbox.queries.ts';

/** Where messages go without a mail server; never in production, since it shows everybody's links. */
export function outboxRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/dev/outbox', { config: { policy: 'development' } }, async (request, reply) => {
    const before = z.uuid().safeParse(textFields(request.query).before);
    const messages = await listOutbox(deps.db, before.data);
    return sendPage(reply, 200, <OutboxPage context={pageContext(request, deps)} messages={messages} />);
  });
}
