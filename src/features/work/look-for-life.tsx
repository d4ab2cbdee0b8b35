import type { ReactNode } from 'react';
import type { SelfRatingValue, SelfRatings } from '#domain/assessment/self-rating.ts';
import { conditionAdvice } from '#domain/assessment/condition-advice.ts';
import { conditionLabel } from '#domain/assessment/conditions.ts';
import type { PastRating, Standing } from '#domain/assessment/standing.ts';
import type { LookFor } from '#domain/definition/schema.ts';
import type { PlacedArtifact } from '#ui/place-link.tsx';
import { RatingPlaces } from '#ui/rating-places.tsx';
import { Status } from '#ui/status.tsx';

type LookForLifeProps = {
  lookFor: LookFor;
  standing: Standing | undefined;
  headingLevel?: 3 | 4 | 5;
  /** Only where it stands; what was said of it stands elsewhere on the page. */
  isBrief?: boolean;
  /** How the earner saw it, by attempt: set only on the earner’s own pages. */
  own?: ReadonlyMap<number, SelfRatings> | undefined;
  /** The files at which assessors pointed: their places are links then. */
  artifacts?: ReadonlyMap<string, PlacedArtifact> | undefined;
  children?: ReactNode;
};

/** One look-for with every rating that it has had: what was demonstrated stays, what was not says what to do. */
export function LookForLife({
  lookFor,
  standing,
  headingLevel = 4,
  isBrief = false,
  own,
  artifacts,
  children,
}: LookForLifeProps) {
  const Heading = `h${headingLevel}` as const;
  const history = standing?.history ?? [];
  return (
    <article className="standing" data-look-for={lookFor.id}>
      <div className="standing__head">
        <Heading className="standing__text">{lookFor.text}</Heading>
        {history.length > 0 && <Status name={standing?.state === 'demonstrated' ? 'demonstrated' : 'open'} />}
      </div>
      {lookFor.points.length > 0 && (
        <details>
          <summary>What belongs to it</summary>
          <ul className="standing__points">
            {lookFor.points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </details>
      )}
      {history.length > 0 && !isBrief && (
        <ol className="standing__history">
          {history.map((rating) => (
            <li key={rating.attempt}>
              <Rated rating={rating} self={own?.get(rating.attempt)?.get(lookFor.id)} />
              {rating.comment.trim() !== '' && <blockquote className="assessor-comment">{rating.comment}</blockquote>}
              {rating.condition && <p className="standing__advice">{conditionAdvice[rating.condition]}</p>}
              {artifacts && <RatingPlaces places={rating.locators ?? []} artifacts={artifacts} />}
            </li>
          ))}
        </ol>
      )}
      {children}
    </article>
  );
}

/** What the assessor said, and where the earner had rated it too, what they had. */
export function Rated({ rating, self }: { rating: PastRating; self: SelfRatingValue | undefined }) {
  if (self === undefined) {
    return (
      <p>
        {attemptWords(rating)}: <RatingStatus rating={rating} />
      </p>
    );
  }
  return (
    <p className="beside">
      {attemptWords(rating)}: you <Status name={self} /> · the assessor <RatingStatus rating={rating} />
    </p>
  );
}

/** Which attempt was rated, and whether it was an appeal that has the last word. */
function attemptWords({ attempt, onAppeal }: PastRating): string {
  return `Attempt ${attempt}${onAppeal ? ', on appeal' : ''}`;
}

/** A rating as icon and word; of what could not be judged, why. */
export function RatingStatus({ rating: { value, condition } }: { rating: Pick<PastRating, 'value' | 'condition'> }) {
  if (value !== null) return <Status name={value} />;
  return condition ? <Status name="incomplete" word={conditionLabel(condition)} /> : <Status name="unrated" />;
}
