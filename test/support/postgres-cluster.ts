import { randomBytes } from 'node:crypto';
import { accessSync, chownSync, constants, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { identifyProcess } from '#platform/process-identity.ts';
import { migrate } from '#platform/migrate.ts';
import { findPostgresBinaries, unprivilegedUser } from '#platform/postgres-binaries.ts';
import { clusterUrl, ensureCluster, ensureDatabase, startCluster, stopCluster } from '#platform/postgres-cluster.ts';

/** Nothing here outlives the run, so nothing waits for a disk. */
const throwaway = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  jit: 'off',
  max_connections: 300,
  shared_buffers: '128MB',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_wal_size: '512MB',
};

/** Linux's folder in memory. */
const memory = '/dev/shm';

/**
 * In memory where there is plenty: a database of a test is a thousand small files that are made and removed again, and on a disk
 * this takes several times as long.
 */
function throwawayFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(memory);
    accessSync(memory, constants.W_OK | constants.X_OK);
    return bavail * bsize > 2e9 && process.availableMemory() > 4e9 ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** The port comes last in a URL without its database: `<server>/<name>` is the database called name. */
export type ThrowawayPostgres = { serverUrl: string; template: string; stop(): Promise<void> };

/** A real PostgreSQL in a folder that nobody keeps, with a migrated database to copy. */
export async function startThrowawayPostgres(): Promise<ThrowawayPostgres> {
  const binaries = findPostgresBinaries(unprivilegedUser());
  await removeAbandoned(binaries);
  const home = mkdtempSync(join(throwawayFolder(), `tessera-test-${process.pid}-`));
  if (binaries.runAs) chownSync(home, binaries.runAs.uid, binaries.runAs.gid);
  const cluster = { binaries, folder: join(home, 'postgres'), password: randomBytes(12).toString('hex') };
  await ensureCluster(cluster, { durable: false });
  const port = await startCluster(cluster, undefined, throwaway);
  const stop = async () => {
    await stopCluster(cluster, 'immediate');
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await ensureDatabase(cluster, port, 'tessera_template');
    await migrate(clusterUrl(cluster, port, 'tessera_template'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { serverUrl: clusterUrl(cluster, port, '').slice(0, -1), template: 'tessera_template', stop };
}

/** A run that was killed leaves its server behind; the next one clears it away. */
async function removeAbandoned(binaries: ReturnType<typeof findPostgresBinaries>): Promise<void> {
  const places = [memory, tmpdir()].filter((place) => existsSync(place));
  for (const home of places.flatMap((place) => readdirSync(place).map((name) => join(place, name)))) {
    const pid = Number(/^tessera-test-(\d+)-/.exec(basename(home))?.[1]);
    if (!pid || identifyProcess(pid) !== undefined) continue;
    await stopCluster({ binaries, folder: join(home, 'postgres'), password: '' }, 'immediate').catch(() => undefined);
    try {
      rmSync(home, { recursive: true, force: true });
    } catch {
      // Another user's: theirs to clear.
    }
  }
}
