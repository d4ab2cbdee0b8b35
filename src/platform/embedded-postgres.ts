import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { withFileLock } from './file-lock.ts';
import { canReach, findPostgresBinaries, unprivilegedUser, type RunAs } from './postgres-binaries.ts';
import {
  clusterUrl,
  ensureCluster,
  ensureDatabase,
  findRunningPort,
  startCluster,
  stopCluster,
  type Cluster,
  type Settings,
} from './postgres-cluster.ts';
import { identifyProcess, isRunning } from './process-identity.ts';

export type EmbeddedPostgres = {
  url: string;
  /** Whether it was running already, left by a program that was killed or shared with one that still runs. */
  reused: boolean;
  /** Stops the server, unless another program of this checkout still uses it. */
  stop(): Promise<void>;
};

type Options = {
  /** The program's data folder; the database lives in `postgres` below it. */
  dataDir: string;
  log: (message: string) => void;
  /** Where root keeps a database whose data folder PostgreSQL's own user cannot reach. */
  outside?: string;
};

/** What `<dataDir>/postgres.json` remembers, readable to its owner alone. */
type Remembered = { folder: string; password: string; port?: number };

const databaseName = 'tessera';

/** Everything about durability stays as PostgreSQL has it: what was acknowledged survives a power cut. */
const settings: Settings = {
  shared_buffers: '256MB',
  work_mem: '16MB',
  random_page_cost: 1.1,
  // Compiling a query costs more than running any of ours.
  jit: 'off',
  timezone: 'UTC',
  log_checkpoints: 'off',
};

/**
 * Starts the PostgreSQL that comes with the program, or joins the one that runs already on the same data.
 *
 * The server is in a session of its own and outlives a program that is killed; the next start finds it by its data folder. Root
 * hands it to an unprivileged user (see `postgres-binaries.ts`); where that user cannot reach the data folder, as below a home closed
 * to others, the database lives in `/var/lib/tessera/<key>` and `postgres.json` says so.
 */
export async function startEmbeddedPostgres({
  dataDir,
  log,
  outside = '/var/lib/tessera',
}: Options): Promise<EmbeddedPostgres> {
  mkdirSync(dataDir, { recursive: true });
  const home = realpathSync(dataDir);
  const lock = join(home, 'postgres.lock');
  return withFileLock(lock, async () => {
    const remembered = recall(home) ?? {
      folder: chooseFolder(home, outside),
      password: randomBytes(24).toString('hex'),
    };
    const folder = resolve(home, remembered.folder);
    // Kept before the data folder is made, so that there is never a database whose password nobody knows.
    remember(home, remembered);
    const cluster: Cluster = { binaries: findPostgresBinaries(ownerOf(folder)), folder, password: remembered.password };

    const runningPort = await findRunningPort(cluster);
    const port = runningPort ?? (await startOwn(cluster, remembered.port, log));
    remember(home, { ...remembered, port });
    await ensureDatabase(cluster, port, databaseName);
    if (runningPort !== undefined) log(`Joined the PostgreSQL already running on 127.0.0.1:${port}.`);
    else log(`PostgreSQL runs on 127.0.0.1:${port}, its data in ${folder}.`);

    const users = join(home, 'postgres.users');
    const leave = enterUser(users);
    const stop = () =>
      withFileLock(lock, async () => {
        if (!leave() || othersUse(users) || (await findRunningPort(cluster)) === undefined) return;
        await stopCluster(cluster);
      });
    return { url: clusterUrl(cluster, port, databaseName), reused: runningPort !== undefined, stop };
  });
}

async function startOwn(cluster: Cluster, port: number | undefined, log: Options['log']): Promise<number> {
  if (!existsSync(cluster.folder)) log('Making a new PostgreSQL database; this happens once.');
  await ensureCluster(cluster, { durable: true });
  return startCluster(cluster, port, settings);
}

function recall(home: string): Remembered | undefined {
  const file = join(home, 'postgres.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Remembered) : undefined;
}

function remember(home: string, remembered: Remembered): void {
  const file = join(home, 'postgres.json');
  writeFileSync(`${file}.new`, JSON.stringify(remembered, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Relative where it lies below the data folder, so that a checkout can be moved. */
function chooseFolder(home: string, outside: string): string {
  if (canReach(join(home, 'postgres'), unprivilegedUser())) return 'postgres';
  const folder = join(outside, createHash('sha256').update(home).digest('hex').slice(0, 12));
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const path of [outside, folder]) chmodSync(path, 0o755);
  return join(folder, 'postgres');
}

/** PostgreSQL runs as whoever owns its data: root may start a database that an ordinary user made. */
function ownerOf(folder: string): RunAs | undefined {
  const fallback = unprivilegedUser();
  if (!existsSync(folder)) return fallback;
  const { uid, gid } = statSync(folder);
  if (fallback) return uid === 0 ? fallback : { uid, gid };
  if (process.getuid && uid !== process.getuid()) {
    throw new Error(`${folder} belongs to another user (uid ${uid}). Start the program as that user, or as root.`);
  }
  return undefined;
}

/** Each program that uses the server leaves a file that names it; returns how to withdraw it, which works once. */
function enterUser(users: string): () => boolean {
  mkdirSync(users, { recursive: true });
  const file = join(users, randomUUID());
  writeFileSync(file, identifyProcess(process.pid)!);
  return () => {
    if (!existsSync(file)) return false;
    rmSync(file);
    return true;
  };
}

/** Whether a program that still runs uses the server; forgets those that were killed. */
function othersUse(users: string): boolean {
  let found = false;
  for (const name of readdirSync(users)) {
    const file = join(users, name);
    if (isRunning(readFileSync(file, 'utf8'))) found = true;
    else rmSync(file, { force: true });
  }
  return found;
}
