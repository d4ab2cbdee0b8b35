/** One difference between two versions of a document, at a readable path. */
export type Difference = { path: string; before: unknown; after: unknown };

/**
 * The differences between two documents, leaf by leaf. Items of a list that have an id (or a slug of a member) are
 * matched by it, so that a look-for moved or inserted does not make every later one look changed.
 */
export function compareDocuments(before: unknown, after: unknown, path = ''): Difference[] {
  if (Object.is(before, after)) return [];
  if (isIdentified(before) && isIdentified(after)) return compareKeyed(byId(before), byId(after), path);
  if (isRecord(before) && isRecord(after)) return compareKeyed(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) {
    return compareKeyed(Object.fromEntries(before.entries()), Object.fromEntries(after.entries()), path);
  }
  return [{ path, before, after }];
}

function compareKeyed(before: Record<string, unknown>, after: Record<string, unknown>, path: string): Difference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => compareDocuments(before[key], after[key], path === '' ? key : `${path} › ${key}`));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Identified = Record<string, unknown> & { id: string };

function isIdentified(value: unknown): value is Identified[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => isRecord(item) && typeof item.id === 'string')
  );
}

function byId(items: Identified[]): Record<string, unknown> {
  return Object.fromEntries(items.map((item) => [item.id, item]));
}
