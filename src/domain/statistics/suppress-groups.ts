import { type Equation, type Range, rangesOf } from './linear-program.ts';
import { valuesIn } from './suppress-table.ts';

/**
 * What is counted of one group: people, those of them who earned at their first attempt, who have earned at all, and whose
 * hours of work are known. `sameAttempts`: everyone who earned took the same number of attempts.
 */
export type GroupCounts = { people: number; first: number; awards: number; timed: number; sameAttempts: boolean };

export const countKeys = ['people', 'first', 'awards', 'timed'] as const;
export type CountKey = (typeof countKeys)[number];

/** A hidden count that could be worked out. */
type Open = { group: number; key: CountKey };

/** What is hidden of one row: all of it where `people` is. A mean is hidden with the count that it is of. */
export type GroupMask = Record<CountKey, boolean>;

export type SuppressedGroups = { groups: GroupMask[]; total: GroupMask };

/** One breakdown as it is published: groups that share nobody, and their total. */
type Published = { groups: readonly GroupCounts[]; masks: readonly GroupMask[]; total: GroupMask };

/** A hidden count and what can be worked out of it. */
export type GroupFinding = Open & { range: Range };

/**
 * Hides what is too small in one breakdown: **primary**, groups of fewer than k people, counts of fewer than k, and
 * shares of 0 and 100 %, which tell of every member; **complementary**, so much more, the smallest groups first, that every
 * hidden count could still be k values or more for somebody who knows all that is shown, the totals, and how the counts
 * depend on each other.
 *
 * Source: NCES 2011-603, IES 2017-147; the attack: Cox, J Am Stat Assoc 75 (1980) 377–385.
 */
export function suppressGroups(groups: readonly GroupCounts[], k: number): SuppressedGroups {
  const masks = groups.map((group) => primary(group, k));
  const total = primary(totalOf(groups), k);
  for (const key of countKeys) if (total[key]) masks.forEach((mask) => (mask[key] = true));
  for (;;) {
    if (total.people) return { groups: masks.map(() => everything()), total: everything() };
    const open = plainlyOpen(groups, masks, total, k) ?? attacked({ groups, masks, total }, k);
    if (!open) return { groups: masks, total };
    hideMore(groups, masks, total, open);
  }
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
  return {
    people: sum('people'),
    first: sum('first'),
    awards: sum('awards'),
    timed: sum('timed'),
    sameAttempts: false,
  };
}

function primary({ people, first, awards, timed, sameAttempts }: GroupCounts, k: number): GroupMask {
  if (people < k) return everything();
  return {
    people: false,
    first: first === 0 || first === people,
    awards: awards < k || sameAttempts,
    timed: timed < k,
  };
}

/** One step: this count of the next smallest group; if no other shows it, more of its own group; at last the total. */
function hideMore(groups: readonly GroupCounts[], masks: GroupMask[], total: GroupMask, open: Open): void {
  const { key } = open;
  const shown = masks.flatMap((mask, group) => (mask[key] ? [] : [{ group, people: groups[group]?.people ?? 0 }]));
  const next = shown.reduce<(typeof shown)[number] | undefined>(
    (best, one) => (best && best.people <= one.people ? best : one),
    undefined,
  );
  const own = masks[open.group];
  if (next && key === 'people') masks[next.group] = everything();
  else if (next) (masks[next.group] ?? everything())[key] = true;
  else if (!total[key]) total[key] = true;
  else if (own && !own.people) masks[open.group] = everything();
  else total.people = true;
}

function everything(): GroupMask {
  return { people: true, first: true, awards: true, timed: true };
}
