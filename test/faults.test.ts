import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it, onTestFailed } from 'vitest';
import { listRequirements } from '#domain/definition/outline.ts';
import { createDatabase as createKysely } from '#platform/database.ts';
import { freePort } from '#platform/free-port.ts';
import { saveEvidence } from '../src/features/work/save-evidence.ts';
import { findWorkspace } from '../src/features/work/workspace.queries.ts';
import { type Person, insertEnrolment, signIn } from './support/factories.ts';
import { makePdf } from './support/pdf.ts';
import { sampleEvidence } from './support/sample-evidence.ts';
import { type TestDatabase, createDatabase } from './support/postgres.ts';
import { type Program, makeDataDir, startProgram } from './support/program.ts';

const secret = 'a secret for the faults tests, long enough';
const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Programs that start on a loaded machine: each takes many seconds, and a test starts two. */
const slow = { timeout: 180_000 };
const patiently = { timeout: 60_000 };

/** Starts the program, and sees to it that none outlives its test. What it said is told where the test fails. */
function start(env: Record<string, string>): Program {
  const program = startProgram({ LOG_LEVEL: 'warn', ...env });
  undo.push(() => program.kill());
  onTestFailed(() => {
    console.error(`A program of this test said:\n${program.output()}`);
  });
  return program;
}

async function ownDatabase(): Promise<TestDatabase> {
  const database = await createDatabase();
  undo.push(() => database.drop());
  return database;
}

async function ownDataDir(): Promise<string> {
  const folder = await makeDataDir();
  undo.push(() => folder.remove());
  return folder.path;
}

/** Holds a table against every write, on a connection of its own, until `release()`. */
async function holdTable(url: string, table: string): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let held = true;
  const release = async () => {
    if (held) await client.end();
    held = false;
  };
  undo.push(release);
  await client.query(`begin; lock table ${table} in exclusive mode`);
  return { release };
}

/** Resolves once a query of the program waits for a lock on this table: it stands in the middle of its transaction. */
async function untilHeldAt(pool: pg.Pool, table: string): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await pool.query('select 1 from pg_locks where relation = $1::regclass and not granted', [
        table,
      ]);
      return rows.length;
    }, patiently)
    .toBeGreaterThan(0);
}

describe('in production', slow, () => {
  it('the program refuses to start without a secret and a base URL, and says how to set both', async () => {
    const { url } = await ownDatabase();
    const program = start({ NODE_ENV: 'production', DATABASE_URL: url, DATA_DIR: await ownDataDir() });

    expect(await program.exit).toBe(2);
    expect(program.output()).toContain('needs SECRET and BASE_URL');
    expect(program.output()).toContain('openssl rand -base64 48');
    expect(program.output()).not.toContain('at async'); // A sentence, not a stack.
  });

  it('it refuses a secret that is too short to be one', async () => {
    const { url } = await ownDatabase();
    const settings = { NODE_ENV: 'production', DATABASE_URL: url, DATA_DIR: await ownDataDir() };
    const program = start({ ...settings, SECRET: 'short', BASE_URL: 'https://learn.example.org' });

    expect(await program.exit).toBe(2);
    expect(program.output()).toContain('SECRET must have at least 32 characters');
  });

  it('with both it serves the programmes from the database that DATABASE_URL names, with nobody in it', async () => {
    const { url, pool } = await ownDatabase();
    const dataDir = await ownDataDir();
    const program = start({
      NODE_ENV: 'production',
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      SECRET: secret,
      BASE_URL: 'https://learn.example.org',
      PORT: '0',
    });

    expect(await program.ready).toBe('https://learn.example.org');
    const db = createKysely(pool);
    expect(await db.selectFrom('people').select('id').execute()).toEqual([]);
    expect(await db.selectFrom('micro_credentials').select('slug').execute()).toHaveLength(22);
    expect(program.output()).not.toContain('demo.tessera.example');
    expect(await program.stop()).toBe(0);
  });
});

