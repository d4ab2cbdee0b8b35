import { type Equation, type Range, rangesOf } from './linear-program.ts';
import { valuesIn } from './suppress-table.ts';

/**
 * What is counted of one group: people, those of them who earned at their first attempt, who have earned at all, and whose
 * hours of work are known.
 */
export type GroupCounts = { people: number; first: number; awards: number; timed: number };

export const countKeys = ['people', 'first', 'awards', 'timed'] as const;
export type CountKey = (typeof countKeys)[number];

/** A hidden count that could be worked out. */
type Open = { group: number; key: CountKey };

/**
 * What is hidden of one row: all of it where `people` is. A mean is hidden with the count that it is of; that of attempts
 * with `first`, too, since it tells how many needed one.
 */
export type GroupMask = Record<CountKey, boolean>;

/**
 * The same people broken down by one feature. `members`: who is in each group, as a text that is the same for the same
 * people; a group that two breakdowns both have must not be hidden in one alone.
 */
export type Breakdown = { groups: readonly GroupCounts[]; members: readonly string[] };

/** What is hidden of the total, which all breakdowns share, and of each breakdown’s groups. */
export type Suppressed = { total: GroupMask; breakdowns: GroupMask[][] };

/** One breakdown as it is published: groups that share nobody, and their total. */
type Published = { groups: readonly GroupCounts[]; masks: readonly GroupMask[]; total: GroupMask };

/** A hidden count and what can be worked out of it. */
export type GroupFinding = Open & { range: Range };

/**
 * Hides what is too small in breakdowns of the same people: **primary**, groups of fewer than k people, counts of fewer
 * than k, and shares of 0 and 100 %, which tell of every member; **complementary**, so much more, the smallest groups first,
 * that every hidden count could still be k values or more for somebody who knows all that is shown, the totals, and how
 * the counts depend on each other. A total goes only where hiding every group is not enough, and then everywhere.
 *
 * Source: NCES 2011-603, IES 2017-147; the attack: Cox, J Am Stat Assoc 75 (1980) 377–385.
 */
export function suppressBreakdowns(breakdowns: readonly Breakdown[], k: number): Suppressed {
  const total = breakdowns[0] ? primary(totalOf(breakdowns[0].groups), k) : everything();
  const masks = breakdowns.map(({ groups }) => groups.map((group) => primary(group, k)));
  for (;;) {
    for (const each of masks.flat()) hideWith(each, total);
    const before = JSON.stringify([total, masks]);
    breakdowns.forEach(({ groups }, index) => {
      const tells = suppressGroups(groups, masks[index] ?? [], total, k);
      if (tells) total[tells] = true;
    });
    if (total.people) return { total: everything(), breakdowns: masks.map((of) => of.map(everything)) };
    alignSame(breakdowns, masks);
    if (JSON.stringify([total, masks]) === before) return { total, breakdowns: masks };
  }
}

/** Hides in one breakdown until the attack fails; returns the total that tells too much even so. */
function suppressGroups(
  groups: readonly GroupCounts[],
  masks: GroupMask[],
  total: GroupMask,
  k: number,
): CountKey | undefined {
  for (;;) {
    const open = plainlyOpen(groups, masks, total, k) ?? attacked({ groups, masks, total }, k);
    if (!open) return undefined;
    if (!hideMore(groups, masks, open)) return open.key;
  }
}

/** Of groups with the same members the same is hidden. */
function alignSame(breakdowns: readonly Breakdown[], masks: readonly GroupMask[][]): void {
  const byMembers = new Map<string, GroupMask[]>();
  breakdowns.forEach(({ members }, index) =>
    members.forEach((each, group) => {
      const mask = masks[index]?.[group];
      if (mask) byMembers.set(each, [...(byMembers.get(each) ?? []), mask]);
    }),
  );
  for (const same of byMembers.values()) for (const mask of same) for (const other of same) hideWith(mask, other);
}

/** Hides in the first what is hidden in the second. */
function hideWith(mask: GroupMask, other: GroupMask): void {
  for (const key of countKeys) if (other[key]) mask[key] = true;
}

function attacked(published: Published, k: number): Open | undefined {
  return attackGroups(published).find(({ range }) => valuesIn(range) < k);
}

/** What can be seen without linear programming: one hidden count alone beside its total, or too little in all of them. */
function plainlyOpen(
  groups: readonly GroupCounts[],
  masks: readonly GroupMask[],
  total: GroupMask,
  k: number,
): Open | undefined {
  for (const key of countKeys) {
    const hidden = masks.flatMap((mask, group) => (mask[key] ? [group] : []));
    const sum = hidden.reduce((all, group) => all + (groups[group]?.[key] ?? 0), 0);
    const [group] = hidden;
    if (group !== undefined && !total[key] && (hidden.length === 1 || sum < k - 1)) return { group, key };
  }
  return undefined;
}

/**
 * Each hidden count’s least and greatest value for somebody who knows all that is published. Rows that are hidden whole
 * are alike to them: what holds for one of them holds for each, and all others of them together are as one row.
 */
