import { pino } from 'pino';
import { migrate } from '#platform/migrate.ts';
import { runJobs } from '#platform/run-jobs.ts';
import { ConfigError, configWarning, readConfig } from './config.ts';
import { dailyJobs, jobHandlers } from './jobs.ts';
import { makeDeps } from './make-deps.ts';

/** Jobs alone, for installations that scale the web server apart (`ROLE=web`). */
async function main(): Promise<void> {
  const config = readConfig();
  if (config.databaseUrl === undefined || config.baseUrl === undefined) {
    throw new ConfigError(
      'A worker of its own shares the web server’s database: set DATABASE_URL, BASE_URL and SECRET as they are there.',
    );
  }
  process.stderr.write(configWarning(config));
  const log = pino({ level: config.logLevel });
  await migrate(config.databaseUrl);
  const deps = makeDeps(config, config.databaseUrl, config.baseUrl, log);
  const jobs = await runJobs(deps.pool, jobHandlers(deps, deps.mailer), log, dailyJobs);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await jobs.stop();
    await deps.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof ConfigError ? message : `The worker could not start: ${message}`}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
});