describe('a server that is killed', slow, () => {
  it('in the middle of an upload leaves nothing of it, and keeps what it had acknowledged', async () => {
    const { site, program, again, work, dataDir } = await startWithWork();
    const kept = await makePdf('kept');
    const first = await upload(await program.ready, work, { name: 'kept.pdf', content: kept });
    expect(first.status).toBe(303);

    const half = new AbortController();
    const content = new ReadableStream({
      start(stream) {
        stream.enqueue(multipartHead('half.pdf'));
        stream.enqueue(kept.subarray(0, 600));
      },
    });
    const sending = send(await program.ready, work, content, half.signal).catch(() => 'broken off');
    await expect.poll(() => listFiles(join(dataDir, 'files/incoming')), patiently).toHaveLength(1);
    await program.kill();
    half.abort();
    expect(await sending).toBe('broken off');

    await again().ready;
    expect(listFiles(join(dataDir, 'files/incoming'))).toEqual([]);
    expect(await artifactNames(site)).toEqual(['kept.pdf']);
    await expectBlobsToHaveFiles(site, dataDir);
  });

  it('with a file received and its row not committed shows none of it', async () => {
    const { site, program, again, work, dataDir, url, pool } = await startWithWork();
    const artifacts = await holdTable(url, 'artifacts');
    const sending = upload(await program.ready, work, { name: 'a.pdf', content: await makePdf('a') }).catch(
      () => 'broken off',
    );
    await untilHeldAt(pool, 'artifacts');
    await program.kill();
    expect(await sending).toBe('broken off');
    await artifacts.release();

    const address = await again().ready;
    expect(await artifactNames(site)).toEqual([]);
    await expectBlobsToHaveFiles(site, dataDir);
    expect((await upload(address, work, { name: 'a.pdf', content: await makePdf('a') })).status).toBe(303);
    await expectBlobsToHaveFiles(site, dataDir);
    expect(await artifactNames(site)).toEqual(['a.pdf']);
  });

  it('in the middle of a submission has not submitted, lost nothing, and takes the submission afterwards', async () => {
    const { site, program, again, work, dataDir, url, pool } = await startWithWork();
    expect(
      (await upload(await program.ready, work, { name: 'tally.pdf', content: await makePdf('tally') })).status,
    ).toBe(303);
    await completeWork(site, work);
    const before = await evidenceOf(site);
    // The trail is written last: everything else of the submission stands in the transaction by then.
    const trail = await holdTable(url, 'audit_events');
    const sending = submit(await program.ready, work).catch(() => 'broken off');
    await untilHeldAt(pool, 'audit_events');
    await program.kill();
    expect(await sending).toBe('broken off');
    await trail.release();

    const address = await again().ready;
    expect(await submissionOf(site)).toEqual({ state: 'working', attempts_count: 0, attempts: 0, files: 0 });
    expect(await evidenceOf(site)).toEqual(before);
    expect((await submit(address, work)).headers.get('location')).toMatch(/\/attempts\/1$/);
    expect(await submissionOf(site)).toEqual({ state: 'submitted', attempts_count: 1, attempts: 1, files: 1 });
    await expectBlobsToHaveFiles(site, dataDir);
  });

  it('takes up the job that it had begun when it starts again', async () => {
    const { url, pool } = await ownDatabase();
    const settings = { DATABASE_URL: url, DATA_DIR: await ownDataDir(), NODE_ENV: 'production', SECRET: secret };
    const outbox = await holdTable(url, 'outbox_messages');
    const mail = { to: 'eve@example.org', subject: 'Earned', text: 'You did it.', html: '<p>You did it.</p>' };
    await pool.query(`select graphile_worker.add_job('send-mail', $1::json)`, [JSON.stringify(mail)]);
    const first = start({ ...settings, BASE_URL: 'http://127.0.0.1', PORT: '0' });
    await first.ready;
    await untilHeldAt(pool, 'outbox_messages');

    await first.kill();
    // The database notices a dead client only when it next speaks to it; until then what it was asked last would still be done.
    await pool.query(
      `select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = 'tessera' and datname = current_database()`,
    );
    await outbox.release();
    const second = start({ ...settings, BASE_URL: 'http://127.0.0.1', PORT: '0' });
    await second.ready;

    await expect
      .poll(async () => (await pool.query('select recipient from outbox_messages')).rows, patiently)
      .toEqual([{ recipient: 'eve@example.org' }]);
    // The clock adds jobs of its own meanwhile.
    const left = `select task_identifier, attempts, locked_by, last_error from graphile_worker.jobs where task_identifier = 'send-mail'`;
    await expect.poll(async () => (await pool.query(left)).rows, patiently).toEqual([]);
  });
});

