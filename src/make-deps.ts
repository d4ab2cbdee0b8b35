import { join } from 'node:path';
import { readAssets } from '#platform/assets.ts';
import { createAuth } from '#platform/auth.ts';
import { createDatabase, createPool } from '#platform/database.ts';
import type { Deps } from '#platform/deps.ts';
import type { Log } from '#platform/log.ts';
import { type Mailer, createMailer } from '#platform/mail.ts';
import { createDiskStorage } from '#platform/storage.ts';
import type { Config } from './config.ts';
import { accountMails } from './features/accounts/account-mails.ts';

/** Largest file that this installation takes, in bytes. */
const maxFileBytes = 4 * 2 ** 30;

/** Most that one earner may hand in altogether, in bytes: several films beside everything else. */
const maxEarnerBytes = 20e9;

export type RunningDeps = Deps & { mailer: Mailer; close(): Promise<void> };

/** Makes everything that the web server, the worker and the command line share. */
export function makeDeps(config: Config, databaseUrl: string, baseUrl: string, log: Log): RunningDeps {
  const pool = createPool(databaseUrl);
  const noteLoss = (error: Error) => {
    log.warn({ err: error }, 'a database connection was lost');
  };
  pool.on('error', noteLoss);
  pool.on('connect', (client) => client.on('error', noteLoss));
  const db = createDatabase(pool);
  const mailer = createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom, db });
  return {
    db,
    pool,
    now: () => new Date(),
    storage: createDiskStorage(join(config.dataDir, 'files')),
    auth: createAuth({ pool, secret: config.secret, baseUrl, ...accountMails({ db, baseUrl }) }),
    assets: readAssets(),
    log,
    baseUrl,
    secret: config.secret,
    production: config.production,
    maxFileBytes,
    maxEarnerBytes,
    mailer,
    async close() {
      mailer.close();
      await db.destroy();
    },
  };
}
