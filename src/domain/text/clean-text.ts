/**
 * Text from outside as we keep it: well-formed Unicode, one kind of line end, and no NUL, which PostgreSQL can't hold.
 */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '').replace(/\r\n?/gu, '\n');
}

/** No value of ours is nested deeper; what lies deeper in one from outside is left out. */
const deepest = 32;

/** The same for every text within a value. */
export function cleanTexts(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return null;
  if (Array.isArray(value)) return value.map((inner) => cleanTexts(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [cleanText(key), cleanTexts(inner, depth + 1)]),
  );
}
