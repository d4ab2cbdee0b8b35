import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { issue } from '@digitalbazaar/vc';
import { CompactSign, generateKeyPair } from 'jose';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { silentLog } from '#platform/log.ts';
import { projectRoot } from '#platform/root.ts';
import { runJobs } from '#platform/run-jobs.ts';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { askForMissingAwards } from '../src/features/awards/ask-for-missing-awards.ts';
import { findPublicAward } from '../src/features/awards/awards.queries.ts';
import { certificatePdf } from '../src/features/awards/certificate.ts';
import { createDocumentLoader } from '#platform/json-ld/document-loader.ts';
import { issueAward } from '../src/features/awards/issue-award.ts';
import { prepareInstallation } from '../src/features/installation/prepare-installation.ts';
import { jobHandlers } from '../src/jobs.ts';
import { type RunningDeps, makeDeps } from '../src/make-deps.ts';
import { freshDatabase } from './fresh-database.ts';
import { measureWrites, quantile } from './measure.ts';
import { populate } from './population.ts';

/** Awards that are signed in one turn of a comparison, and how many turns each side has. */
const perRound = 48;
const rounds = 4;

/**
 * Awards signed and stored per second beside the bare libraries on the same document; `count` awards by the queue with the worker
 * killed in the middle; a verify page, a certificate and a badge; the status of one among a million credentials.
 */
export async function measureAwards(count: number): Promise<void> {
  process.env.DATA_DIR = join(projectRoot, 'data/bench');
  const postgres = await startEmbeddedPostgres({ dataDir: process.env.DATA_DIR, log: console.log });
  try {
    const url = await freshDatabase(postgres.url, 'bench_awards');
    const deps = makeDeps(readConfig(), url, 'http://127.0.0.1:1', silentLog);
    try {
      await prepareInstallation({ ...deps, production: true });
      const needed = count + 2 * (rounds + 1) * perRound;
      // Seven of ten enrolments are earned.
      await populate(deps.pool, { earners: Math.ceil(needed / 4 / 0.68), enrolmentsPerEarner: 4 });
      const attempts = await listEarned(deps);
      for (const atOnce of [1, 8]) await compareWithBare(deps, attempts, atOnce);
      await byQueue(deps, url);
      await measureReading(deps);
    } finally {
      await deps.close();
    }
  } finally {
    await postgres.stop();
  }
}

async function listEarned({ pool }: RunningDeps): Promise<string[]> {
  const { rows } = await pool.query<{ attempt_id: string }>(
    `select attempt_id from decisions where outcome = 'earned' order by attempt_id`,
  );
  return rows.map(({ attempt_id }) => attempt_id);
}

async function compareWithBare(deps: RunningDeps, attempts: string[], atOnce: number): Promise<void> {
  const take = () => attempts.splice(0, perRound).map((attemptId) => () => mustIssue(deps, attemptId));
  await measureWrites(take(), atOnce);
  const bare = await bareSigner(deps);
  await measureWrites(
    Array.from({ length: perRound }, () => bare),
    atOnce,
  );
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    theirs.push(
      (
        await measureWrites(
          Array.from({ length: perRound }, () => bare),
          atOnce,
        )
      ).requestsPerSecond,
    );
    ours.push((await measureWrites(take(), atOnce)).requestsPerSecond);
  }
  const [own, limit] = [quantile(ours, 0.5), quantile(theirs, 0.5)];
  console.log(
    `Awards at ${atOnce} at a time: ${own.toFixed(0)} signed and stored per second, bare libraries ${limit.toFixed(0)}: ${Math.round((100 * own) / limit)} %`,
  );
}

async function mustIssue(deps: RunningDeps, attemptId: string): Promise<void> {
  const result = await issueAward(deps, { attemptId });
  if (!result.ok) throw new Error(`${attemptId}: ${result.reason}`);
}

/** What the libraries take for the same document, with the same contexts at hand and nothing stored. */
async function bareSigner({ db }: RunningDeps): Promise<() => Promise<void>> {
  const { credential: stored } = await db
    .selectFrom('award_credentials')
    .select('credential')
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow();
  const { proof: _, ...credential } = stored as { proof: unknown; issuer: { id: string } };
  const pair = await Ed25519Multikey.generate({ controller: credential.issuer.id });
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const documentLoader = createDocumentLoader();
  return async () => {
    const suite = new DataIntegrityProof({ cryptosuite, signer: pair.signer() });
    await issue({ credential: structuredClone(credential), suite, documentLoader });
    const payload = Buffer.from(JSON.stringify(credential), 'utf8');
    await new CompactSign(payload).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
  };
}

/** The worker that is killed: jobs alone, until its parent is gone. */
export async function workAwards(databaseUrl: string): Promise<void> {
  const deps = makeDeps(readConfig(), databaseUrl, 'http://127.0.0.1:1', silentLog);
  await runJobs(deps.pool, jobHandlers(deps, deps.mailer), silentLog);
  process.send?.({ working: true });
  await once(process, 'disconnect');
}

