import type { ReactNode } from 'react';
import {
  type SelfRatings,
  type SelfRatingValue,
  SelfRatingValue as Value,
  agreement,
  selfRatingField,
  selfRatingWords,
} from '#domain/assessment/self-rating.ts';
import type { Rating } from '#domain/assessment/standing.ts';
import type { LookFor } from '#domain/definition/schema.ts';
import { countOf } from '#domain/evidence/finding.ts';
import type { workPaths } from './work-paths.ts';

type SelfRatingFormProps = {
  paths: ReturnType<typeof workPaths>;
  /** The requirement on whose page it stands; the review page otherwise. */
  from?: string;
  /** Just saved by the form itself. */
  justRated: boolean;
  children: ReactNode;
};

/** The form around the earner’s own ratings. A choice saves itself once the page’s script has come. */
export function SelfRatingForm({ paths, from, justRated, children }: SelfRatingFormProps) {
  return (
    <form method="post" action={paths.selfRatings} id="self-ratings" data-save-on-change="">
      {from !== undefined && <input type="hidden" name="from" value={from} />}
      <p className="hint">How do you see it yourself? It is for you alone, and holds nothing up.</p>
      {children}
      <p className="self-ratings__foot">
        <button type="submit" className="btn btn-sm" data-save-by-hand="">
          Save my ratings
        </button>
        <span role="status" className="meta">
          {justRated && 'Your ratings are saved.'}
        </span>
      </p>
      {from !== undefined && (
        <noscript>
          <p className="hint">This saves the ratings alone: save your evidence first.</p>
        </noscript>
      )}
    </form>
  );
}

type SelfRatingFieldProps = { lookFor: Pick<LookFor, 'id' | 'text'>; value: SelfRatingValue | undefined };

/** Yes, Almost or Not yet, as the earner sees it. */
export function SelfRatingField({ lookFor, value }: SelfRatingFieldProps) {
  const name = selfRatingField(lookFor.id);
  return (
    <fieldset className="self-rating">
      <legend>
        You<span className="sr-only"> on “{lookFor.text}”</span>
      </legend>
      <div className="self-rating__choices">
        {Value.options.map((option) => (
          <label key={option}>
            <input
              type="radio"
              className="radio radio-sm"
              name={name}
              value={option}
              defaultChecked={value === option}
            />
            {selfRatingWords[option]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Every look-for that is open, to be rated in one place. */
export function SelfRatingList({ lookFors, ratings }: { lookFors: readonly LookFor[]; ratings: SelfRatings }) {
  return (
    <ul className="self-ratings__list">
      {lookFors.map((lookFor) => (
        <li key={lookFor.id}>
          <span>{lookFor.text}</span>
          <SelfRatingField lookFor={lookFor} value={ratings.get(lookFor.id)} />
        </li>
      ))}
    </ul>
  );
}

/** How often both saw it alike; nothing where the earner rated nothing. */
export function Agreement({ own, ratings }: { own: SelfRatings | undefined; ratings: readonly Rating[] }) {
  const { agreed, of } = agreement(own ?? new Map(), ratings);
  if (of === 0) return null;
  return (
    <p>
      You and the assessor agreed on {agreed} of {countOf(of, 'look-for')} that you rated yourself.{' '}
      <span className="meta">Only you see your own ratings.</span>
    </p>
  );
}
