import { canonicalJson } from '../definition/canonical.ts';
import { type TextRegion, mergeText } from './merge-text.ts';

/** What is kept where the two sides can't be joined unseen. */
export type Choice = 'mine' | 'theirs' | 'both';

/** A place where both sides changed the same thing; `undefined`: the side has nothing there. */
export type Conflict = {
  /** Names the place, the same whichever side merges: `texts/why#1`. */
  key: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
  /** Of a text: what stands right before and behind, so that one sees where it is. */
  around?: { before: string; after: string };
  /** Whether both can be kept: of texts and lists. */
  canKeepBoth: boolean;
};

export type Merged = {
  merged: unknown;
  /** Those for which nothing was chosen; `merged` then holds both sides, or mine where it can hold only one. */
  conflicts: Conflict[];
};

/**
 * Joins two versions that came of the same one, whatever kind of evidence they are: objects by key, lists by the
 * `artifact` or `id` of their items, texts by their words. Where only one side changed something, that change is
 * taken; where both made the same, it is taken once; where they differ, it is a conflict, settled by `choices`.
 *
 * An object that names its `type`, such as a locator, is one value: half of one and half of another would be neither.
 */
export function mergeEvidence(
  base: unknown,
  mine: unknown,
  theirs: unknown,
  choices: Readonly<Record<string, Choice>> = {},
): Merged {
  const conflicts: Conflict[] = [];

  function settle(conflict: Conflict, make: Record<Choice, () => unknown>): unknown {
    const choice = Object.hasOwn(choices, conflict.key) ? choices[conflict.key] : undefined;
    if (choice === undefined || (choice === 'both' && !conflict.canKeepBoth)) conflicts.push(conflict);
    return make[choice ?? 'both']();
  }

  function merge(b: unknown, m: unknown, t: unknown, path: string): unknown {
    if (isSame(m, t) || isSame(t, b)) return m;
    if (isSame(m, b)) return t;
    if (typeof m === 'string' && typeof t === 'string') return text(typeof b === 'string' ? b : '', m, t, path);
    if (isGroup(m) && isGroup(t)) return group(isGroup(b) ? b : {}, m, t, path);
    if (Array.isArray(m) && Array.isArray(t)) return list(Array.isArray(b) ? b : [], m, t, path);
    return whole(b, m, t, path);
  }

  const whole = (b: unknown, m: unknown, t: unknown, path: string) =>
    settle(
      { key: path, base: b, mine: m, theirs: t, canKeepBoth: false },
      { mine: () => m, theirs: () => t, both: () => m ?? t },
    );

  function text(b: string, m: string, t: string, path: string): string {
    const regions = mergeText(b, m, t);
    return regions
      .map((region, index) => {
        if ('same' in region) return region.same;
        const { base: was, mine: left, theirs: right } = region;
        const around = {
          before: sameText(regions[index - 1]).slice(-80),
          after: sameText(regions[index + 1]).slice(0, 80),
        };
        const conflict = { key: `${path}#${index}`, base: was, mine: left, theirs: right, around, canKeepBoth: true };
        return settle(conflict, { mine: () => left, theirs: () => right, both: () => oneAfterTheOther(left, right) });
      })
      .join('');
  }

  function group(b: Group, m: Group, t: Group, path: string): Group {
    const merged: [string, unknown][] = [];
    for (const key of new Set([...Object.keys(m), ...Object.keys(t)])) {
      const value = merge(own(b, key), own(m, key), own(t, key), `${path}/${key}`);
      if (value !== undefined) merged.push([key, value]);
    }
    return Object.fromEntries(merged);
  }

  function list(b: readonly unknown[], m: readonly unknown[], t: readonly unknown[], path: string): unknown[] {
    const [was, left, right] = [b, m, t].map(byIdentity);
    if (!was || !left || !right) return values(b, m, t, path);
    return joinOrders([...was.keys()], [...left.keys()], [...right.keys()]).flatMap((id) => {
      const value = merge(was.get(id), left.get(id), right.get(id), `${path}/${id}`);
      return value === undefined ? [] : [value];
    });
  }

  /** Items without an identity: each is known by what it is. */
  function values(b: readonly unknown[], m: readonly unknown[], t: readonly unknown[], path: string): unknown[] {
    const joined = joinValues(b, m, t);
    if (joined) return joined;
    const both = () => [...m, ...t.filter((item) => !m.some((one) => isSame(one, item)))];
    return settle(
      { key: path, base: b, mine: m, theirs: t, canKeepBoth: true },
      { mine: () => m, theirs: () => t, both },
    ) as unknown[];
  }

  return { merged: merge(base, mine, theirs, ''), conflicts };
}

type Group = Record<string, unknown>;

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && typeof own(value, 'type') !== 'string';
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Group)[key] : undefined;
}

/** Whether two values are the same JSON. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b);
}

function sameText(region: TextRegion | undefined): string {
  return region && 'same' in region ? region.same : '';
}

/** Two versions of a passage under each other where one has paragraphs, else in one line. */
function oneAfterTheOther(first: string, second: string): string {
  if (first === '' || second === '') return first + second;
  if (/\s$/u.test(first) || /^\s/u.test(second)) return first + second;
  return first + (first.includes('\n') || second.includes('\n') ? '\n\n' : ' ') + second;
}

/** Items by their `artifact` or `id`; nothing where one has none, or two share one. */
function byIdentity(items: readonly unknown[]): Map<string, unknown> | undefined {
  const found = new Map<string, unknown>();
  for (const item of items) {
    const identity = isGroup(item) ? (own(item, 'artifact') ?? own(item, 'id')) : undefined;
    if (typeof identity !== 'string' || found.has(identity)) return undefined;
    found.set(identity, item);
  }
  return found;
}

/** Everything of both lists. The order is that of the side that changed it; what only the other has stands behind what it stood behind there. */
function joinOrders(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const shared = (list: readonly string[], other: readonly string[]) =>
    list.filter((id) => other.includes(id)).join('\0');
  const mineMoved = shared(mine, base) !== shared(base, mine);
  const [spine, other] = mineMoved ? [mine, theirs] : [theirs, mine];
  const joined = [...spine];
  other.forEach((id, index) => {
    if (joined.includes(id)) return;
    const before = other[index - 1];
    joined.splice(before === undefined ? 0 : joined.indexOf(before) + 1, 0, id);
  });
  return joined;
}

/** Lists of values that know no identity but what they are; nothing where both sides put something else in the same one's place. */
function joinValues(
  base: readonly unknown[],
  mine: readonly unknown[],
  theirs: readonly unknown[],
): unknown[] | undefined {
  const lists = [base, mine, theirs].map((list) => list.map((item) => canonicalJson(item)));
  if (lists.some((list) => new Set(list).size < list.length)) return undefined;
  const [was = [], left = [], right = []] = lists;
  const removedByBoth = was.some((item) => !left.includes(item) && !right.includes(item));
  const adds = (list: readonly string[], other: readonly string[]) =>
    list.some((item) => !was.includes(item) && !other.includes(item));
  if (removedByBoth && adds(left, right) && adds(right, left)) return undefined;
  return joinOrders(was, left, right)
    .filter((item) => (was.includes(item) ? left.includes(item) && right.includes(item) : true))
    .map((item) => JSON.parse(item) as unknown);
}
