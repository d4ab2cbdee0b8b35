import { type CreditEntry, entrySources, entryStates, natures } from './entry.ts';
import type { Cycle } from './cycle.ts';
import { mostQuarters, quartersOf } from './quarters.ts';
import type { Cap, CreditRule } from './rule-schema.ts';

/** Why quarters don’t count. */
export type Uncounted =
  | 'corrected'
  | 'revoked'
  | 'suspended'
  | 'outside-cycle'
  | 'outside-rule'
  | 'source-not-accepted'
  | 'nature-not-accepted'
  | 'self-reported'
  | 'below-minimum'
  | 'not-approved'
  | 'cap-reached'
  | 'not-claimed';

export type CountedLine = {
  entryId: string;
  /** All in quarters: `counted` and those of `not` together are `quarters`. */
  quarters: number;
  counted: number;
  not: { quarters: number; reason: Uncounted; cap?: Cap }[];
};

/** Why entries can’t be counted at all. */
export type BadEntries = 'cycle-backwards' | 'bad-day' | 'bad-quarters' | 'unknown-kind' | 'same-entry-twice';

export type HoursTowards =
  | {
      ok: true;
      /** In the order in which they were counted: what was claimed first, then by day. */
      lines: CountedLine[];
      counted: number;
      notCounted: number;
      needed: number;
      /** What is still to come, never below 0. */
      missing: number;
    }
  | { ok: false; problems: { entryId: string | null; reason: BadEntries }[] };

type CountingRule = Pick<CreditRule, 'hours' | 'accepts' | 'caps' | 'minimum' | 'approval'> & {
  effective: Pick<CreditRule['effective'], 'from' | 'to'>;
};

/**
 * What entries of the ledger come to under a rule in one cycle, explained line by line, in quarters of an hour.
 *
 * What is claimed has its room under the caps first, then what was claimed earlier, so that a later claim takes nothing from
 * it; the order in which entries are handed in changes nothing.
 */
export function hoursTowards(rule: CountingRule, entries: readonly CreditEntry[], cycle: Cycle): HoursTowards {
  const problems = findBad(entries, cycle);
  if (problems.length > 0) return { ok: false, problems };
  const used = new Map<string, number>();
  const lines = entries.toSorted(inOrder).map((entry): CountedLine => {
    const line = { entryId: entry.id, quarters: entry.quarters };
    const reason = fellOut(entry, cycle) ?? (entry.claimedQuarters === undefined ? whyNot(rule, entry) : undefined);
    return reason
      ? { ...line, counted: 0, not: [{ quarters: entry.quarters, reason }] }
      : { ...line, ...countUnderCaps(rule.caps, entry, used) };
  });
  const counted = lines.reduce((sum, line) => sum + line.counted, 0);
  const all = lines.reduce((sum, line) => sum + line.quarters, 0);
  const needed = quartersOf(rule.hours.perCycle);
  return { ok: true, lines, counted, notCounted: all - counted, needed, missing: Math.max(0, needed - counted) };
}

/** Whatever the rule says. */
function fellOut({ state, endsOn }: CreditEntry, cycle: Cycle): Uncounted | undefined {
  if (state !== 'counts') return state;
  return endsOn < cycle.begins || endsOn > cycle.ends ? 'outside-cycle' : undefined;
}

function whyNot(rule: CountingRule, entry: CreditEntry): Uncounted | undefined {
  const { accepts, effective, minimum, approval } = rule;
  if (entry.endsOn < effective.from || (effective.to !== undefined && entry.endsOn > effective.to))
    return 'outside-rule';
  if (!accepts.sources.includes(entry.source)) return 'source-not-accepted';
  if (accepts.natures && !accepts.natures.includes(entry.nature)) return 'nature-not-accepted';
  if (!accepts.selfReported && entry.recordedAs === 'self') return 'self-reported';
  if (minimum && entry.quarters < quartersOf(minimum.hours)) return 'below-minimum';
  if (approval.by !== 'nobody' && !entry.approved) return 'not-approved';
  return undefined;
}

/** As much as every cap has room for; what is left over is set down under the cap that it met. */
function countUnderCaps(
  caps: readonly Cap[],
  entry: CreditEntry,
  used: Map<string, number>,
): Pick<CountedLine, 'counted' | 'not'> {
  const met = caps.filter((cap) => appliesTo(cap, entry));
  const not: CountedLine['not'] = [];
  const { quarters, claimedQuarters } = entry;
  let counted = Math.min(quarters, claimedQuarters ?? quarters);
  if (counted < quarters) not.push({ quarters: quarters - counted, reason: 'not-claimed' });
  for (const cap of claimedQuarters === undefined ? met : []) {
    const room = Math.max(0, quartersOf(cap.hours) - (cap.per === 'activity' ? 0 : (used.get(cap.id) ?? 0)));
    if (counted <= room) continue;
    not.push({ quarters: counted - room, reason: 'cap-reached', cap });
    counted = room;
  }
  for (const cap of met) used.set(cap.id, (used.get(cap.id) ?? 0) + counted);
  return { counted, not };
}

function appliesTo(cap: Cap, { source, nature }: CreditEntry): boolean {
  if (cap.per === 'source') return cap.sources.includes(source);
  if (cap.per === 'nature') return cap.natures.includes(nature);
  return true;
}

/** What has its number before what has none, claimed before unclaimed; then by time, by day and by id: the order is always one. */
function inOrder(a: CreditEntry, b: CreditEntry): number {
  const later = '￿';
  const isReckoned = ({ claimedQuarters }: CreditEntry) => (claimedQuarters === undefined ? 'z' : 'a');
  return (
    compare(isReckoned(a), isReckoned(b)) ||
    compare(a.claimedAt ?? later, b.claimedAt ?? later) ||
    compare(a.endsOn, b.endsOn) ||
    compare(a.id, b.id)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function findBad(entries: readonly CreditEntry[], cycle: Cycle): { entryId: string | null; reason: BadEntries }[] {
  const problems: { entryId: string | null; reason: BadEntries }[] = [];
  if (!isDay(cycle.begins) || !isDay(cycle.ends)) problems.push({ entryId: null, reason: 'bad-day' });
  else if (cycle.ends < cycle.begins) problems.push({ entryId: null, reason: 'cycle-backwards' });
  const seen = new Set<string>();
  for (const { id, quarters, endsOn, source, nature, state } of entries) {
    const bad = (reason: BadEntries) => problems.push({ entryId: id, reason });
    if (seen.has(id)) bad('same-entry-twice');
    seen.add(id);
    if (!Number.isInteger(quarters) || quarters < 1 || quarters > mostQuarters) bad('bad-quarters');
    if (!isDay(endsOn)) bad('bad-day');
    if (!entrySources.includes(source) || !natures.includes(nature) || !entryStates.includes(state))
      bad('unknown-kind');
  }
  return problems;
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
