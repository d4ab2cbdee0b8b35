import { PlaceAdder } from './place-adder.tsx';
import { Place } from './place-names.tsx';
import { type ScoringLookFor, fieldNames } from './scoring-props.ts';
import type { Savers } from './use-savers.ts';

type Props = {
  lookFor: ScoringLookFor;
  places: readonly string[];
  savers: Savers;
  live: boolean;
  error: (field: string) => string | undefined;
};

/** The assessor’s own places in the evidence, which the earner reads below the comment. */
export function PlacesField({ lookFor, places, savers, live, error }: Props) {
  const { id } = lookFor;
  return (
    <div className="places-field">
      <input type="hidden" name={fieldNames.places(id)} value={places.join(' ')} readOnly />
      {places.length > 0 && (
        <ul className="rating-places" aria-label="Your places in the evidence">
          {places.map((place, index) => (
            <li key={place}>
              <Place place={place} />
              {live ? (
                <button
                  type="button"
                  className="btn btn-xs btn-ghost"
                  onClick={() => {
                    savers.setPlaces(
                      id,
                      places.filter((one) => one !== place),
                    );
                  }}
                >
                  Remove<span className="sr-only"> this place</span>
                </button>
              ) : (
                <label className="places-field__drop">
                  <input type="checkbox" name={fieldNames.drop(id, index)} /> Remove
                </label>
              )}
            </li>
          ))}
        </ul>
      )}
      <PlaceAdder
        lookFor={lookFor}
        live={live}
        error={error}
        onAdd={(place) => {
          if (!places.includes(place)) savers.setPlaces(id, [...places, place]);
        }}
      />
    </div>
  );
}
