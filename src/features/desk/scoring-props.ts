import type { PlacedLocator } from '#domain/assessment/placed-locator.ts';
import { placeKey } from '#domain/assessment/placed-locator.ts';
import { type PastRating, standings } from '#domain/assessment/standing.ts';
import type { LookFor } from '#domain/definition/schema.ts';
import type { RatingFields, ScoringLookFor, ScoringProps, Voice } from '#islands/scoring/scoring-props.ts';
import type { FormErrors } from '#ui/form.tsx';
import { type ScoringForm, markOf, overallMark } from './desk.form.ts';
import type { EarlierVoice, SavedRating, Scoring } from './desk.queries.ts';
import { evidenceOf } from './evidence-of.ts';
import { lookForsToRate } from './look-fors-to-rate.ts';
import { nothingSaved } from './rating-rows.ts';
import type { SaveRatingsResult } from './save-ratings.ts';
import { scoringFiles } from './scoring-files.ts';

/** The form after a post that could not be carried out whole: what was typed, what was saved, and what stands against it. */
export type Returned = {
  form: ScoringForm;
  errors: FormErrors;
  saved?: Extract<SaveRatingsResult, { ok: true }>;
};

/** The scoring form of an assessment; after a failed post with everything that was typed. */
export function scoringProps(scoring: Scoring, assessorId: string, returned?: Returned): ScoringProps {
  const carried = new Map(scoring.sealed.carriedOver.map(({ lookFor, attempt }) => [lookFor, attempt]));
  const history = new Map(standings(scoring.definition, scoring.judged).map((one) => [one.lookFor, one.history]));
  const earlier = new Map(scoring.earlierVoices?.map((one) => [one.lookFor, unnamed(one.voices, scoring)]));
  const rated = new Set(lookForsToRate(scoring));
  const evidence = evidenceOf(scoring);
  const lookFor = (one: LookFor): ScoringLookFor => {
    const demonstratedIn = carried.get(one.id);
    const voices = earlier.get(one.id);
    return {
      id: one.id,
      text: one.text,
      points: one.points,
      evidence: evidence.of(one),
      history: (history.get(one.id) ?? []).map((rating) => voiceOf(rating, `Attempt ${rating.attempt}`)),
      ...(voices && { voices }),
      ...(demonstratedIn !== undefined && { settled: { demonstratedIn } }),
      ...(demonstratedIn === undefined && !rated.has(one.id) && { settled: 'not-in-question' }),
      rating: ratingOf(scoring, one.id, returned),
    };
  };
  const overallConflict = returned?.saved?.overallConflict;
  return {
    action: `/desk/assessments/${scoring.id}`,
    localKey: `tessera:draft:${assessorId}:assessment:${scoring.id}`,
    guides: scoring.definition.guides.map(({ id, title, summary, lookFors }) => ({
      id,
      title,
      ...(summary === undefined ? {} : { summary }),
      lookFors: lookFors.map(lookFor),
    })),
    files: scoringFiles(scoring),
    filesOf: evidence.files,
    overall: overallOf(scoring, returned),
    conflicts: Object.fromEntries(
      (returned?.saved?.conflicts ?? []).map(({ lookFor: id, current }) => [id, fieldsOf(current)]),
    ),
    ...(overallConflict && { overallConflict: { comment: overallConflict.comment, note: overallConflict.note } }),
    errors: returned?.errors ?? [],
    activeSeconds: scoring.activeSeconds,
  };
}

/** What is saved of a look-for, as its fields hold it. */
export function fieldsOf({ value, condition, comment, locators, note }: Omit<SavedRating, 'revision'>): RatingFields {
  return {
    choice: value ?? (condition ? 'cannot' : null),
    condition: condition ?? '',
    comment,
    places: placesOf(locators),
    note,
  };
}

export function placesOf(locators: readonly PlacedLocator[]): string[] {
  return locators.map(placeKey);
}

/** Of an appeal what was decided; of an adjudication the voices in a row, nobody’s name with them. */
function unnamed(voices: readonly EarlierVoice[], { role }: Scoring): Voice[] {
  return voices.map((voice, index) =>
    voiceOf(voice, role === 'appeal' ? 'Decided' : `Assessor ${String.fromCharCode(65 + index)}`),
  );
}

function voiceOf(voice: EarlierVoice | PastRating, by: string): Voice {
  return {
    by,
    value: voice.value,
    condition: voice.condition ?? null,
    comment: voice.comment,
    places: placesOf(voice.locators ?? []),
  };
}

/**
 * What its reader changed stands in the fields as they typed it, what they left alone as it is saved. A change that was
 * not looked at yet keeps the mark that it was made from; once the other version is shown beside it, saving again means it.
 */
function ratingOf(scoring: Scoring, lookFor: string, returned: Returned | undefined): ScoringLookFor['rating'] {
  const saved = scoring.ratings.get(lookFor) ?? nothingSaved;
  const changed = returned?.form.ratings.find((change) => change.lookFor === lookFor);
  const fields = fieldsOf(changed ?? saved);
  const { file = '', at = '' } = changed ?? {};
  return {
    ...fields,
    ...(changed?.choice === 'cannot' && { choice: 'cannot' }),
    ...((file !== '' || at !== '') && { typed: { file, at } }),
    revision: changed && !returned?.saved ? changed.revision : saved.revision,
    was: changed && !returned?.saved ? changed.was : markOf(saved),
  };
}

function overallOf({ overall, role }: Scoring, returned: Returned | undefined): ScoringProps['overall'] {
  const changed = returned?.form.overall;
  return {
    isAnswer: role === 'appeal',
    comment: changed?.comment ?? overall.comment,
    note: changed?.note ?? overall.note,
    revision: changed && !returned?.saved ? changed.revision : overall.revision,
    was: changed && !returned?.saved ? changed.was : overallMark(overall),
  };
}
