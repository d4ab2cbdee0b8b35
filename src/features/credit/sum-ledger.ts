import type { EntrySource } from '#domain/credit/entry.ts';
import type { LedgerEntry } from './ledger.queries.ts';

export type LedgerSums = {
  /** All in quarters. */
  total: number;
  /** By awards and providers; the rest is self-reported. */
  vouched: number;
  self: number;
  bySource: Record<EntrySource, number>;
};

/** What counts of a ledger: a line that was taken out and its counter-entry, and hours of revoked awards, come to nothing. */
export function sumLedger(
  entries: readonly Pick<LedgerEntry, 'state' | 'quarters' | 'source' | 'recordedAs'>[],
): LedgerSums {
  const sums: LedgerSums = { total: 0, vouched: 0, self: 0, bySource: { award: 0, course: 0, session: 0 } };
  for (const { state, quarters, source, recordedAs } of entries) {
    if (state !== 'counts') continue;
    sums.total += quarters;
    sums[recordedAs === 'self' ? 'self' : 'vouched'] += quarters;
    sums.bySource[source] += quarters;
  }
  return sums;
}
