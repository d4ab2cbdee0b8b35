import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { silentLog } from '#platform/log.ts';
import { projectRoot } from '#platform/root.ts';
import { readConfig } from '../src/config.ts';
import { issueAward } from '../src/features/awards/issue-award.ts';
import { prepareInstallation } from '../src/features/installation/prepare-installation.ts';
import { makeDeps } from '../src/make-deps.ts';
import { measureAwards, workAwards } from './awards.ts';
import { askServer, startServer, stopServer } from './child-server.ts';
import { measureDuplicates } from './duplicates.ts';
import { freshDatabase } from './fresh-database.ts';
import { measureKeystrokes } from './keystrokes.ts';
import { type Timing, compareReads, measureWrites } from './measure.ts';
import { type PopulationSize, copyAwards, fullPopulation, populate, smallPopulation } from './population.ts';
import { measureScoring } from './scoring.ts';
import { type Served, serve } from './serve.ts';
import { serveScoring } from './serve-scoring.ts';
import { measureStatistics } from './statistics.ts';
import { measureUploads, serveBare, serveUploads } from './uploads.ts';
import { ratingTasks, submitTasks } from './writes.ts';

const usage = `npm run bench [-- --seconds N]
npm run bench -- uploads [MB]
npm run bench -- scoring [earners] [seconds] [assessors]
npm run bench -- duplicates [attempts]
npm run bench -- statistics
npm run bench -- awards [count]

Loads a small and a full population (100 and 10,000 earners) into databases of its own under data/bench, measures every
page at 1 and 16 connections beside its bare limit, and prints the table of docs/performance.md.

scoring lets assessors (50) work at once beside so many earners' attempts (10,000: 60,000 attempts), for so many seconds (40)
at a person's pace and as many without a pause.

statistics makes 1,000,000 ratings and measures the reports that read them all.

uploads measures files of so many megabytes (1,074: one GiB) beside a bare server, and the memory while 8 come at once.
awards signs beside the bare libraries, then so many (10,000) by the queue with the worker killed in the middle.

duplicates makes so many attempts (10,000) and measures the search for near-duplicates of one.`;

type PageResult = {
  name: string;
  statements: number;
  bytes: number;
  timings: Record<1 | 16, { page: Timing; bare: Timing }>;
};
type Result = {
  size: PopulationSize;
  loadSeconds: number;
  awardsPerSecond: number;
  pages: PageResult[];
  rating: Record<1 | 16, Timing>;
  submit: Record<1 | 16, Timing>;
  megabytes: number;
};

async function main(args: string[]): Promise<void> {
  if (args.includes('--help')) {
    console.log(usage);
    return;
  }
  const seconds = Number(args[args.indexOf('--seconds') + 1] ?? 4) || 4;
  const dataDir = join(projectRoot, 'data/bench');
  mkdirSync(dataDir, { recursive: true });
  process.env.DATA_DIR = dataDir;
  const postgres = await startEmbeddedPostgres({ dataDir, log: console.log });
  try {
    const small = await measurePopulation(postgres.url, 'bench_small', smallPopulation, seconds);
    const full = await measurePopulation(postgres.url, 'bench_full', fullPopulation, seconds);
    const report = format(small, full);
    writeFileSync(join(dataDir, 'results.json'), JSON.stringify({ small, full }, null, 2));
    console.log(report);
  } finally {
    await postgres.stop();
  }
}

async function measurePopulation(
  serverUrl: string,
  name: string,
  size: PopulationSize,
  seconds: number,
): Promise<Result> {
  const url = await freshDatabase(serverUrl, name);
  const deps = makeDeps(readConfig(), url, 'http://127.0.0.1:1', silentLog);
  console.log(`Loading ${size.earners.toLocaleString('en-US')} earners …`);
  const begun = performance.now();
  await prepareInstallation({ ...deps, production: true });
  await populate(deps.pool, size);
  const loadSeconds = (performance.now() - begun) / 1000;
  const awardsPerSecond = await signAwards(deps, Math.min(200, size.earners));
  await copyAwards(deps.pool);

  const { child, served } = await startServer<Served>('serve', url);
  const pages: PageResult[] = [];
  for (const page of served.pages) {
    const timings = {} as PageResult['timings'];
    for (const connections of [1, 16] as const) {
      const { a, b } = await compareReads(
        { url: served.app + page.url, cookie: page.cookie },
        { url: `${served.bare}/${page.name}`, cookie: undefined },
        connections,
        seconds,
      );
      timings[connections] = { page: a, bare: b };
    }
    pages.push({ name: page.name, statements: page.statements, bytes: page.bytes, timings });
    console.log(
      `  ${page.name}: ${page.statements} statements, p50 ${timings[1].page.p50.toFixed(1)} ms, ${share(timings[1])} % of its bare limit`,
    );
  }
  const target = { app: served.app, secret: deps.secret };
  const each = size === fullPopulation ? 150 : 6;
  const ratings = await ratingTasks(deps.pool, target, each * 2);
  const submits = await submitTasks(deps.pool, target, each * 2);
  const rating = {
    1: await measureWrites(ratings.slice(0, each), 1),
    16: await measureWrites(ratings.slice(each), 16),
  };
  const submit = {
    1: await measureWrites(submits.slice(0, each), 1),
    16: await measureWrites(submits.slice(each), 16),
  };
  const { rss } = await askServer<{ rss: number }>(child, 'memory');
  const megabytes = Math.round(rss / 1e6);
  await stopServer(child);
  await deps.close();
  return { size, loadSeconds, awardsPerSecond, pages, rating, submit, megabytes };
}

