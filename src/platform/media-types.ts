/**
 * The media type that an `Accept` header names and prefers among those offered (RFC 9110, section 12.5.1); of those that it wants
 * alike the first offered. `undefined` where it names none of them: a wildcard wants nothing in particular.
 */
export function namedType<T extends string>(accept: string | undefined, offered: readonly T[]): T | undefined {
  const weights = new Map((accept ?? '').split(',').map(readRange));
  let best: { type: T; weight: number } | undefined;
  for (const type of offered) {
    const weight = weights.get(type) ?? 0;
    if (weight > (best?.weight ?? 0)) best = { type, weight };
  }
  return best?.type;
}

/** A weight that can’t be read is none. */
function readRange(range: string): [type: string, weight: number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return [type, weight === undefined ? 1 : Number(weight.slice(2)) || 0];
}
