import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readAssets } from '#platform/assets.ts';
import { createAuth } from '#platform/auth.ts';
import { createScanner } from '#platform/clamav.ts';
import { createDatabase, createPool } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import { createFetchDocument, createFetchOutside } from '#platform/fetch-outside.ts';
import { createCanonizeApart } from '#platform/json-ld/canonize-apart.ts';
import { createKeyService } from '#platform/key-service.ts';
import type { Log } from '#platform/log.ts';
import { type Mailer, createMailer } from '#platform/mail.ts';
import { findOffice } from '#platform/office-converter.ts';
import { createDiskStorage } from '#platform/storage/disk-storage.ts';
import { createS3Storage } from '#platform/storage/s3-storage.ts';
import type { Config } from './config.ts';
import { accountMails } from './features/accounts/account-mails.ts';

/** As many as there are processors; more than four are of no use to one process that serves. */
const signingThreads = Math.min(availableParallelism(), 4);

export type RunningDeps = Deps & { mailer: Mailer; close(): Promise<void> };

/** Makes everything that the web server, the worker and the command line share. */
export function makeDeps(config: Config, databaseUrl: string, baseUrl: string, log: Log): RunningDeps {
  const pool = createPool(databaseUrl);
  const canonize = createCanonizeApart({
    threads: signingThreads,
    totalMs: 60_000,
    mostWaiting: Infinity,
    megabytes: undefined,
  });
  const noteLoss = (error: Error) => {
    log.warn({ err: error }, 'a database connection was lost');
  };
  pool.on('error', noteLoss);
  pool.on('connect', (client) => client.on('error', noteLoss));
  const db = createDatabase(pool);
  const mailer = createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom, db });
  const files = join(config.dataDir, 'files');
  const s3 = config.s3 && createS3Storage(config.s3, files, log);
  const storage = s3 ?? createDiskStorage(files, log);
  return {
    db,
    pool,
    now: () => new Date(),
    draw: Math.random,
    storage,
    auth: createAuth({ pool, secret: config.secret, baseUrl, ...accountMails({ db, baseUrl }) }),
    assets: readAssets(),
    log,
    baseUrl,
    secret: config.secret,
    mailFrom: config.mailFrom,
    keyService: config.keyService && createKeyService(config.keyService),
    canonize,
    production: config.production,
    maxFileBytes: config.maxFileBytes,
    maxEarnerBytes: config.maxEarnerBytes,
    scanner: config.clamdUrl === undefined ? undefined : createScanner(config.clamdUrl),
    office: findOffice(config.libreOffice),
    fetchOutside: createFetchOutside(),
    fetchDocument: createFetchDocument({ hosts: config.verifyHosts }),
    mailer,
    async close() {
      mailer.close();
      await canonize.close();
      s3?.close();
      await db.destroy();
    },
  };
}