/** Awards that the real use case signs, one after the other. */
async function signAwards(deps: ReturnType<typeof makeDeps>, count: number): Promise<number> {
  const { rows } = await deps.pool.query<{ attempt_id: string }>(
    `select attempt_id from decisions where outcome = 'earned' order by attempt_id limit $1`,
    [count],
  );
  const begun = performance.now();
  for (const { attempt_id } of rows) await issueAward(deps, { attemptId: attempt_id });
  return (rows.length * 1000) / (performance.now() - begun);
}

function share({ page, bare }: { page: Timing; bare: Timing }): number {
  return Math.round((100 * page.requestsPerSecond) / bare.requestsPerSecond);
}

function format(small: Result, full: Result): string {
  const cells = (timing: Timing) =>
    `${Math.round(timing.requestsPerSecond)} | ${timing.p50.toFixed(1)} | ${timing.p99.toFixed(1)}`;
  const rows = full.pages.map((page) => {
    const little = small.pages.find(({ name }) => name === page.name);
    const growth = (little?.timings[1].page.requestsPerSecond ?? NaN) / page.timings[1].page.requestsPerSecond;
    return `| ${page.name} | ${page.statements} | ${(page.bytes / 1000).toFixed(0)} | ${cells(page.timings[1].page)} | ${share(page.timings[1])} % | ${cells(page.timings[16].page)} | ${share(page.timings[16])} % | ${growth.toFixed(2)} |`;
  });
  const write = (name: string, timings: Record<1 | 16, Timing>, before: Record<1 | 16, Timing>) =>
    `| ${name} | ${cells(timings[1])} | ${cells(timings[16])} | ${(timings[1].p50 / before[1].p50).toFixed(2)} |`;
  return [
    `Machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}.`,
    `Population: ${full.size.earners.toLocaleString('en-US')} earners, loaded in ${full.loadSeconds.toFixed(0)} s.`,
    '',
    '| page | SQL | kB | req/s at 1 | p50 ms | p99 ms | of bare | req/s at 16 | p50 ms | p99 ms | of bare | time against 1/100 |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '| write | req/s at 1 | p50 ms | p99 ms | req/s at 16 | p50 ms | p99 ms | p50 against 1/100 |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    write('save one rating', full.rating, small.rating),
    write('submit an attempt', full.submit, small.submit),
    '',
    `Awards signed: ${full.awardsPerSecond.toFixed(0)} per second, one after the other. Memory of the server after the run: ${full.megabytes} MB.`,
  ].join('\n');
}

const [command, ...rest] = process.argv.slice(2);
const servers: Record<string, (argument: string) => Promise<void>> = {
  serve,
  'serve-scoring': serveScoring,
  'serve-uploads': serveUploads,
  'serve-bare': serveBare,
  'work-awards': workAwards,
};
const server = servers[command ?? ''];
if (server) {
  await server(rest[0] ?? '');
  process.exit(0);
}
if (command === 'uploads') await measureUploads(Number(rest[0] ?? 1074));
else if (command === 'awards') await measureAwards(Number(rest[0] ?? 10_000));
else if (command === 'statistics') await measureStatistics();
else if (command === 'scoring') await measureScoring(...rest.map(Number).filter((value) => value > 0));
else if (command === 'keystrokes') await measureKeystrokes(Number(rest[0] ?? 60));
else if (command === 'duplicates') await measureDuplicates(Number(rest[0] ?? 10_000));
else await main(process.argv.slice(2));
