import { type Locator, formatLocator } from '#domain/evidence/locator.ts';
import { type PlacedArtifact, PlaceLink } from './place-link.tsx';

type RatingPlacesProps = {
  places: readonly { artifact: string; locator: Locator }[];
  /** Of the attempt, by id. */
  artifacts: ReadonlyMap<string, PlacedArtifact>;
  /** Where the files are. */
  files?: string;
  label?: string;
};

/** The places in the evidence that feedback on a look-for points at; each opens the file there. Nothing where there are none. */
export function RatingPlaces({ places, artifacts, files = '/artifacts', label = 'Where to look' }: RatingPlacesProps) {
  if (places.length === 0) return null;
  return (
    <ul className="rating-places" aria-label={label}>
      {places.map(({ artifact: id, locator }, index) => {
        const artifact = artifacts.get(id);
        const where = locator.type === 'whole' ? '' : `, ${formatLocator(locator)}`;
        return (
          <li key={index}>
            {artifact ? (
              <PlaceLink artifact={artifact} locator={locator} files={files}>
                {artifact.name}
                {where}
              </PlaceLink>
            ) : (
              'A file that is no longer shown'
            )}
          </li>
        );
      })}
    </ul>
  );
}
