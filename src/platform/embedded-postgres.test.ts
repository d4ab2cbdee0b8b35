import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { projectRoot } from './root.ts';

let home: string;
let dataDir: string;
const started: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'embedded-'));
  dataDir = join(home, 'open/data');
  // A temporary folder is closed to others, whoever makes it; the server's own user must pass.
  chmodSync(home, 0o755);
  mkdirSync(join(home, 'open'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of started.splice(0)) await server.stop();
  rmSync(home, { recursive: true, force: true });
});

async function start(folder = dataDir) {
  const server = await startEmbeddedPostgres({ dataDir: folder, log: () => undefined, outside: join(home, 'outside') });
  started.push(server);
  return server;
}

async function query<T>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
  }
}

const keep = (url: string) => query(url, "create table kept as select 'something' as what");
const kept = (url: string) => query(url, 'select what from kept');

/** Another program that uses the database; resolves once it does. */
async function startElsewhere() {
  const script = `
    const { startEmbeddedPostgres } = await import('#platform/embedded-postgres.ts');
    const { url } = await startEmbeddedPostgres({ dataDir: process.argv[1], log: () => {} });
    console.log(url);
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: line.toString().trim() };
}

async function kill(child: ChildProcess) {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const postmaster = () => Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

test('what was written is there after a stop and a start, on the same port', async () => {
  const first = await start();
  expect(first.reused).toBe(false);
  await keep(first.url);
  await first.stop();
  await expect(kept(first.url)).rejects.toThrow();
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await kept(second.url)).toEqual([{ what: 'something' }]);
});

test('it is a PostgreSQL 18 that waits for the disk, open to the password alone', async () => {
  const { url } = await start();
  expect(
    await query(
      url,
      "select current_setting('server_version_num')::int / 10000 as version, current_setting('fsync') as fsync",
    ),
  ).toEqual([{ version: 18, fsync: 'on' }]);
  await expect(kept(url.replace(/:[0-9a-f]+@/, ':guess@'))).rejects.toThrow(/password authentication failed/);
  expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
});

test('a program that was killed leaves the server, and the next one takes it over and stops it', async () => {
  const { child, url } = await startElsewhere();
  await keep(url);
  await kill(child);
  const next = await start();
  expect(next.reused).toBe(true);
  expect(await kept(next.url)).toEqual([{ what: 'something' }]);
  await next.stop();
  await expect(kept(url)).rejects.toThrow(/ECONNREFUSED/);
});

test('program and server killed together: the next start recovers what was acknowledged', async () => {
  const { child, url } = await startElsewhere();
  await keep(url);
  process.kill(postmaster(), 'SIGKILL');
  await kill(child);
  const next = await start();
  expect(next.reused).toBe(false);
  expect(await kept(next.url)).toEqual([{ what: 'something' }]);
});

test('two programs share it, and the last to leave stops it', async () => {
  const other = await startElsewhere();
  const mine = await start();
  expect(mine.url).toBe(other.url);
  await mine.stop();
  expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await kill(other.child);
  const last = await start();
  await last.stop();
  await expect(query(last.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
});

test('two starts at the same moment make one database', async () => {
  const servers = await Promise.all([start(), start()]);
  expect(servers.map(({ reused }) => reused).sort()).toEqual([false, true]);
  expect(new Set(servers.map(({ url }) => url)).size).toBe(1);
});

test('two checkouts have servers of their own', async () => {
  const [mine, other] = await Promise.all([start(), start(join(home, 'open/other'))]);
  await keep(mine.url);
  await expect(kept(other.url)).rejects.toThrow(/"kept" does not exist/);
});

test('a first start that was cut short does not stand in the way', async () => {
  mkdirSync(join(dataDir, 'postgres.new/base'), { recursive: true });
  const { url } = await start();
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('the server runs as another user, who owns its data', async () => {
    await start();
    expect(statSync(join(dataDir, 'postgres')).uid).not.toBe(0);
    expect(statSync(`/proc/${postmaster()}`).uid).not.toBe(0);
  });

  test('below a home closed to others, the data lives outside and is found again', async () => {
    const closed = join(home, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const first = await start(join(closed, 'data'));
    await keep(first.url);
    expect(existsSync(join(closed, 'data/postgres'))).toBe(false);
    await first.stop();
    expect(await kept((await start(join(closed, 'data'))).url)).toEqual([{ what: 'something' }]);
  });
});
