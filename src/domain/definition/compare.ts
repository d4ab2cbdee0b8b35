/** One difference between two versions of a document, at a readable path. */
export type Difference = { path: string; before: unknown; after: unknown };

/**
 * The differences between two documents, leaf by leaf. Items of a list that have an id (or name a member of a series)
 * are matched by it, so that a look-for inserted does not make every later one look changed; a new order is one
 * difference.
 */
export function compareDocuments(before: unknown, after: unknown, path = ''): Difference[] {
  if (Object.is(before, after)) return [];
  const [byIdBefore, byIdAfter] = [byId(before), byId(after)];
  if (byIdBefore && byIdAfter) {
    const [orderBefore, orderAfter] = [
      [...byIdBefore.keys()].filter((id) => byIdAfter.has(id)),
      [...byIdAfter.keys()].filter((id) => byIdBefore.has(id)),
    ];
    const moved = orderBefore.some((id, index) => id !== orderAfter[index]);
    return [
      ...(moved ? [{ path: join(path, 'order'), before: orderBefore, after: orderAfter }] : []),
      ...compareKeyed(byIdBefore, byIdAfter, path),
    ];
  }
  if (isRecord(before) && isRecord(after))
    return compareKeyed(new Map(Object.entries(before)), new Map(Object.entries(after)), path);
  if (Array.isArray(before) && Array.isArray(after))
    return compareKeyed(new Map(before.entries()), new Map(after.entries()), path);
  return [{ path, before, after }];
}

type Keyed = ReadonlyMap<string | number, unknown>;

function compareKeyed(before: Keyed, after: Keyed, path: string): Difference[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key) => compareDocuments(before.get(key), after.get(key), join(path, String(key))));
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path} › ${key}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of a list by their ids; `undefined` unless every item has one of its own. An empty list has none to lack. */
function byId(value: unknown): Map<string, unknown> | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = new Map<string, unknown>();
  for (const item of value as unknown[]) {
    const id = isRecord(item) ? (item.id ?? item.microCredential) : undefined;
    if (typeof id !== 'string' || items.has(id)) return undefined;
    items.set(id, item);
  }
  return items;
}
