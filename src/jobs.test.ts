import { parseCrontab } from 'graphile-worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addJob } from '#platform/jobs.ts';
import { runJobs } from '#platform/run-jobs.ts';
import { type TestSite, createTestApp } from '../test/support/app.ts';
import { dailyJobs, jobHandlers } from './jobs.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const day = 24 * 3600_000;

it('empties the outbox of what is older than two weeks', async () => {
  const ages = { old: 15, recent: 13 };
  const body = { subject: 'A link', body_text: '', body_html: '' };
  for (const [recipient, days] of Object.entries(ages)) {
    const created_at = new Date(Date.now() - days * day);
    await site.db
      .insertInto('outbox_messages')
      .values({ recipient, ...body, created_at })
      .execute();
  }

  await site.db.transaction().execute((trx) => addJob(trx, 'empty-outbox', undefined));
  await site.runJobs();

  expect(await site.db.selectFrom('outbox_messages').select('recipient').execute()).toEqual([{ recipient: 'recent' }]);
});

it('has a handler for every job that comes by the clock, and leaves them to the queue', async () => {
  const handlers = jobHandlers(site.deps, site.deps.mailer);
  const tasks = parseCrontab(dailyJobs).map(({ task }) => task);
  expect(tasks).toEqual(expect.arrayContaining(['empty-outbox', 'clear-uploads', 'collect-files']));
  expect(Object.keys(handlers)).toEqual(expect.arrayContaining(tasks));

  const jobs = await runJobs(site.deps.pool, handlers, site.deps.log, dailyJobs);
  await expect
    .poll(
      async () =>
        (await site.deps.pool.query('select identifier from graphile_worker._private_known_crontabs order by 1')).rows,
    )
    .toEqual(tasks.toSorted().map((identifier) => ({ identifier })));
  await jobs.stop();
});