export function attackGroups({ groups, masks, total }: Published): GroupFinding[] {
  const whole = masks.flatMap((mask, group) => (mask.people ? [group] : []));
  const partial = masks.flatMap((mask, group) => (!mask.people && countKeys.some((key) => mask[key]) ? [group] : []));
  const equations: Equation[] = [];
  let variables = 0;
  const blockOf = (group: number): Block => {
    const { block, within, used } = blockFor(groups[group], masks[group], variables);
    variables += used;
    equations.push(...within);
    return block;
  };
  const blocks = new Map([...whole.slice(0, 2), ...partial].map((group) => [group, blockOf(group)]));
  for (const key of countKeys) {
    if (total[key]) continue;
    const unknown = masks.flatMap((mask, group) => (mask[key] ? [groups[group]?.[key] ?? 0] : []));
    const terms = [...blocks.values()].flatMap((block) => block[key]);
    equations.push({ terms, value: unknown.reduce((sum, count) => sum + count, 0) });
  }
  // A count that is a sum of variables gets one of its own.
  const asked = [...blocks].flatMap(([group, block]) =>
    countKeys.flatMap((key) => {
      if (!masks[group]?.[key]) return [];
      const variable = variables;
      variables += 1;
      equations.push({ terms: [[variable, -1], ...block[key]], value: 0 });
      return [{ group, key, variable }];
    }),
  );
  const ranges = rangesOf(
    variables,
    equations.filter(({ terms }) => terms.length > 0),
    asked.map(({ variable }) => variable),
  );
  return asked.flatMap(({ group, key }, index) => {
    const range = ranges[index] ?? { low: 0, high: 0 };
    if (group !== whole[0]) return group === whole[1] ? [] : [{ group, key, range }];
    return whole.map((each) => ({ group: each, key, range }));
  });
}

/** The hidden counts of a row as sums of variables that are 0 or more; none for what is shown. */
type Block = Record<CountKey, readonly (readonly [variable: number, coefficient: number])[]>;

/** People = first + later + not yet = timed + not timed; awards = first + later; less what is shown of them. */
function blockFor(group: GroupCounts | undefined, mask: GroupMask | undefined, start: number) {
  const { people = 0, first = 0, awards = 0 } = group ?? {};
  let used = 0;
  const add = () => [start + used++, 1] as const;
  const none: readonly (readonly [number, number])[] = [];
  const within: Equation[] = [];
  if (!mask || mask.people) {
    const [x, later, not, timed, rest] = [add(), add(), add(), add(), add()];
    within.push({ terms: [x, later, not, [timed[0], -1], [rest[0], -1]], value: 0 });
    return { block: { people: [x, later, not], first: [x], awards: [x, later], timed: [timed] }, within, used };
  }
  const x = mask.first ? [add()] : none;
  const later = mask.first || mask.awards ? [add()] : none;
  const not = mask.awards ? [add()] : none;
  const timed = mask.timed ? [add()] : none;
  // What is left of the people, or of those with an award, for the hidden parts.
  const left = (mask.awards ? people : awards) - (mask.first ? 0 : first);
  if (later.length > 0) within.push({ terms: [...x, ...later, ...not], value: left });
  if (timed.length > 0) within.push({ terms: [...timed, add()], value: people });
  const block: Block = { people: none, first: x, awards: mask.awards ? [...x, ...later] : none, timed };
  if (mask.awards && !mask.first) {
    const shown = add();
    within.push({ terms: [shown], value: first });
    block.awards = [shown, ...later];
  }
  return { block, within, used };
}

export function totalOf(groups: readonly GroupCounts[]): GroupCounts {
  const sum = (key: CountKey) => groups.reduce((all, group) => all + group[key], 0);
  return { people: sum('people'), first: sum('first'), awards: sum('awards'), timed: sum('timed') };
}

function primary({ people, first, awards, timed }: GroupCounts, k: number): GroupMask {
  if (people < k) return everything();
  return {
    people: false,
    first: first === 0 || first === people,
    awards: awards < k,
    timed: timed < k,
  };
}

/** One step: this count of the next smallest group; where none shows it, whole rows. False: there is nothing left to hide. */
function hideMore(groups: readonly GroupCounts[], masks: GroupMask[], open: Open): boolean {
  const smallest = (key: CountKey) =>
    masks.reduce<number | undefined>((best, mask, group) => {
      if (mask[key]) return best;
      const isLess = best === undefined || (groups[group]?.people ?? 0) < (groups[best]?.people ?? 0);
      return isLess ? group : best;
    }, undefined);
  const next = smallest(open.key);
  const own = masks[open.group];
  const whole = own && !own.people ? open.group : smallest('people');
  const mask = masks[next ?? whole ?? -1];
  if (!mask) return false;
  if (next !== undefined && open.key !== 'people') mask[open.key] = true;
  else hideWith(mask, everything());
  return true;
}

function everything(): GroupMask {
  return { people: true, first: true, awards: true, timed: true };
}
