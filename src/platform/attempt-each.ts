import type { Log } from './log.ts';

/**
 * Does the same with each, one after the other; one that fails is written down and keeps none of the others from its turn.
 * Returns what went wrong: throw it with `throwTogether` once all had their turn, so that the job fails and is tried again.
 */
export async function attemptEach<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<unknown>,
  { log, what }: { log: Pick<Log, 'error'>; what: string },
): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      await act(item);
    } catch (error) {
      log.error({ err: error, item }, `${what} failed; the others go on`);
      failures.push(error);
    }
  }
  return failures;
}

/** Fails, where anything did, with all of it. */
export function throwTogether(failures: readonly unknown[], what: string): void {
  if (failures.length > 0)
    throw new AggregateError(failures, `${what}: ${failures.length} failed, the others are done`);
}