type Work = { enrolmentId: string; cookie: string; person: Person };

/** A running program, and someone who is at work there. */
async function startWithWork() {
  const { url, pool } = await ownDatabase();
  const dataDir = await ownDataDir();
  const port = await freePort(30_000 + Math.floor(Math.random() * 10_000), '127.0.0.1');
  const baseUrl = `http://127.0.0.1:${port}`;
  const settings = { DATABASE_URL: url, DATA_DIR: dataDir, NODE_ENV: 'production', SECRET: secret };
  const again = () => start({ ...settings, BASE_URL: baseUrl, PORT: String(port) });
  const site = { db: createKysely(pool), deps: { now: () => new Date(), secret, baseUrl } };
  const { id: enrolmentId, person } = await insertEnrolment(site);
  const { cookie } = await signIn(site, person);
  const work: Work = { enrolmentId, cookie, person };
  return { site, program: again(), again, work, dataDir, url, pool };
}

type Site = Awaited<ReturnType<typeof startWithWork>>['site'];

const boundary = 'faults-boundary';

function multipartHead(name: string): Buffer {
  const field = `content-disposition: form-data; name="files"; filename="${name}"`;
  return Buffer.from(`--${boundary}\r\n${field}\r\ncontent-type: application/pdf\r\n\r\n`);
}

async function upload(
  address: string,
  work: Work,
  { name, content }: { name: string; content: Buffer },
): Promise<Response> {
  const end = Buffer.from(`\r\n--${boundary}--\r\n`);
  return send(address, work, Buffer.concat([multipartHead(name), content, end]));
}

async function send(
  address: string,
  { enrolmentId, cookie }: Work,
  body: Buffer | ReadableStream,
  signal: AbortSignal | null = null,
): Promise<Response> {
  return fetch(`${address}/work/${enrolmentId}/artifacts?requirement=tally`, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...browserHeaders(address, cookie), 'content-type': `multipart/form-data; boundary=${boundary}` },
    body,
    signal,
    duplex: 'half',
  } as RequestInit);
}

function browserHeaders(address: string, cookie: string): Record<string, string> {
  return { cookie, origin: address, accept: 'text/html', 'sec-fetch-site': 'same-origin' };
}

async function submit(address: string, { enrolmentId, cookie }: Work): Promise<Response> {
  return fetch(`${address}/work/${enrolmentId}/submit`, {
    method: 'POST',
    redirect: 'manual',
    headers: browserHeaders(address, cookie),
    body: new URLSearchParams({ number: '1' }),
  });
}

/** Writes what the submission needs beside the file that is there. */
async function completeWork({ db }: Site, { enrolmentId, person }: Work): Promise<void> {
  const workspace = await findWorkspace(db, person.id, enrolmentId);
  const artifacts = [...(workspace?.artifacts.keys() ?? [])];
  for (const requirement of listRequirements(workspace!.definition).filter(({ kind }) => kind !== 'artifact')) {
    const data = sampleEvidence(requirement, workspace!.definition, artifacts);
    const command = {
      personId: person.id,
      enrolmentId,
      requirementKey: requirement.id,
      revision: 0,
      data,
      now: new Date(),
    };
    await db.transaction().execute((trx) => saveEvidence(trx, command));
  }
}

async function artifactNames({ db }: Site): Promise<string[]> {
  return (await db.selectFrom('artifacts').select('name').orderBy('id').execute()).map(({ name }) => name);
}

async function evidenceOf({ db }: Site) {
  return db.selectFrom('evidence_items').select(['requirement_key', 'data', 'revision']).orderBy('id').execute();
}

async function submissionOf({ db }: Site) {
  const enrolment = await db.selectFrom('enrolments').select(['state', 'attempts_count']).executeTakeFirstOrThrow();
  const attempts = await db.selectFrom('attempts').select('id').execute();
  const files = await db.selectFrom('attempt_files').select('artifact_id').execute();
  return { ...enrolment, attempts: attempts.length, files: files.length };
}

async function expectBlobsToHaveFiles({ db }: Site, dataDir: string): Promise<void> {
  const blobs = await db.selectFrom('blobs').select(['sha256', 'size']).execute();
  for (const { sha256, size } of blobs) {
    expect(statSync(join(dataDir, 'files/blobs', sha256.slice(0, 2), sha256)).size).toBe(Number(size));
  }
}

function listFiles(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
