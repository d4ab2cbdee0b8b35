import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createDatabase, createPool } from '#platform/database.ts';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { projectRoot } from '#platform/root.ts';
import { buildOverview } from '../src/features/reports/build-overview.ts';
import { buildLookFors } from '../src/features/reports/build-look-fors.ts';
import { countDecided, countFirstRatings, countPairedRatings } from '../src/features/reports/reports.queries.ts';
import { listTurnAround } from '../src/features/reports/turn-around.queries.ts';
import { freshDatabase } from './fresh-database.ts';
import { millionRatings, populateRated } from './rated-population.ts';

const database = 'bench_statistics';
const runs = 7;

/**
 * Makes 1,000,000 ratings (50,000 attempts × two assessors × 10 look-fors) in a database of its own and measures the
 * reports that read all of them, from the question to the finished tables: SQL, counting, coefficients and intervals.
 */
export async function measureStatistics(): Promise<void> {
  const dataDir = join(projectRoot, 'data/bench/statistics');
  mkdirSync(dataDir, { recursive: true });
  const postgres = await startEmbeddedPostgres({ dataDir, log: console.log });
  try {
    const pool = createPool(await freshDatabase(postgres.url, database));
    const db = createDatabase(pool);
    const { issuerId } = await populateRated(pool, millionRatings);
    const { rows } = await pool.query<{ ratings: number }>('select count(*) as ratings from ratings');
    console.log(`${rows[0]?.ratings.toLocaleString('en-US')} ratings; ${cpus().length} × ${cpus()[0]?.model.trim()}.`);
    const scope = { issuerIds: [issuerId], microCredentialId: undefined, versionId: undefined, since: undefined };
    await measure('count the pairs (SQL and TypeScript)', () => countPairedRatings(db, scope));
    await measure('agreement report, with intervals by attempt', async () =>
      buildOverview(await countPairedRatings(db, scope), await countDecided(db, scope), 'bench'),
    );
    await measure('look-for report', async () =>
      buildLookFors(await countFirstRatings(db, scope), await countPairedRatings(db, scope), new Map(), {
        chosen: undefined,
        href: (lookFor) => lookFor,
        showsTitle: false,
      }),
    );
    await measure('turn-around of 50,000 attempts', () => listTurnAround(db, scope));
    await pool.end();
  } finally {
    await postgres.stop();
  }
}

async function measure(what: string, run: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let each = 0; each < runs; each += 1) {
    const begun = performance.now();
    await run();
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const [least = 0, middle = 0, most = 0] = [times[0], times[Math.floor(runs / 2)], times.at(-1)].map((time) =>
    Math.round(time ?? 0),
  );
  console.log(`${what}: median ${middle} ms of ${runs} runs (${least} to ${most})`);
}
