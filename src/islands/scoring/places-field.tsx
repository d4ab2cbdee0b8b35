import { mostPlaces } from '#domain/assessment/placed-locator.ts';
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
                  onClick={(event) => {
                    focusNear(event.currentTarget);
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
        isFull={places.length >= mostPlaces}
        onAdd={(place) => {
          // As they are now, not as they were when the file was opened.
          const now = savers.view(id).content.places;
          if (!now.includes(place)) savers.setPlaces(id, [...now, place]);
        }}
      />
    </div>
  );
}

/** The button goes with its place: the one after it has the focus then, or the one before, or what adds a place. */
function focusNear(button: HTMLElement): void {
  const row = button.closest('li');
  const near = (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector('button');
  const adder = button.closest('.places-field')?.querySelector<HTMLElement>('.place-adder > summary');
  (near ?? adder)?.focus();
}
