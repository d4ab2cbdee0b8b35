import autocannon from 'autocannon';

export type Timing = { requestsPerSecond: number; p50: number; p99: number };

/** Asks one address again and again for so many seconds; times in milliseconds. */
export async function measureReads(
  url: string,
  cookie: string | undefined,
  connections: number,
  seconds: number,
): Promise<Timing> {
  const headers = { accept: 'text/html', ...(cookie ? { cookie } : {}) };
  await autocannon({ url, headers, connections, duration: 1 });
  const result = await autocannon({ url, headers, connections, duration: seconds, workers: 1 });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were not 2xx, ${result.errors} failed`);
  return { requestsPerSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
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
