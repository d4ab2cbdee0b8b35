import { z } from 'zod';
import type { ArtifactContext } from '#domain/evidence/kind.ts';
import { addressLocator, readLocatorAddress } from '#domain/evidence/locator-address.ts';
import { findOutside } from '#domain/evidence/locator-fit.ts';
import { Locator } from '#domain/evidence/locator.ts';

/** A place in the evidence to which an assessor points, as it is stored beside a rating. */
export const PlacedLocator = z.strictObject({ artifact: z.uuid(), locator: Locator });
export type PlacedLocator = z.output<typeof PlacedLocator>;

/** Most places beside one comment, as the table has it too. */
export const mostPlaces = 20;

/** A place as a form field and a digest have it, `<artifact>@page=4`: the same whatever order its parts were stored in. */
export function placeKey({ artifact, locator }: PlacedLocator): string {
  return `${artifact}@${addressLocator(locator)}`;
}

/** Reads what `placeKey` wrote; anything else is no place. */
export function readPlaceKey(text: string): PlacedLocator | undefined {
  const [, artifact, address = ''] = /^([^@]{36})@(.+)$/u.exec(text) ?? [];
  const read = PlacedLocator.safeParse({ artifact, locator: readLocatorAddress(address) });
  return read.success ? read.data : undefined;
}

/**
 * What to correct of places that are added: in a file that is none of this attempt’s, or outside of it. What stood there
 * before is not looked at again: a file may have been hidden meanwhile.
 */
export function findWrongPlace(
  added: readonly PlacedLocator[],
  artifacts: ReadonlyMap<string, ArtifactContext>,
): string | undefined {
  for (const { artifact: id, locator } of added) {
    const artifact = artifacts.get(id);
    if (!artifact) return 'Point at a file of this attempt';
    const outside = findOutside(artifact, locator);
    if (outside !== undefined) return outside;
  }
  return undefined;
}
