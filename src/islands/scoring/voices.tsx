import { conditionLabel } from '#domain/assessment/conditions.ts';
import { Status } from '#ui/status.tsx';
import { Place } from './place-names.tsx';
import type { RatingFields, Voice } from './scoring-props.ts';

/** What was said of a look-for before: in earlier attempts, or by others who rated this one. */
export function Voices({ voices, label }: { voices: readonly Voice[]; label: string }) {
  if (voices.length === 0) return null;
  return (
    <ul className="look-for__history" aria-label={label}>
      {voices.map((voice, index) => (
        <li key={index}>
          <span className="meta">{voice.by}</span>{' '}
          <Said choice={voice.value ?? (voice.condition ? 'cannot' : null)} condition={voice.condition ?? ''} />
          {voice.comment.trim() !== '' && <p className="look-for__said">{voice.comment}</p>}
          <PlaceList places={voice.places} />
        </li>
      ))}
    </ul>
  );
}

/** A rating in a word: the value, or why there is none. */
export function Said({ choice, condition }: Pick<RatingFields, 'choice' | 'condition'>) {
  if (choice === 'cannot' && condition !== '') return <Status name="incomplete" word={conditionLabel(condition)} />;
  if (choice === null || choice === 'cannot') return <Status name="unrated" />;
  return <Status name={choice} />;
}

export function PlaceList({ places }: { places: readonly string[] }) {
  if (places.length === 0) return null;
  return (
    <ul className="rating-places">
      {places.map((place) => (
        <li key={place}>
          <Place place={place} />
        </li>
      ))}
    </ul>
  );
}
