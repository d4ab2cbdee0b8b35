import {
  type PlacedLocator,
  findWrongPlace,
  mostPlaces,
  placeKey,
  readPlaceKey,
} from '#domain/assessment/placed-locator.ts';
import { sealedArtifactContext } from '#domain/attempt/sealed-attempt.ts';
import { readTypedPlace } from '#domain/evidence/typed-place.ts';
import { fieldNames } from '#islands/scoring/scoring-props.ts';
import type { Scoring } from './desk.queries.ts';
import { scoringFiles } from './scoring-files.ts';

export type PostedPlaces = {
  locators: PlacedLocator[];
  /** What was typed for one more, to be shown again where it can’t be read. */
  file: string;
  at: string;
  error: { field: string; message: string } | undefined;
};

/** The places of one look-for as the form posts them: those that there were but for what was dropped, and one more by hand. */
export function readPostedPlaces(
  scoring: Scoring,
  fields: Readonly<Record<string, string>>,
  lookFor: string,
): PostedPlaces {
  const keys = (fields[fieldNames.places(lookFor)] ?? '').split(' ');
  const kept = keys.filter((_, index) => fields[fieldNames.drop(lookFor, index)] === undefined);
  const locators = kept.flatMap((key) => readPlaceKey(key) ?? []).slice(0, mostPlaces);
  const file = (fields[fieldNames.file(lookFor)] ?? '').trim();
  const at = (fields[fieldNames.at(lookFor)] ?? '').trim();
  const refuse = (field: string, message: string): PostedPlaces => ({ locators, file, at, error: { field, message } });
  if (file === '' && at === '') return { locators, file, at, error: undefined };

  const named = scoringFiles(scoring).find(({ id, name, hidden }) => hidden === undefined && [id, name].includes(file));
  if (!named) return refuse(fieldNames.file(lookFor), 'Choose the file that the place is in');
  const read = readTypedPlace(named, at);
  if (!read.ok) return refuse(fieldNames.at(lookFor), read.message);
  const place = { artifact: named.id, locator: read.locator };
  const wrong = findWrongPlace([place], sealedArtifactContext(scoring.sealed));
  if (wrong !== undefined) return refuse(fieldNames.at(lookFor), wrong);
  if (locators.length >= mostPlaces)
    return refuse(fieldNames.file(lookFor), `Point at ${mostPlaces} places at most: take one out first`);
  const isThere = locators.some((one) => placeKey(one) === placeKey(place));
  return { locators: isThere ? locators : [...locators, place], file: '', at: '', error: undefined };
}
