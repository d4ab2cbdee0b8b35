import { memo } from 'react';
import { Status } from '#ui/status.tsx';
import { CommentField } from './comment-field.tsx';
import { AsideNote, ConflictBox } from './conflict-box.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { PlacesField } from './places-field.tsx';
import { PrivateNote } from './private-note.tsx';
import { RateField } from './rate-field.tsx';
import { SaveNote } from './save-note.tsx';
import type { SaverView } from './saver.ts';
import { type ScoringLookFor, fieldNames } from './scoring-props.ts';
import type { Savers } from './use-savers.ts';
import { Voices } from './voices.tsx';

export type FormErrors = readonly { field: string; message: string }[];

type Props = {
  lookFor: ScoringLookFor;
  errors: FormErrors;
  view: SaverView;
  savers: Savers;
  live: boolean;
  onPickComment: (lookFor: string) => void;
};

/** One look-for: what it asks, where its evidence is, what was said before, and its rating. Drawn again only where it changed. */
export const LookForCard = memo(function LookForCard({ lookFor, ...rest }: Props) {
  return lookFor.settled === undefined ? <OpenCard lookFor={lookFor} {...rest} /> : <SettledCard lookFor={lookFor} />;
});

function OpenCard({ lookFor, errors, view, savers, live, onPickComment }: Props) {
  const { id } = lookFor;
  const error = (field: string) => errors.find((one) => one.field === field)?.message;
  return (
    <fieldset className="look-for" id={`look-for-${id}`} data-look-for={id} tabIndex={-1}>
      <legend className="look-for__text">{lookFor.text}</legend>
      <Background lookFor={lookFor} />
      <RateField lookFor={id} content={view.content} savers={savers} error={error} />
      <CommentField
        lookFor={lookFor}
        content={view.content}
        savers={savers}
        live={live}
        error={error(fieldNames.comment(id))}
        onPick={onPickComment}
      />
      <PlacesField lookFor={lookFor} places={view.content.places} savers={savers} live={live} error={error} />
      <PrivateNote
        name={fieldNames.note(id)}
        initial={lookFor.rating.note}
        error={error(fieldNames.note(id))}
        label="Private note"
        onEdit={() => {
          savers.edited(id, false);
        }}
      />
      <input type="hidden" name={fieldNames.was(id)} value={view.was} readOnly />
      {view.other && (
        <ConflictBox id={id} what="This look-for" other={view.other} savers={savers} live={live} isRated />
      )}
      {view.aside && <AsideNote id={id} savers={savers} />}
      <SaveNote view={view} />
    </fieldset>
  );
}

function SettledCard({ lookFor }: { lookFor: ScoringLookFor }) {
  const { settled } = lookFor;
  return (
    <div className="look-for look-for--done" id={`look-for-${lookFor.id}`}>
      <h4 className="look-for__text">{lookFor.text}</h4>
      <p>
        {typeof settled === 'object' ? (
          <>
            <Status name="demonstrated" word={`Demonstrated in attempt ${settled.demonstratedIn}`} />{' '}
            <span className="meta">Not rated again.</span>
          </>
        ) : (
          <span className="meta">Not in question here.</span>
        )}
      </p>
      <details className="look-for__before">
        <summary>What it asks, its evidence and what was said</summary>
        <Background lookFor={lookFor} />
      </details>
    </div>
  );
}

function Background({ lookFor: { points, evidence, history, voices = [] } }: { lookFor: ScoringLookFor }) {
  return (
    <>
      {points.length > 0 && (
        <ul className="look-for__points">
          {points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      )}
      <EvidenceList evidence={evidence} />
      <Voices voices={history} label="Earlier attempts" />
      <Voices voices={voices} label="What others said of it" />
    </>
  );
}
