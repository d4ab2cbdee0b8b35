import { z } from 'zod';
import type { ArtifactContext } from '#domain/evidence/kind.ts';
import { addressLocator } from '#domain/evidence/locator-address.ts';
import { findOutside } from '#domain/evidence/locator-fit.ts';
import { Locator } from '#domain/evidence/locator.ts';

/** A place in the evidence to which an assessor points, as it is stored beside a rating. */
export const PlacedLocator = z.strictObject({ artifact: z.uuid(), locator: Locator });
export type PlacedLocator = z.output<typeof PlacedLocator>;

/** Most places beside one comment, as the table has it too. */
export const mostPlaces = 20;

export const PlacedLocators = z.array(PlacedLocator).max(mostPlaces);

/** Stands for a place whatever the order in which its parts were stored. */
export function placeKey({ artifact, locator }: PlacedLocator): string {
  return `${artifact}@${addressLocator(locator)}`;
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
