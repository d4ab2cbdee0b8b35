import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';

/** The look-fors that are judged in an attempt: all but those that it was sealed with as demonstrated before. */
export function lookForsOfAttempt(
  definition: Pick<Definition, 'guides'>,
  { carriedOver }: Pick<SealedAttempt, 'carriedOver'>,
): string[] {
  const carried = new Set(carriedOver.map((item) => item.lookFor));
  return listLookFors(definition).flatMap(({ id }) => (carried.has(id) ? [] : [id]));
}
