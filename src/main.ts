import { pino } from 'pino';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { freePort } from '#platform/free-port.ts';
import { runJobs } from '#platform/jobs.ts';
import { migrate } from '#platform/migrate.ts';
import { buildApp } from './app.ts';
import { ConfigError, configWarning, readConfig } from './config.ts';
import { askForMissingAwards } from './features/awards/ask-for-missing-awards.ts';
import { prepareInstallation } from './features/installation/prepare-installation.ts';
import { signInHelp } from './features/installation/sign-in-help.ts';
import { dailyJobs, jobHandlers } from './jobs.ts';
import { makeDeps } from './make-deps.ts';

/** Starts everything, in the order that each part needs the one before; stops it in the other order. */
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
  const databaseUrl = config.databaseUrl ?? postgres?.url ?? '';
  await migrate(databaseUrl);

  const port = config.port ?? (await freePort(3000, config.host));
  const baseUrl = config.baseUrl ?? `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`;
  const deps = makeDeps(config, databaseUrl, baseUrl, log);
  await deps.storage.removeAbandoned();
  await prepareInstallation(deps);
  const missing = await askForMissingAwards(deps.db);
  if (missing > 0) log.warn({ missing }, 'awards that are earned and not issued are asked for again');

  const app = await buildApp(deps, { trustProxy: config.trustProxy });
  const jobs = config.runsJobs ? await runJobs(deps.pool, jobHandlers(deps, deps.mailer), log, dailyJobs) : undefined;
  await app.listen({ port, host: config.host });
  process.stdout.write(await signInHelp(deps));

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await app.close();
    await jobs?.stop();
    await deps.close();
    await postgres?.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

main().catch((error: unknown) => {
  process.stderr.write(
    error instanceof ConfigError
      ? `${error.message}\n`
      : `Tessera could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  // 2 tells the supervisor that trying again would not help.
  process.exit(error instanceof ConfigError ? 2 : 1);
});
