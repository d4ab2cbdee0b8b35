import { standings } from '#domain/assessment/standing.ts';
import { changedPlaces } from '#domain/attempt/difference.ts';
import { sealedArtifactContext } from '#domain/attempt/sealed-attempt.ts';
import { findRequirement, listDetails } from '#domain/definition/outline.ts';
import type { LookFor } from '#domain/definition/schema.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import type { OtherVersion, ScoringLookFor, ScoringProps } from '#islands/scoring/scoring-props.ts';
import type { FormErrors } from '#ui/form.tsx';
import { type ScoringForm, markOf } from './desk.form.ts';
import type { Scoring } from './desk.queries.ts';
import type { SaveRatingsResult } from './save-ratings.ts';

/** The form after a post that could not be carried out whole: what was typed, what was saved, and what stands against it. */
export type Returned = {
  form: ScoringForm;
  errors: FormErrors;
  saved?: Extract<SaveRatingsResult, { ok: true }>;
};

export const requirementAnchor = (requirement: string) => `requirement-${requirement}`;
export const evidencePrefix = (requirement: string) => `evidence-${requirement}`;
export const lookForAnchor = (lookFor: string) => `look-for-${lookFor}`;

/** The scoring form of an assessment; after a failed post with everything that was typed. */
export function scoringProps(scoring: Scoring, returned?: Returned): ScoringProps {
  const carried = new Map(scoring.sealed.carriedOver.map(({ lookFor, attempt }) => [lookFor, attempt]));
  const history = new Map(standings(scoring.definition, scoring.judged).map((one) => [one.lookFor, one.history]));
  const changed = new Set(scoring.difference?.requirements.map(({ requirement }) => requirement.id));
  const lookFor = (one: LookFor): ScoringLookFor => {
    const demonstratedIn = carried.get(one.id);
    return {
      id: one.id,
      text: one.text,
      points: one.points,
      evidence: evidenceLinks(scoring, one, changed),
      history: history.get(one.id) ?? [],
      ...(demonstratedIn === undefined ? {} : { demonstratedIn }),
      rating: ratingOf(scoring, one.id, returned),
    };
  };
  return {
    action: `/desk/assessments/${scoring.id}`,
    guides: scoring.definition.guides.map(({ id, title, summary, lookFors }) => ({
      id,
      title,
      ...(summary === undefined ? {} : { summary }),
      lookFors: lookFors.map(lookFor),
    })),
    overall: overallOf(scoring, returned),
    conflicts: Object.fromEntries(
      (returned?.saved?.conflicts ?? []).map(({ lookFor: id, current }): [string, OtherVersion] => [
        id,
        { value: current.value, comment: current.comment },
      ]),
    ),
    ...(returned?.saved?.overallConflict
      ? { overallConflict: { comment: returned.saved.overallConflict.comment } }
      : {}),
    errors: returned?.errors ?? [],
  };
}

/**
 * What its reader changed stands in the fields as they typed it, what they left alone as it is saved. A change that was
 * not looked at yet keeps the mark that it was made from; once the other version is shown beside it, saving again means it.
 */
function ratingOf(scoring: Scoring, lookFor: string, returned: Returned | undefined): ScoringLookFor['rating'] {
  const saved = scoring.ratings.get(lookFor) ?? { value: null, comment: '', revision: 0 };
  const changed = returned?.form.ratings.find((change) => change.lookFor === lookFor);
  return {
    value: changed ? changed.value : saved.value,
    comment: changed?.comment ?? saved.comment,
    revision: changed && !returned?.saved ? changed.revision : saved.revision,
    was: changed && !returned?.saved ? changed.was : markOf(saved, saved.revision),
  };
}

function overallOf({ overall }: Scoring, returned: Returned | undefined): ScoringProps['overall'] {
  const changed = returned?.form.overall;
  return {
    comment: changed?.comment ?? overall.comment,
    revision: changed && !returned?.saved ? changed.revision : overall.revision,
    was: changed && !returned?.saved ? changed.was : markOf({ comment: overall.comment }, overall.revision),
  };
}

/** A look-for that judges outcome details leads to the pieces of evidence that speak of them; otherwise to the whole requirement. */
function evidenceLinks(
  { definition, sealed, difference }: Scoring,
  { judges, details }: LookFor,
  changed: ReadonlySet<string>,
) {
  return judges.flatMap((id) => {
    const requirement = findRequirement(definition, id);
    if (!requirement) return [];
    const whole = { href: `#${requirementAnchor(id)}`, label: requirement.title, changed: changed.has(id) };
    if (details.length === 0) return [whole];
    const data = sealed.evidence.find((item) => item.requirement === id)?.data;
    const context = { details: listDetails(definition), artifacts: sealedArtifactContext(sealed) };
    const pieces = evidencePieces(requirement, data, context).flatMap((piece) =>
      piece.detail !== undefined && details.includes(piece.detail) ? [piece] : [],
    );
    if (pieces.length === 0) return [whole];
    const changedHere = changedPlaces(difference, id);
    return pieces.map((piece) => ({
      href: `#${evidencePrefix(id)}-${piece.place}`,
      label: `${requirement.title}: ${piece.label}`,
      changed: changedHere.includes(piece.place),
    }));
  });
}
