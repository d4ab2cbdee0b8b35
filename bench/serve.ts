import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { makeDeps } from '../src/make-deps.ts';
import { silentLog } from '#platform/log.ts';
import { listBenchPages } from './pages.ts';
import { type Recording, bareServer, recordPage, recordStatements } from './server.ts';

export type ServedPage = { name: string; url: string; cookie: string | undefined; statements: number; bytes: number };

/** What the measuring process learns of the measured one. */
export type Served = { app: string; bare: string; pages: ServedPage[] };

/** The measured process: the real app, and the bare routes beside it on the same pool. Answers `memory` messages. */
export async function serve(databaseUrl: string): Promise<void> {
  const config = readConfig();
  const baseUrl = 'http://127.0.0.1:1';
  const deps = makeDeps(config, databaseUrl, baseUrl, silentLog);
  const recorder = recordStatements(deps.pool);
  const app = await buildApp(deps);
  const pages = await listBenchPages(deps.pool, deps.secret);
  const recordings = new Map<string, Recording>();
  for (const { name, url, cookie } of pages) {
    const recording = await recordPage(app, recorder, url, cookie);
    if (recording.status !== 200) throw new Error(`${name} (${url}) answered ${recording.status}`);
    recordings.set(name, recording);
  }
  const bare = await bareServer(deps.pool, recordings);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const served: Served = {
    app: addressOf(app.server.address()),
    bare: addressOf(bare.server.address()),
    pages: pages.map((page) => {
      const recording = recordings.get(page.name);
      return { ...page, statements: recording?.statements.length ?? 0, bytes: recording?.body.length ?? 0 };
    }),
  };
  process.send?.(served);
  process.on('message', (message) => {
    if (message === 'memory') process.send?.({ rss: process.memoryUsage().rss });
  });
  await once(process, 'disconnect');
  await Promise.all([app.close(), bare.close()]);
  await deps.close();
}

function addressOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return `http://127.0.0.1:${address.port}`;
}
