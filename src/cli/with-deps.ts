import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { silentLog } from '#platform/log.ts';
import { migrate } from '#platform/migrate.ts';
import { readConfig, type Config } from '../config.ts';
import { makeDeps, type RunningDeps } from '../make-deps.ts';

/** Opens the database of `DATABASE_URL`, or the one that comes with the program (joining it where it runs), and closes it after. */
export async function withDatabase<T>(work: (url: string, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig();
  if (config.databaseUrl !== undefined) return work(config.databaseUrl, config);
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log: () => undefined });
  try {
    return await work(postgres.url, config);
  } finally {
    await postgres.stop();
  }
}

export async function withDeps<T>(work: (deps: RunningDeps) => Promise<T>): Promise<T> {
  return withDatabase(async (url, config) => {
    await migrate(url);
    const deps = makeDeps(config, url, config.baseUrl ?? 'http://localhost:3000', silentLog);
    try {
      return await work(deps);
    } finally {
      await deps.close();
    }
  });
}
