import { pino } from 'pino';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { freePort } from '#platform/free-port.ts';
import { migrate } from '#platform/migrate.ts';
import { runJobs } from '#platform/run-jobs.ts';
import { buildApp } from './app.ts';
import { ConfigError, configWarning, readConfig } from './config.ts';
import { askForMissingAwards } from './features/awards/ask-for-missing-awards.ts';
import { ProgrammesError, prepareInstallation } from './features/installation/prepare-installation.ts';
import { signInHelp } from './features/installation/sign-in-help.ts';
import { askForMissingStackAwards } from './features/series/ask-for-stack-awards.ts';
import { dailyJobs, jobHandlers } from './jobs.ts';
import { makeDeps } from './make-deps.ts';

/** What stops each part that runs. */
const stops: (() => Promise<unknown>)[] = [];

/** Starts everything, in the order that each part needs the one before. */
async function main(): Promise<void> {
  const config = readConfig();
  process.stderr.write(configWarning(config));
  const log = pino({ level: config.logLevel });
  const postgres =
    config.databaseUrl === undefined
      ? await startEmbeddedPostgres({
          dataDir: config.dataDir,
          log: (message) => {
            log.info(message);
          },
        })
      : undefined;
  if (postgres) stops.push(() => postgres.stop());
  const databaseUrl = config.databaseUrl ?? postgres?.url ?? '';
  await migrate(databaseUrl);

  const port = config.port ?? (await freePort(3000, config.host));
  const baseUrl = config.baseUrl ?? `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`;
  const deps = makeDeps(config, databaseUrl, baseUrl, log);
  stops.push(() => deps.close());
  await deps.storage.removeAbandoned();
  process.stderr.write(await prepareInstallation(deps));
  const missing = await askForMissingAwards(deps.db);
  if (missing > 0) log.warn({ missing }, 'awards that are earned and not issued are asked for again');
  await askForMissingStackAwards(deps.db);

  const app = await buildApp(deps, { trustProxy: config.trustProxy });
  const jobs = config.runsJobs ? await runJobs(deps.pool, jobHandlers(deps, deps.mailer), log, dailyJobs) : undefined;
  if (jobs) stops.push(() => jobs.stop());
  stops.push(() => app.close());
  await app.listen({ port, host: config.host });
  process.stdout.write(await signInHelp(deps));

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    process.exit((await stopAll()) ? 0 : 1);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

/** Stops what runs, the last part first. One that fails says so and holds up no other. */
async function stopAll(): Promise<boolean> {
  let allStopped = true;
  for (const stop of stops.splice(0).reverse()) {
    try {
      await stop();
    } catch (error) {
      allStopped = false;
      process.stderr.write(`A part did not stop: ${explain(error)}\n`);
    }
  }
  return allStopped;
}

function explain(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch(async (error: unknown) => {
  const mendable = error instanceof ConfigError || error instanceof ProgrammesError;
  process.stderr.write(mendable ? `${error.message}\n` : `Tessera could not start: ${explain(error)}\n`);
  await stopAll();
  // 2 tells the supervisor that trying again would not help.
  process.exit(mendable ? 2 : 1);
});
