import autocannon from 'autocannon';

export type Timing = { requestsPerSecond: number; p50: number; p99: number };

export type Target = { url: string; cookie: string | undefined };

/** Rounds that a comparison is cut into, so that whatever else the machine does falls on both sides alike. */
const rounds = 4;

/**
 * Asks two addresses in turns of a second or so each, again and again, for so many seconds a side; times in
 * milliseconds. The figures are the medians over the rounds.
 */
export async function compareReads(
  a: Target,
  b: Target,
  connections: number,
  seconds: number,
): Promise<{ a: Timing; b: Timing }> {
  await Promise.all([measureReads(a, connections, 1), measureReads(b, connections, 1)]);
  const timings = { a: [] as Timing[], b: [] as Timing[] };
  for (let round = 0; round < rounds; round += 1) {
    timings.a.push(await measureReads(a, connections, seconds / rounds));
    timings.b.push(await measureReads(b, connections, seconds / rounds));
  }
  return { a: medianTiming(timings.a), b: medianTiming(timings.b) };
}

async function measureReads({ url, cookie }: Target, connections: number, seconds: number): Promise<Timing> {
  const headers = { accept: 'text/html', ...(cookie ? { cookie } : {}) };
  const times: number[] = [];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon({ url, headers, connections, duration: seconds, sampleInt: 100 }, (error, done) => {
      if (error) reject(error as Error);
      else resolve(done);
    });
    run.on('response', (_client, _status, _bytes, responseTime) => {
      times.push(responseTime);
    });
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers were not 2xx, ${result.errors} failed`);
  }
  return { requestsPerSecond: times.length / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

function medianTiming(timings: readonly Timing[]): Timing {
  const median = (key: keyof Timing) =>
    quantile(
      timings.map((timing) => timing[key]),
      0.5,
    );
  return { requestsPerSecond: median('requestsPerSecond'), p50: median('p50'), p99: median('p99') };
}

/** Runs so many tasks, at most `connections` at a time, each a request that must succeed; times in milliseconds. */
export async function measureWrites(tasks: readonly (() => Promise<void>)[], connections: number): Promise<Timing> {
  const times: number[] = [];
  const rest = [...tasks];
  const begun = performance.now();
  const lane = async () => {
    for (let task = rest.shift(); task; task = rest.shift()) {
      const start = performance.now();
      await task();
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return {
    requestsPerSecond: (times.length * 1000) / (performance.now() - begun),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}

/** The smallest value that at least this share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}
