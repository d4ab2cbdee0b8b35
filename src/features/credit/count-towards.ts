import { type ClaimTotals, type ClaimedEntry, totalClaims } from '#domain/credit/claim-totals.ts';
import type { CreditEntry } from '#domain/credit/entry.ts';
import { type CountedLine, type HoursTowards, hoursTowards } from '#domain/credit/hours-towards.ts';
import type { Database, Trx } from '#platform/database.ts';
import { listClaimedEntries } from './claims.queries.ts';
import type { LedgerEntry } from './ledger.queries.ts';
import type { Licence } from './licences.queries.ts';

export type Counted = Extract<HoursTowards, { ok: true }>;

/** What somebody’s claims come to in the present cycle of a licence. */
export async function countClaimed(db: Database | Trx, licence: Licence): Promise<ClaimTotals> {
  return orThrow(totalClaims(licence.rule, await claimedInCycle(db, licence), licence.cycle));
}

/**
 * What claiming a line would bring, beside all that was claimed before it and as though everything were approved already: the
 * line of the reckoning, and what there would be then. `claimedAt`: of a claim that is there.
 */
export async function previewClaim(
  db: Database | Trx,
  licence: Licence,
  entry: LedgerEntry,
  claimedAt: Date | null = null,
): Promise<{ line: CountedLine; after: Counted }> {
  const others = (await claimedInCycle(db, licence)).filter(({ id }) => id !== entry.id);
  const approved = others.map((other) => ({ ...other, approved: true }));
  const after = count(licence, [...approved, asClaimed(entry, claimedAt)]);
  const line = after.lines.find(({ entryId }) => entryId === entry.id);
  if (!line) throw new Error('The line that was asked about is not in the reckoning');
  return { line, after };
}

async function claimedInCycle(db: Database | Trx, { personId, ruleId, cycle }: Licence): Promise<ClaimedEntry[]> {
  const claimed = await listClaimedEntries(db, personId, ruleId);
  return claimed.filter(({ endsOn }) => endsOn >= cycle.begins && endsOn <= cycle.ends);
}

function count({ rule, cycle }: Licence, entries: readonly CreditEntry[]): Counted {
  return orThrow(hoursTowards(rule, entries, cycle));
}

/** Everything in the tables has been checked on its way in; what the engine refuses is our fault. */
function orThrow<Result extends { ok: true }>(result: Result | Extract<HoursTowards, { ok: false }>): Result {
  if (!result.ok) throw new Error(`The ledger can’t be counted: ${JSON.stringify(result.problems)}`);
  return result;
}

function asClaimed(
  { id, source, recordedAs, nature, quarters, endsOn, state }: LedgerEntry,
  claimedAt: Date | null,
): CreditEntry {
  const at = claimedAt?.toISOString() ?? null;
  return { id, source, recordedAs, nature, quarters, endsOn, state, claimedAt: at, approved: true };
}
