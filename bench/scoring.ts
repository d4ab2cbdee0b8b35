import { mkdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { silentLog } from '#platform/log.ts';
import { projectRoot } from '#platform/root.ts';
import { readConfig } from '../src/config.ts';
import { prepareInstallation } from '../src/features/installation/prepare-installation.ts';
import { makeDeps } from '../src/make-deps.ts';
import { askServer, startServer, stopServer } from './child-server.ts';
import { freshDatabase } from './fresh-database.ts';
import { quantile } from './measure.ts';
import { assessorsInAll, cookieOf, fullPopulation, populate } from './population.ts';
import { type Act, type Answer, type Ask, acts, scoreOne } from './scoring-acts.ts';
import type { ServerTimes } from './serve-scoring.ts';

/** Acts that were answered as they should be, by what the browser waited; and those that were not. */
type Tally = { times: Map<Act, number[]>; errors: Map<string, number>; decided: number; isEmpty: boolean };

const expected: Record<Act, number> = {
  'take the next attempt': 303,
  'scoring page': 200,
  'save a rating': 200,
  beat: 200,
  desk: 200,
  'decision page': 200,
  'send the decision': 303,
};

/**
 * 50 assessors score at once, beside the attempts of so many earners (10,000: 60,000 attempts): for so many seconds at a
 * person’s pace, a second between two acts, and for as many without any pause.
 */
export async function measureScoring(
  earners = fullPopulation.earners,
  seconds = 40,
  assessors = assessorsInAll,
): Promise<void> {
  const dataDir = join(projectRoot, 'data/bench');
  mkdirSync(dataDir, { recursive: true });
  process.env.DATA_DIR = dataDir;
  const postgres = await startEmbeddedPostgres({ dataDir, log: console.log });
  try {
    const url = await freshDatabase(postgres.url, 'bench_scoring');
    const deps = makeDeps(readConfig(), url, 'http://127.0.0.1:1', silentLog);
    await prepareInstallation({ ...deps, production: true });
    await populate(deps.pool, { ...fullPopulation, earners });
    const { rows } = await deps.pool.query<{ attempts: number; waiting: number }>(
      `select count(*) as attempts, count(*) filter (where j.stage = 'scoring') as waiting
       from attempts a join judgings j on j.attempt_id = a.id`,
    );
    await deps.close();
    const [{ attempts, waiting } = { attempts: 0, waiting: 0 }] = rows;
    console.log(`${attempts.toLocaleString('en-US')} attempts, ${waiting.toLocaleString('en-US')} of them wait.`);
    console.log(`${assessors} assessors; ${cpus().length} × ${cpus()[0]?.model.trim()}, shared with this client.`);
    const { child, served } = await startServer<{ app: string; secret: string }>('serve-scoring', url);
    await work(served, assessors, 3, 0);
    for (const [title, pause] of [
      ['with a second between two acts', 1000],
      ['without a pause', 0],
    ] as const) // prettier-ignore
    {
      await askServer<ServerTimes>(child, 'times');
      const tally = await work(served, assessors, seconds, pause);
      console.log(format(title, tally, await askServer<ServerTimes>(child, 'times'), seconds));
    }
    await stopServer(child);
  } finally {
    await postgres.stop();
  }
}

/** All assessors at once, until the time is over; each ends with the attempt in hand. */
async function work(
  served: { app: string; secret: string },
  assessors: number,
  seconds: number,
  pause: number,
): Promise<Tally> {
  const tally: Tally = { times: new Map(), errors: new Map(), decided: 0, isEmpty: false };
  const end = performance.now() + seconds * 1000;
  const agent = new Agent({ keepAlive: true, maxSockets: assessors });
  const isOver = () => performance.now() > end;
  await Promise.all(
    Array.from({ length: assessors }, async (_, index) => {
      const cookie = cookieOf(`assessor${index + 1}@bench.example`, served.secret);
      const ask = asking(agent, served.app, cookie, tally, isOver);
      // Not all in step: each begins somewhere within the first pause.
      await wait((pause * index) / assessors);
      while (!isOver()) {
        try {
          const didScore = await scoreOne(ask, () => wait(pause));
          if (didScore) tally.decided += 1;
          else {
            tally.isEmpty = true;
            return;
          }
        } catch (error) {
          if (error === over) return;
          note(tally, error instanceof Error ? error.message : String(error));
        }
      }
    }),
  );
  agent.destroy();
  return tally;
}

/** Thrown where the time is over in the middle of an attempt. */
const over = new Error('The time is over');

function asking(agent: Agent, app: string, cookie: string, tally: Tally, isOver: () => boolean): Ask {
  return async (act, method, path, body) => {
    if (isOver()) throw over;
    const isJson = body !== undefined && 'json' in body;
    const payload = body === undefined ? '' : isJson ? JSON.stringify(body.json) : body.form;
    const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
    const headers = {
      cookie,
      accept: isJson ? 'application/json' : 'text/html',
      ...(body && { 'content-type': type }),
    };
    const begun = performance.now();
    const answer = await send(agent, app + path, method, headers, payload);
    const took = performance.now() - begun;
    const isEmpty = act === 'take the next attempt' && answer.status === 409;
    if (answer.status === expected[act]) tally.times.set(act, [...(tally.times.get(act) ?? []), took]);
    else if (!isEmpty) {
      note(tally, `${act}: ${answer.status}`);
      throw new Error(`${act} answered ${answer.status}`);
    }
    return answer;
  };
}

function send(
  agent: Agent,
  url: string,
  method: string,
  headers: Record<string, string>,
  payload: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, location: headers.location, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}

function note(tally: Tally, what: string): void {
  tally.errors.set(what, (tally.errors.get(what) ?? 0) + 1);
}

function format(title: string, tally: Tally, server: ServerTimes, seconds: number): string {
  const ms = (times: readonly number[] | undefined, share: number) => quantile(times ?? [], share).toFixed(1);
  const line = (name: string, times: readonly number[], own: readonly number[]) =>
    `| ${name} | ${times.length} | ${ms(own, 0.5)} | ${ms(own, 0.95)} | ${ms(times, 0.5)} | ${ms(times, 0.95)} | ${ms(times, 0.99)} |`;
  const all = [...tally.times.values()].flat();
  const errors = [...tally.errors].map(([what, count]) => `${what} (${count})`).join(', ') || 'none';
  return [
    '',
    `Assessors at work ${title}: ${(all.length / seconds).toFixed(0)} requests and ${(tally.decided / seconds).toFixed(1)} decisions a second for ${seconds} s; errors: ${errors}${tally.isEmpty ? '; the queue ran empty' : ''}. Server ${Math.round(server.rss / 1e6)} MB.`,
    '',
    '| act | count | server p50 ms | server p95 ms | browser p50 ms | browser p95 ms | browser p99 ms |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...acts.flatMap((act) => {
      const times = tally.times.get(act);
      return times ? [line(act, times, server.times[act] ?? [])] : [];
    }),
    line('all', all, Object.values(server.times).flat()),
  ].join('\n');
}
