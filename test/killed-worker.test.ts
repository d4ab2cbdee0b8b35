import { sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { addJob } from '#platform/jobs.ts';
import { runJobs } from '#platform/run-jobs.ts';
import { issueAward } from '../src/features/awards/issue-award.ts';
import { jobHandlers } from '../src/jobs.ts';
import { type TestSite, createTestApp, hold, untilBlocked } from './support/app.ts';
import { insertDecided } from './support/earned.ts';
import { type Published, insertEnrolment, insertIssuer, insertPublished } from './support/factories.ts';
import { type Program, startProgram } from './support/program.ts';

const secret = 'a secret for tests, long enough to be one';
const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function startWorker(site: TestSite): Program {
  const settings = { DATABASE_URL: site.databaseUrl, BASE_URL: site.deps.baseUrl, DATA_DIR: site.dataDir };
  const worker = startProgram({ ...settings, SECRET: secret, LOG_LEVEL: 'error' }, 'worker');
  undo.push(() => worker.kill());
  return worker;
}

async function decided(site: TestSite, published: Published): Promise<string> {
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
  return attemptId;
}

/** Everything that is written with an award, by its attempt. */
async function issuedTo(site: TestSite, attempts: readonly string[]) {
  const { rows } = await sql<{ awards: number; credentials: number; places: number; hours: number; told: number }>`
    select count(distinct a.id)::int as awards, count(distinct c.id)::int as credentials, count(distinct e.index)::int as places,
      count(distinct h.id)::int as hours, count(distinct v.id)::int as told
    from unnest(${attempts}::uuid[]) with ordinality as asked (attempt_id, turn)
      left join awards a on a.attempt_id = asked.attempt_id
      left join award_credentials c on c.award_id = a.id
      left join status_entries e on e.award_credential_id = c.id
      left join credit_entries h on h.award_id = a.id
      left join audit_events v on v.subject_type = 'award' and v.subject_id = a.id::text and v.action = 'award.issued'
    group by turn order by turn`.execute(site.db);
  return rows.map(({ awards, credentials, places, hours, told }) =>
    [awards, credentials, places, hours, told].join(' '),
  );
}

const whole = '1 1 1 1 1';
const nothing = '0 0 0 0 0';

it('a worker that is killed in the middle of issuing awards loses none and doubles none: one that lives on finishes', async () => {
  const site = await createTestApp();
  undo.push(() => site.close());
  const free = await insertPublished(site);
  const held = await insertPublished(site, { issuer: await insertIssuer(site) });
  // Both issuers have their keys, so that the awards wait for nothing but what is held.
  for (const published of [free, held]) await issueAward(site.deps, { attemptId: await decided(site, published) });

  const attempts: string[] = [];
  for (const published of [free, free, free, held, held, free, free, free])
    attempts.push(await decided(site, published));
  for (const attemptId of attempts)
    await site.db.transaction().execute((trx) => addJob(trx, 'issue-award', { attemptId }, `issue-award:${attemptId}`));

  // The trail is written last: the two awards of this issuer stand whole in their transactions by then.
  const holding = await hold(site);
  const letGo = () => (holding.isRolledBack ? Promise.resolve() : holding.rollback().execute());
  undo.push(letGo);
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${held.issuer.id}`}, 0))`.execute(holding);
  const worker = startWorker(site);
  const half = [whole, whole, whole, nothing, nothing, nothing, nothing, nothing];
  // A program takes its time to start.
  await expect.poll(() => issuedTo(site, attempts), { timeout: 60_000 }).toEqual(half);
  await untilBlocked(site, 2);
  const { rows: ofTheDead } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(site.db);
  const pauses = { look: 50, sure: 50, again: 50 };
  const livesOn = await runJobs(site.deps.pool, jobHandlers(site.deps, site.deps.mailer), site.deps.log, '', pauses);
  undo.push(() => letGo().then(() => livesOn.stop()));
  await expect.poll(() => issuedTo(site, attempts)).toEqual([...half.slice(0, 5), whole, whole, whole]);
  await worker.kill();
  // The database notices a dead client only when it next speaks to it: until then what it was asked last goes on.
  const pids = ofTheDead.map(({ pid }) => pid);
  await sql`select pg_terminate_backend(pid, 10000) from unnest(${pids}::int[]) as pid`.execute(site.db);
  // The one that lives on has come as far.
  await untilBlocked(site, 2);
  await letGo();
  await expect
    .poll(async () => (await site.deps.pool.query('select 1 from graphile_worker.jobs')).rows, { timeout: 60_000 })
    .toEqual([]);
  expect(await issuedTo(site, attempts)).toEqual(attempts.map(() => whole));
  const { rows: mails } = await sql<{ count: number }>`select count(*)::int from outbox_messages`.execute(site.db);
  // One for each, and for the two that gave the issuers their keys.
  expect(mails[0]?.count).toBe(attempts.length + 2);
}, 180_000);