async function byQueue(deps: RunningDeps, databaseUrl: string): Promise<void> {
  const before = await countAwards(deps);
  const asked = await askForMissingAwards(deps.db);
  const begun = performance.now();
  let worker = startWorker(databaseUrl);
  await untilIssued(deps, before + Math.floor(asked / 2));
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  const killedAt = await countAwards(deps);
  worker = startWorker(databaseUrl);
  await untilIssued(deps, before + asked);
  const seconds = (performance.now() - begun) / 1000;
  worker.kill('SIGKILL');
  const { rows } = await deps.pool.query<{ missing: string; doubled: string; bare: string }>(`
    select (select count(*) from decisions d where outcome = 'earned' and not exists (select from awards a where a.attempt_id = d.attempt_id)) as missing,
      (select count(*) - count(distinct enrolment_id) from awards) as doubled,
      (select count(*) from awards a where (select count(*) from award_credentials c where c.award_id = a.id) <> 1) as bare`);
  console.log(
    `${asked} awards by the queue in ${seconds.toFixed(0)} s (${(asked / seconds).toFixed(0)} per second), the worker killed after ${killedAt - before}: ` +
      `${rows[0]?.missing} missing, ${rows[0]?.doubled} doubled, ${rows[0]?.bare} without exactly one credential`,
  );
}

function startWorker(databaseUrl: string) {
  return fork(process.argv[1] ?? '', ['work-awards', databaseUrl], { execArgv: process.execArgv, cwd: projectRoot });
}

async function countAwards({ pool }: RunningDeps): Promise<number> {
  const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from awards');
  return rows[0]?.n ?? 0;
}

async function untilIssued(deps: RunningDeps, wanted: number): Promise<void> {
  while ((await countAwards(deps)) < wanted) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function measureReading(deps: RunningDeps): Promise<void> {
  const { rows } = await deps.pool.query<{ public_id: string; slug: string; number: number }>(
    `select a.public_id, i.slug, e.list_number as number from awards a join issuers i on i.id = a.issuer_id
     join award_credentials c on c.award_id = a.id join status_entries e on e.award_credential_id = c.id order by a.id desc limit 200`,
  );
  const [first] = rows;
  if (!first) throw new Error('There is no award.');
  await fillLists(deps, 1_000_000);
  const app = await buildApp(deps);
  await app.ready();
  const time = async (url: (row: (typeof rows)[number]) => string) => {
    const times: number[] = [];
    for (const row of rows) {
      const start = performance.now();
      const answer = await app.inject({ url: url(row), headers: { accept: 'text/html' } });
      times.push(performance.now() - start);
      if (answer.statusCode !== 200) throw new Error(`${url(row)} answered ${answer.statusCode}`);
    }
    return `p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms`;
  };
  console.log(`Verify page, its award verified for the first time: ${await time((row) => `/verify/${row.public_id}`)}`);
  console.log(`Verify page again: ${await time((row) => `/verify/${row.public_id}`)}`);
  console.log(
    `Status list among 1,000,000 credentials: ${await time(({ slug, number }) => `/issuers/${slug}/status/revocation/${number}`)}`,
  );
  const badge = await app.inject({ url: `/verify/${first.public_id}/badge.png` });
  console.log(
    `Baked PNG: ${badge.statusCode === 200 ? `${(badge.rawPayload.length / 1000).toFixed(0)} kB` : badge.statusCode}`,
  );
  await app.close();

  const award = await findPublicAward(deps.db, first.public_id);
  if (!award) throw new Error('The award is gone.');
  const options = { baseUrl: deps.baseUrl, tileSvg: '<svg xmlns="http://www.w3.org/2000/svg"/>', paper: 'a4' as const };
  certificatePdf(award, options);
  const begun = performance.now();
  // Another name each time, so that nothing that was set before is used again.
  for (let n = 0; n < 100; n += 1) certificatePdf({ ...award, recipientName: `Earner ${n}` }, options);
  console.log(`Certificates: ${((100 * 1000) / (performance.now() - begun)).toFixed(0)} PDFs per second`);
}

/** Places in the lists for so many credentials, which nobody has to sign for this. */
async function fillLists({ pool }: RunningDeps, count: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(
      `with owner as (select issuer_id from status_lists order by issuer_id limit 1), size as (select 131072 as n),
       made as (
         insert into status_lists (issuer_id, number, revoked, suspended)
         select issuer_id, 1000 + k, decode(repeat('00', n / 8), 'hex'), decode(repeat('00', n / 8), 'hex')
         from owner, size, generate_series(0, ($1 - 1) / n) k returning 1)
       insert into status_entries (award_credential_id, issuer_id, list_number, index)
       select uuidv7(), issuer_id, 1000 + m / n, m % n from owner, size, generate_series(0, $1 - 1) m`,
      [count],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
  await pool.query('vacuum analyze status_entries, status_lists, awards, award_credentials');
}
