import { type ChildProcess, execFile, fork } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { silentLog } from '#platform/log.ts';
import { projectRoot } from '#platform/root.ts';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { prepareInstallation } from '../src/features/installation/prepare-installation.ts';
import { makeDeps } from '../src/make-deps.ts';
import { freshDatabase } from './fresh-database.ts';
import { quantile } from './measure.ts';
import { cookieOf } from './population.ts';

const run = promisify(execFile);
const database = 'bench_uploads';
const folder = join(projectRoot, 'data/bench/uploads');
const earners = 8;
const rounds = 3;

type Server = { child: ChildProcess; address: string };
type Earner = { enrolmentId: string; requirement: string; cookie: string };

/**
 * MB/s of one upload through the tus endpoint, looked at, hashed and handed in, beside the same bytes sent by the same `curl` to
 * a bare Node server that writes them to a file; and the memory of the server while 8 uploads run at once.
 */
export async function measureUploads(megabytes: number): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  process.env.DATA_DIR = join(projectRoot, 'data/bench');
  const postgres = await startEmbeddedPostgres({ dataDir: process.env.DATA_DIR, log: console.log });
  process.env.DATA_DIR = folder;
  const started: Server[] = [];
  const start = async (...args: string[]) => {
    const server = await startServer(args);
    started.push(server);
    return server;
  };
  try {
    const people = await prepare(postgres.url);
    const files = await Promise.all(people.map((_, index) => writeFilm(join(folder, `film-${index}.mp4`), megabytes)));
    const app = await start('serve-uploads', databaseUrl(postgres.url));
    const bare = await start('serve-bare', '');
    const synced = await start('serve-bare', 'sync');
    const [earner] = people;
    const [file] = files;
    if (!earner || file === undefined) throw new Error('There is nobody to upload.');

    const speeds = { tus: [] as number[], bare: [] as number[], synced: [] as number[] };
    await sendBare(bare.address, file);
    for (let round = 0; round < rounds; round += 1) {
      speeds.bare.push(megabytes / (await sendBare(bare.address, file)));
      speeds.tus.push(megabytes / (await sendTus(app.address, earner, file, `film-${round}`, megabytes)));
      speeds.synced.push(megabytes / (await sendBare(synced.address, file)));
      await clear(postgres.url);
    }
    const median = (values: number[]) => quantile(values, 0.5);
    const [tus, plain, safe] = [median(speeds.tus), median(speeds.bare), median(speeds.synced)];

    // A server that has done nothing yet, so that what it keeps from before hides nothing.
    const fresh = await start('serve-uploads', databaseUrl(postgres.url));
    const idle = await memoryOf(fresh.child);
    let peak = idle;
    const watch = setInterval(() => void memoryOf(fresh.child).then((now) => (peak = Math.max(peak, now))), 200);
    const begun = performance.now();
    await Promise.all(people.map((one, index) => sendTus(fresh.address, one, files[index] ?? '', 'film', megabytes)));
    const seconds = (performance.now() - begun) / 1000;
    clearInterval(watch);
    console.log(
      [
        `One upload of ${megabytes} MB, median of ${rounds}: ${tus.toFixed(0)} MB/s, looked at, hashed, on the disk and handed in.`,
        `The same bytes to a bare Node server: ${plain.toFixed(0)} MB/s, so ${((100 * tus) / plain).toFixed(0)} %;`,
        `to one that also waits until they are on the disk: ${safe.toFixed(0)} MB/s, so ${((100 * tus) / safe).toFixed(0)} %.`,
        `${earners} uploads of ${megabytes} MB at once: ${((earners * megabytes) / seconds).toFixed(0)} MB/s together; ` +
          `memory ${idle.toFixed(0)} MB idle, ${peak.toFixed(0)} MB at most, so ${(peak - idle).toFixed(0)} MB over idle.`,
      ].join('\n'),
    );
  } finally {
    for (const { child } of started) {
      child.disconnect();
      await once(child, 'exit');
    }
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The measured process. */
export async function serveUploads(url: string): Promise<void> {
  const deps = makeDeps({ ...readConfig(), maxEarnerBytes: 1e12 }, url, 'http://127.0.0.1:1', silentLog);
  const app = await buildApp(deps);
  await app.listen({ port: 0, host: '127.0.0.1' });
  await answerUntilDone(app.server.address() as AddressInfo);
  await app.close();
  await deps.close();
}

/** The least that takes the same bytes: a Node server that writes them to a file. */
export async function serveBare(mode: string): Promise<void> {
  const server = createServer((request, reply) => {
    const path = join(folder, `bare${mode}`);
    const file = createWriteStream(path);
    request.pipe(file).on('close', () => {
      void (mode === 'sync' ? syncFile(path) : Promise.resolve()).then(() => reply.end());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await answerUntilDone(server.address() as AddressInfo);
  server.close();
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync();
  await file.close();
}

async function answerUntilDone({ port }: AddressInfo): Promise<void> {
  process.on('message', () => process.send?.(process.memoryUsage().rss / 1e6));
  process.send?.(`http://127.0.0.1:${port}`);
  await once(process, 'disconnect');
}

async function startServer(args: string[]): Promise<Server> {
  const child = fork(process.argv[1] ?? '', args, { execArgv: process.execArgv, cwd: projectRoot });
  const [address] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
  if (typeof address !== 'string') throw new Error('A measured server did not start');
  return { child, address };
}

async function memoryOf(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message');
  child.send('memory');
  return Number((await answer)[0]);
}

function databaseUrl(serverUrl: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** The programmes, and people at work on one that asks for a film. */
async function prepare(serverUrl: string): Promise<Earner[]> {
  const url = await freshDatabase(serverUrl, database);
  const deps = makeDeps(readConfig(), url, 'http://127.0.0.1:1', silentLog);
  await prepareInstallation({ ...deps, production: true });
  const { rows } = await deps.pool.query<{ id: string; email: string; requirement: string }>(
    `with film as (
       select m.id, m.issuer_id, m.current_version_id, r ->> 'id' as requirement
       from micro_credentials m join definition_versions v on v.id = m.current_version_id,
         jsonb_path_query(v.document, '$.parts[*].requirements[*] ? (@.rules.maxMegabytes == 4000)') r
       order by m.slug limit 1
     ), person as (
       insert into people (name, email, email_verified)
       select 'Earner ' || n, 'uploader' || n || '@bench.example', true from generate_series(1, $1::int) n returning id, email
     ), session as (
       insert into sessions (person_id, token, expires_at) select id, 'bench-' || email, now() + interval '1 day' from person
     ), made as (
       insert into enrolments (issuer_id, person_id, micro_credential_id, definition_version_id)
       select f.issuer_id, p.id, f.id, f.current_version_id from film f, person p returning id, person_id
     )
     select m.id, p.email, f.requirement from made m join person p on p.id = m.person_id, film f`,
    [earners],
  );
  const people = rows.map(({ id, email, requirement }) => ({
    enrolmentId: id,
    requirement,
    cookie: cookieOf(email, deps.secret),
  }));
  await deps.close();
  return people;
}

/** What begins as a film does; the rest can’t be compressed. */
async function writeFilm(path: string, megabytes: number): Promise<string> {
  const file = await open(path, 'w');
  const block = Buffer.alloc(1e6);
  for (let index = 0; index < megabytes; index += 1) {
    randomFillSync(block);
    if (index === 0) {
      block.write('\0\0\0\x18ftypisom\0\0\x02\0isommp42', 0, 'latin1');
      block.write('\0\0\0\x01mdat', 24, 'latin1');
      block.writeBigUInt64BE(BigInt(megabytes) * 1_000_000n - 24n, 32);
    }
    await file.write(block);
  }
  await file.close();
  return path;
}

/** Seconds that `curl` takes to send a file. */
async function send(url: string, file: string, ...options: string[]): Promise<{ seconds: number; answer: string }> {
  const { stdout } = await run('curl', ['-sS', '-H', 'Expect:', '-w', '\n%{time_total}', ...options, '-T', file, url]);
  const end = stdout.lastIndexOf('\n');
  return { seconds: Number(stdout.slice(end + 1)), answer: stdout.slice(0, end) };
}

async function sendBare(address: string, file: string): Promise<number> {
  return (await send(`${address}/`, file)).seconds;
}

async function sendTus(
  address: string,
  { enrolmentId, requirement, cookie }: Earner,
  file: string,
  name: string,
  megabytes: number,
): Promise<number> {
  const metadata = { filename: `${name}.mp4`, enrolment: enrolmentId, requirement };
  const begun = await fetch(`${address}/uploads`, {
    method: 'POST',
    headers: {
      cookie,
      'tus-resumable': '1.0.0',
      'upload-length': String(megabytes * 1e6),
      'upload-metadata': Object.entries(metadata)
        .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
        .join(','),
    },
  });
  const location = begun.headers.get('location');
  if (location === null) throw new Error(`An upload was refused: ${await begun.text()}`);
  const headers = [
    `Cookie: ${cookie}`,
    'Tus-Resumable: 1.0.0',
    'Upload-Offset: 0',
    'Content-Type: application/offset+octet-stream',
  ];
  const options = headers.flatMap((header) => ['-H', header]);
  const { seconds, answer } = await send(address + location, file, '-X', 'PATCH', ...options);
  if (!answer.includes('"added":[{')) throw new Error(`An upload was not taken: ${answer}`);
  return seconds;
}

/** What was handed in, so that the disk does not fill up. */
async function clear(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(serverUrl) });
  await client.connect();
  try {
    await client.query('delete from uploads; delete from artifacts; delete from blobs');
  } finally {
    await client.end();
  }
  rmSync(join(folder, 'files/blobs'), { recursive: true, force: true });
}
