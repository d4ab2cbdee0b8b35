import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLog } from '#platform/log.ts';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { makeDeps } from '../src/make-deps.ts';
import { actOf } from './scoring-acts.ts';

/** What the server itself took, from the request’s arrival to the answer’s last byte: milliseconds by act. */
export type ServerTimes = { times: Record<string, number[]>; rss: number };

/**
 * The measured process: the real app alone. Answers `times` with what every request took since it was last asked, by the
 * server’s own clock, and its memory.
 */
export async function serveScoring(databaseUrl: string): Promise<void> {
  const deps = makeDeps(readConfig(), databaseUrl, 'http://127.0.0.1:1', silentLog);
  const app = await buildApp(deps);
  let times: Record<string, number[]> = {};
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const begun = performance.now();
    const act = actOf(request.method ?? '', request.url ?? '');
    response.once('finish', () => (times[act] ??= []).push(performance.now() - begun));
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  process.send?.({ app: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, secret: deps.secret });
  process.on('message', () => {
    const answer: ServerTimes = { times, rss: process.memoryUsage().rss };
    times = {};
    process.send?.(answer);
  });
  await once(process, 'disconnect');
  await app.close();
  await deps.close();
}
