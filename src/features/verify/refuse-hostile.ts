const mostContexts = 10;

/** What of a node that is the credential itself may stand elsewhere: what others say of it. */
const saidElsewhere = new Set(['id', 'type', 'endorsementComment']);

/**
 * What a document says to a reader of JSON and to a reader of JSON-LD must be the same, or one signature covers two contents.
 * A property under its full address, for instance, has the same meaning for the signature and is not seen by who looks for
 * `validUntil`. Says what is wrong, or `undefined`. Depth and size are the JSON reader's part.
 */
export function findHostile(document: Record<string, unknown>): string | undefined {
  const { id } = document;
  const look = (value: unknown, isTop: boolean): string | undefined => {
    if (Array.isArray(value)) return first(value, (entry: unknown) => look(entry, false));
    if (typeof value !== 'object' || value === null) return undefined;
    return lookAt(value as Record<string, unknown>, isTop);
  };
  const lookAt = (node: Record<string, unknown>, isTop: boolean): string | undefined => {
    if ('@value' in node) return isLanguageText(node) ? undefined : 'A text of it carries a type of its own.';
    if (!isTop && typeof id === 'string' && node.id === id && Object.keys(node).some((key) => !saidElsewhere.has(key)))
      return 'It speaks of itself a second time, elsewhere in it.';
    return first(Object.entries(node), ([key, value]) => {
      if (key === '@context')
        return isTop || isCredential(node)
          ? badContext(value)
          : 'It redefines its terms within, by a context of their own.';
      if (key.startsWith('@') || key.includes(':'))
        return `It has a property “${key.slice(0, 60)}”, which hides what it says from who reads it as plain JSON.`;
      return look(value, false);
    });
  };
  return look(document, true);
}

/** An embedded credential is signed by itself, with contexts of its own. */
function isCredential({ type }: Record<string, unknown>): boolean {
  return [type].flat().includes('VerifiableCredential');
}

/** A text with its language, as version 2.0 of the data model has it. */
function isLanguageText(node: Record<string, unknown>): boolean {
  return (
    typeof node['@value'] === 'string' &&
    Object.keys(node).every((key) => ['@value', '@language', '@direction'].includes(key)) &&
    Object.values(node).every((value) => typeof value === 'string')
  );
}

function badContext(value: unknown): string | undefined {
  const entries: unknown[] = Array.isArray(value) ? value : [value];
  if (entries.some((entry) => typeof entry !== 'string')) return 'It brings meanings of its own along for its terms.';
  return entries.length > mostContexts ? `It names more than ${mostContexts} contexts.` : undefined;
}

function first<T>(values: readonly T[], find: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
