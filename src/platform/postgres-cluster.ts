import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { identifyProcess } from './process-identity.ts';

/** One PostgreSQL data folder and the superuser that it was made with. */
export type Cluster = { binaries: PostgresBinaries; folder: string; password: string };

/** Settings given to the server at its start, as `postgresql.conf` would name them. */
export type Settings = Record<string, string | number>;

const user = 'tessera';

/** Above the highest process number that Linux can be set to. */
const noProcess = 2 ** 22 + 1;

export function clusterUrl(cluster: Cluster, port: number, database: string): string {
  return `postgres://${user}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

/** Makes the data folder unless it is there already. It appears whole or not at all, however the program ends. */
export async function ensureCluster(cluster: Cluster, options: { durable: boolean }): Promise<void> {
  const { folder, binaries } = cluster;
  if (existsSync(join(folder, 'PG_VERSION'))) return;
  const unfinished = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  if (binaries.runAs)
    for (const path of [unfinished, passwordFile]) chownSync(path, binaries.runAs.uid, binaries.runAs.gid);
  try {
    await run(binaries, 'initdb', [
      ...['-D', unfinished, '-U', user, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
      // The same order and case rules on every machine, whatever locales it has.
      ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
      ...(options.durable ? [] : ['--no-sync']),
    ]);
    renameSync(unfinished, folder);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Starts the server of a data folder and returns once it accepts connections. */
export async function startCluster(
  cluster: Cluster,
  preferredPort: number | undefined,
  settings: Settings,
): Promise<number> {
  disownDeadPostmaster(cluster.folder);
  let port = preferredPort !== undefined && (await isFree(preferredPort)) ? preferredPort : await freePort();
  for (let attempt = 1; ; attempt++) {
    const all: Settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', ...settings };
    const options = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`);
    try {
      // pg_ctl puts the server into a session of its own: Ctrl-C reaches this program, which then stops it in order.
      await run(cluster.binaries, 'pg_ctl', [
        '-D',
        cluster.folder,
        '-l',
        join(cluster.folder, 'server.log'),
        '-w',
        '-t',
        '120',
        '-o',
        options.join(' '),
        'start',
      ]);
      return port;
    } catch (error) {
      // Another program may have taken the port meanwhile; a predecessor killed a moment ago may still be leaving.
      if (attempt >= 8)
        throw new Error(`PostgreSQL does not start. The end of its log:\n${logEnd(cluster)}`, { cause: error });
      await wait(250 * attempt);
      disownDeadPostmaster(cluster.folder);
      if (!(await isFree(port))) port = await freePort();
    }
  }
}

export async function stopCluster(cluster: Cluster, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  await run(cluster.binaries, 'pg_ctl', ['-D', cluster.folder, '-m', mode, '-w', '-t', '60', 'stop']);
}

/** The port on which this very data folder is being served now, if it is; waits while that server starts or recovers. */
export async function findRunningPort(cluster: Cluster): Promise<number | undefined> {
  for (let attempt = 0; attempt < 240; attempt++) {
    const port = readPostmasterPort(cluster.folder);
    if (port === undefined) return undefined;
    const client = new pg.Client({
      connectionString: clusterUrl(cluster, port, 'postgres'),
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ data_directory: string }>('show data_directory');
      return rows[0]?.data_directory === cluster.folder ? port : undefined;
    } catch (error) {
      // 57P03: the database system is starting up, shutting down or recovering.
      if (!(error instanceof pg.DatabaseError && error.code === '57P03')) return undefined;
      await wait(250);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return undefined;
}

export async function ensureDatabase(cluster: Cluster, port: number, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: clusterUrl(cluster, port, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** Line 4 of postmaster.pid is the port, even where the server that wrote it is long dead. */
function readPostmasterPort(folder: string): number | undefined {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const port = Number(readFileSync(file, 'utf8').split('\n')[3]);
  return port > 0 ? port : undefined;
}

/**
 * PostgreSQL takes a killed server for a living one until the process has been collected, which not every container does. The file
 * then gets a process number that no system gives out; the rest of it stays, by which PostgreSQL waits for the last of its workers.
 */
function disownDeadPostmaster(folder: string): void {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [pid, ...rest] = readFileSync(file, 'utf8').split('\n');
  if (identifyProcess(Number(pid)) === undefined) writeFileSync(file, [noProcess, ...rest].join('\n'));
}

function logEnd({ folder }: Cluster): string {
  const file = join(folder, 'server.log');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-12).join('\n') : '(there is none)';
}

/** Runs one of PostgreSQL's programs to its end. The server that pg_ctl starts would hold a pipe open, so it has none: its log says all. */
async function run({ folder, runAs }: PostgresBinaries, program: string, args: string[]): Promise<void> {
  const env = {
    PATH: process.env.PATH,
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {}),
  };
  const output: string[] = [];
  const stdout = program === 'pg_ctl' ? 'ignore' : 'pipe';
  const child = spawn(join(folder, program), args, { ...runAs, cwd: '/', env, stdio: ['ignore', stdout, stdout] });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code}. ${output.join('').trim()}`);
}

async function listenOnce(port: number): Promise<number | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address() as AddressInfo;
      server.close(() => resolve(taken));
    });
  });
}

const isFree = async (port: number) => (await listenOnce(port)) !== undefined;

async function freePort(): Promise<number> {
  const port = await listenOnce(0);
  if (port === undefined) throw new Error('No free port on 127.0.0.1.');
  return port;
}
