import { needsComment } from '#domain/assessment/decide.ts';
import { Status } from '#ui/status.tsx';
import { ConflictBox } from './conflict-box.tsx';
import type { Savers } from './use-savers.ts';
import { SaveNote } from './save-note.tsx';
import { type ScoringLookFor, fieldNames, longestComment, ratingChoices } from './scoring-props.ts';

type Props = {
  lookFor: ScoringLookFor;
  errors: readonly { field: string; message: string }[];
  savers: Savers;
};

/** One look-for: what it asks, where its evidence is, what was said before, and its rating. */
export function LookForCard({ lookFor, errors, savers }: Props) {
  if (lookFor.demonstratedIn !== undefined) {
    return (
      <div className="look-for look-for--done" id={`look-for-${lookFor.id}`}>
        <h4 className="look-for__text">{lookFor.text}</h4>
        <p>
          <Status name="demonstrated" word={`Demonstrated in attempt ${lookFor.demonstratedIn}`} />{' '}
          <span className="meta">Not rated again.</span>
        </p>
        <details className="look-for__before">
          <summary>What it asks, its evidence and what was said</summary>
          <Background lookFor={lookFor} />
        </details>
      </div>
    );
  }
  const { id } = lookFor;
  const view = savers.view(id);
  const { content, other } = view;
  const needed = needsComment(content.value);
  const valueError = errors.find((error) => error.field === `${fieldNames.value(id)}-yes`);
  const commentError = errors.find((error) => error.field === fieldNames.comment(id));
  const hintId = `${fieldNames.comment(id)}-hint`;
  return (
    <fieldset className="look-for" id={`look-for-${id}`} data-look-for={id} tabIndex={-1}>
      <legend className="look-for__text">{lookFor.text}</legend>
      <Background lookFor={lookFor} />
      {valueError && <p className="field-error">Error: choose Yes, Almost or No</p>}
      <div className="rate">
        {ratingChoices.map((choice) => (
          <label key={choice.value} className="rate__choice" htmlFor={`${fieldNames.value(id)}-${choice.value}`}>
            <input
              type="radio"
              id={`${fieldNames.value(id)}-${choice.value}`}
              name={fieldNames.value(id)}
              value={choice.value}
              checked={content.value === choice.value}
              onChange={() => {
                savers.edited(id, true);
              }}
            />
            <Status name={choice.value} />
          </label>
        ))}
      </div>
      <div className={commentError ? 'field field--wide field--error' : 'field field--wide'}>
        <label htmlFor={fieldNames.comment(id)}>
          Comment <span className="look-for__needed">{needed ? '(needed)' : '(optional for a Yes)'}</span>
        </label>
        {commentError && (
          <p className="field-error" id={`${fieldNames.comment(id)}-error`}>
            Error:{' '}
            {commentError.field.startsWith('comment-') && content.comment.length > longestComment
              ? commentError.message
              : 'say what would make it a Yes'}
          </p>
        )}
        <textarea
          id={fieldNames.comment(id)}
          name={fieldNames.comment(id)}
          rows={3}
          defaultValue={lookFor.rating.comment}
          aria-describedby={[hintId, commentError && `${fieldNames.comment(id)}-error`].filter(Boolean).join(' ')}
          {...(commentError ? { 'aria-invalid': true as const } : {})}
          onChange={() => {
            savers.edited(id, false);
          }}
        />
        <p className="hint" id={hintId}>
          {needed ? 'Say what is there, and what would make it a Yes.' : 'The earner reads it beside this look-for.'}
        </p>
      </div>
      <input type="hidden" name={fieldNames.was(id)} value={view.was} readOnly />
      {other && <ConflictBox id={id} what="This look-for" other={other} savers={savers} />}
      <SaveNote view={view} />
    </fieldset>
  );
}

function Background({ lookFor: { points, evidence, history } }: { lookFor: ScoringLookFor }) {
  return (
    <>
      {points.length > 0 && (
        <ul className="look-for__points">
          {points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      )}
      <p className="look-for__evidence">
        <span className="meta">Evidence:</span>
        {evidence.map(({ href, label, changed }) => (
          <span key={href}>
            <a href={href} className="evidence-jump">
              {label}
            </a>
            {changed && <span className="meta"> (changed)</span>}
          </span>
        ))}
      </p>
      {history.length > 0 && (
        <ul className="look-for__history" aria-label="Earlier attempts">
          {history.map(({ attempt, value, comment }) => (
            <li key={attempt}>
              <span className="meta">Attempt {attempt}</span> <Status name={value} />
              {comment.trim() !== '' && <p className="look-for__said">{comment}</p>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
