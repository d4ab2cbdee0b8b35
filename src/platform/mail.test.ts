import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, createDatabase } from '../../test/support/postgres.ts';
import { createDatabase as openDatabase } from './database.ts';
import { mailJobs, sendMailLater } from './mail.jobs.ts';
import { type QueuedMessage, createMailer } from './mail.ts';

const message = {
  to: 'maya@example.org',
  subject: 'Your award: “Réading the Room”',
  text: 'It is yours.\n',
  html: '<p>It is yours.</p>',
};
const from = 'Tessera <no-reply@tessera.example>';

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database.drop());

/** A real SMTP server on loopback that keeps what it takes, or refuses it. */
async function startSmtp(options: { refuse?: boolean } = {}) {
  const received: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push(Buffer.concat(chunks).toString('utf8'));
        done(options.refuse ? new Error('mailbox full') : null);
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(resolve));
  return { url: `smtp://127.0.0.1:${port}`, received, close };
}

describe('mail', () => {
  it('goes out through SMTP as text and HTML, and not into the outbox', async () => {
    const smtp = await startSmtp();
    const db = openDatabase(database.pool);
    const mailer = createMailer({ smtpUrl: smtp.url, from, db });

    await mailer.send(message);

    const mail = await PostalMime.parse(smtp.received[0] ?? '');
    expect(mail.subject).toBe(message.subject);
    expect(mail.from?.address).toBe('no-reply@tessera.example');
    expect(mail.to?.map(({ address }) => address)).toEqual([message.to]);
    expect(mail.text).toContain('It is yours.');
    expect(mail.html).toContain('<p>It is yours.</p>');
    expect(await db.selectFrom('outbox_messages').select('id').execute()).toEqual([]);
    mailer.close();
    await smtp.close();
  });

  it('fails when the server refuses it, so that its job is tried again', async () => {
    const smtp = await startSmtp({ refuse: true });
    const mailer = createMailer({ smtpUrl: smtp.url, from, db: openDatabase(database.pool) });

    await expect(mailer.send(message)).rejects.toThrow('mailbox full');

    mailer.close();
    await smtp.close();
  });

  it('can’t be given more recipients or headers by a line break in a subject', async () => {
    const smtp = await startSmtp();
    const mailer = createMailer({ smtpUrl: smtp.url, from, db: openDatabase(database.pool) });

    await mailer.send({ ...message, subject: 'Hello\r\nBcc: stranger@example.org' });

    const mail = await PostalMime.parse(smtp.received[0] ?? '');
    expect(mail.bcc).toBeUndefined();
    expect(mail.subject).toContain('Hello');
    mailer.close();
    await smtp.close();
  });

  it('has an id of its own that it keeps when it is sent again, so that mail programs show it once', async () => {
    const smtp = await startSmtp();
    const db = openDatabase(database.pool);
    const mailer = createMailer({ smtpUrl: smtp.url, from, db });
    await db.transaction().execute((trx) => sendMailLater(trx, message));
    await db.transaction().execute((trx) => sendMailLater(trx, message));
    const { rows } = await database.pool.query<{ payload: QueuedMessage }>(
      'select payload from graphile_worker._private_jobs',
    );

    for (const { payload } of [...rows, ...rows]) await mailJobs(mailer, db)['send-mail'](payload);

    const ids = await Promise.all(smtp.received.map(async (mail) => (await PostalMime.parse(mail)).messageId));
    expect(ids.slice(0, 2)).toEqual(ids.slice(2));
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toMatch(/^<[\w-]{36}@tessera\.example>$/);
    mailer.close();
    await smtp.close();
  });

  it('is kept for the outbox page where there is no server', async () => {
    const db = openDatabase(database.pool);

    await createMailer({ smtpUrl: undefined, from, db }).send(message);

    const [kept] = await db.selectFrom('outbox_messages').selectAll().execute();
    expect(kept).toMatchObject({ recipient: message.to, subject: message.subject, body_text: message.text });
  });
});
