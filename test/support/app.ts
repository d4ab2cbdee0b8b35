import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { runOnce } from 'graphile-worker';
import { JSDOM } from 'jsdom';
import type { ControlledTransaction } from 'kysely';
import { expect } from 'vitest';
import { type JobHandlers, jobTasks, quietJobLog } from '#platform/jobs.ts';
import type { MailAttachment, Message } from '#platform/mail.ts';
import { canonizeHere } from '#platform/json-ld/canonize.ts';
import { silentLog } from '#platform/log.ts';
import type { DB } from '#platform/tables.ts';
import { buildApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { jobHandlers } from '../../src/jobs.ts';
import { type RunningDeps, makeDeps } from '../../src/make-deps.ts';
import { createDatabase } from './postgres.ts';

export const noon = new Date('2026-11-22T12:00:00Z');

/** Where the test site seems to live, unless it listens somewhere. */
export const usualBaseUrl = 'http://tessera.test';

export type TestSite = {
  app: FastifyInstance;
  deps: RunningDeps;
  db: RunningDeps['db'];
  /** The database's address, for a second connection. */
  databaseUrl: string;
  /** Where its files are. */
  dataDir: string;
  /** Sets the clock, which otherwise stands at `noon`. */
  setNow(now: Date): void;
  /** Runs every job that is due, and those that they add. */
  runJobs(only?: Partial<JobHandlers>): Promise<void>;
  /** The mails to an address, oldest first; `runJobs` sends them. */
  mailsTo(email: string): Promise<Required<Message>[]>;
  close(): Promise<void>;
};

/** The real application over a database and a folder of its own. */
export async function createTestApp(
  options: { production?: boolean; maxFileBytes?: number; baseUrl?: string; overrides?: Partial<RunningDeps> } = {},
): Promise<TestSite> {
  const { baseUrl = usualBaseUrl } = options;
  const database = await createDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'tessera-site-'));
  const config: Config = {
    production: options.production ?? false,
    runsJobs: false,
    host: '127.0.0.1',
    port: undefined,
    baseUrl,
    secret: 'a secret for tests, long enough to be one',
    databaseUrl: database.url,
    dataDir,
    smtpUrl: undefined,
    mailFrom: 'Tessera <no-reply@tessera.invalid>',
    logLevel: 'silent',
    trustProxy: false,
    s3: undefined,
    maxFileBytes: 4 * 2 ** 30,
    maxEarnerBytes: 20e9,
    clamdUrl: undefined,
    // A test that converts brings its own: the program is not on every machine, and it is slow.
    libreOffice: 'none',
  };
  let now = noon;
  const deps: RunningDeps = {
    ...makeDeps(config, database.url, baseUrl, silentLog),
    now: () => now,
    // Starting threads takes longer than the few awards of a test.
    canonize: canonizeHere,
    // Nothing is sampled unless a test says so.
    draw: () => 0.999,
    ...(options.maxFileBytes === undefined ? {} : { maxFileBytes: options.maxFileBytes }),
    ...options.overrides,
  };
  const app = await buildApp(deps);
  return {
    app,
    deps,
    db: deps.db,
    databaseUrl: database.url,
    dataDir,
    setNow(next) {
      now = next;
    },
    async runJobs(only) {
      const handlers = { ...jobHandlers(deps, deps.mailer), ...only };
      await runOnce({ pgPool: deps.pool, taskList: jobTasks(handlers), logger: quietJobLog(silentLog) });
    },
    async mailsTo(email) {
      const rows = await deps.db
        .selectFrom('outbox_messages')
        .selectAll()
        .where('recipient', '=', email)
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        ...{ to: row.recipient, subject: row.subject, text: row.body_text, html: row.body_html },
        attachments: row.attachments as MailAttachment[],
      }));
    },
    async close() {
      await letGo(deps.db);
      await app.close();
      await deps.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

type Headers = Record<string, string>;

export function get(site: TestSite, url: string, headers: Headers = {}): Promise<LightMyRequestResponse> {
  return site.app.inject({ method: 'GET', url, headers: { accept: 'text/html', ...headers } });
}

/** Posts a form as a browser does; a list posts its name several times. */
export function post(
  site: TestSite,
  url: string,
  fields: Record<string, string | readonly string[]>,
  headers: Headers = {},
): Promise<LightMyRequestResponse> {
  const body = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as [string, string])),
  );
  return site.app.inject({
    method: 'POST',
    url,
    headers: {
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      origin: site.deps.baseUrl,
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
    payload: body.toString(),
  });
}

/** The page of a response, to be asked by role and text. */
export function pageOf(response: LightMyRequestResponse): Document {
  return new JSDOM(response.body).window.document;
}

/** What a page says, with its white space made even. */
export function textOf(node: Document | Element | null): string {
  const root = node && 'body' in node ? node.body : node;
  return (root?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

type Holding = ControlledTransaction<DB>;
const holdings = new WeakMap<RunningDeps['db'], Set<Holding>>();

/**
 * A transaction that locks what others are to wait for, until the test ends it. Where nobody comes to wait `untilBlocked`
 * ends it: tests that follow, and `close()`, would wait for it in vain.
 */
export async function hold({ db }: Pick<TestSite, 'db'>): Promise<Holding> {
  const holding = await db.startTransaction().execute();
  holdings.set(db, (holdings.get(db) ?? new Set()).add(holding));
  return holding;
}

async function letGo(db: RunningDeps['db']): Promise<void> {
  const going = [...(holdings.get(db) ?? [])].filter(({ isCommitted, isRolledBack }) => !isCommitted && !isRolledBack);
  holdings.delete(db);
  await Promise.allSettled(going.map((holding) => holding.rollback().execute()));
}

/** Resolves once so many queries of this database wait for another's lock. */
export async function untilBlocked(site: TestSite, waiting = 1): Promise<void> {
  const count = async () => {
    const { rows } = await site.deps.pool.query(
      `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    return rows.length;
  };
  try {
    await expect.poll(count).toBe(waiting);
  } catch (error) {
    await letGo(site.db);
    throw error;
  }
}
