import { countOf } from '#domain/evidence/finding.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import { type FormErrors, TextField } from '#ui/form.tsx';
import { Status } from '#ui/status.tsx';
import type { Anchor } from './anchors.queries.ts';
import { OtherVersion } from './calibration-parts.tsx';
import { agreedFields, isSame, typedRating } from './calibration.form.ts';
import { ratingValues, ratingWords } from './rating-words.ts';

type AgreedFormProps = {
  anchor: Anchor;
  typed?: Readonly<Record<string, string>> | undefined;
  /** Somebody saved other ratings after the form was made: theirs are shown beside what was typed. */
  isStale: boolean;
  errors: FormErrors;
};

/** That somebody saved other ratings, at the first look-for where theirs are not as typed. */
export function staleError(anchor: Anchor, typed: AgreedFormProps['typed']): FormErrors[number] {
  const lookFors = listLookFors(anchor.definition);
  const first = lookFors.find(({ id }) => otherOf(anchor, typed, id)) ?? lookFors[0];
  const message = `${anchor.ratedBy?.name ?? 'Somebody'} saved other ratings while you wrote yours. Theirs stand beside yours: compare, then save.`;
  return { field: agreedFields.rationale(first?.id ?? ''), message };
}

/** What stands there and what was typed for a look-for, where they are not the same. */
function otherOf(anchor: Anchor, typed: AgreedFormProps['typed'], lookFor: string) {
  if (!typed) return undefined;
  const yours = typedRating(typed, { value: agreedFields.value(lookFor), text: agreedFields.rationale(lookFor) });
  const agreed = anchor.ratings.get(lookFor);
  const theirs = { value: agreed?.value ?? null, text: agreed?.rationale ?? '' };
  return isSame(yours, theirs) ? undefined : { yours, theirs };
}

/** The agreed rating of every look-for and why; once the anchor is in use, to be read alone. */
export function AgreedForm({ anchor, typed, isStale, errors }: AgreedFormProps) {
  const lookFors = listLookFors(anchor.definition);
  if (anchor.state !== 'draft') {
    return (
      <ul className="rows">
        {lookFors.map(({ id, text }) => {
          const agreed = anchor.ratings.get(id);
          const other = otherOf(anchor, typed, id);
          return (
            <li key={id}>
              <p className="rating-rows__head">
                <span>{text}</span>
                <Status name={agreed?.value ?? 'unrated'} />
              </p>
              <p className="look-for__said">{agreed?.rationale}</p>
              {other && <OtherVersion label="What you typed, which is not saved" {...other.yours} />}
              <Given anchor={anchor} lookFor={id} />
            </li>
          );
        })}
      </ul>
    );
  }
  return (
    <form method="post" action={`/lead/calibration/anchors/${anchor.id}/ratings`} noValidate>
      {/* What can’t be saved yet was still made from what its writer read. */}
      <input type="hidden" name="revision" value={typed && !isStale ? typed.revision : anchor.revision} />
      {lookFors.map(({ id, text, points }) => {
        const agreed = anchor.ratings.get(id);
        const other = isStale ? otherOf(anchor, typed, id) : undefined;
        const value = typed ? typed[agreedFields.value(id)] : agreed?.value;
        const rationale = typed ? typed[agreedFields.rationale(id)] : agreed?.rationale;
        return (
          <fieldset key={id} className="agreed">
            <legend>{text}</legend>
            {points.length > 0 && (
              <ul className="meta">
                {points.map((point) => (
                  <li key={point}>{point}</li>
                ))}
              </ul>
            )}
            <div className="choices agreed__values">
              {ratingValues.map((one) => (
                <label key={one} className="choice">
                  <input
                    type="radio"
                    id={`${agreedFields.value(id)}-${one}`}
                    name={agreedFields.value(id)}
                    value={one}
                    defaultChecked={value === one}
                  />{' '}
                  {ratingWords[one]}
                </label>
              ))}
            </div>
            <TextField
              name={agreedFields.rationale(id)}
              label="Why"
              errors={errors}
              rows={3}
              maxLength={5000}
              value={rationale}
            />
            {other && (
              <OtherVersion label={`Saved meanwhile by ${anchor.ratedBy?.name ?? 'somebody'}`} {...other.theirs} />
            )}
          </fieldset>
        );
      })}
      <div className="actions">
        <button type="submit" className="btn btn-primary">
          Save the agreed ratings
        </button>
      </div>
    </form>
  );
}

/** What assessors gave, so that an anchor that nobody agrees with is seen. */
function Given({ anchor, lookFor }: { anchor: Anchor; lookFor: string }) {
  const given = anchor.given.get(lookFor);
  if (!given) return null;
  const words = ratingValues
    .filter((value) => given[value] > 0)
    .map((value) => `${ratingWords[value]} ${given[value]}`);
  const all = ratingValues.reduce((sum, value) => sum + given[value], 0);
  return (
    <p className="meta numeral">
      {countOf(all, 'assessor')}: {words.join(', ')}
    </p>
  );
}
