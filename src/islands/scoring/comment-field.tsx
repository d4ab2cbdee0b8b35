import type { Content } from './saver.ts';
import { KeepButton } from './keep-button.tsx';
import { type Choice, type ScoringLookFor, fieldNames, longestComment } from './scoring-props.ts';
import type { Savers } from './use-savers.ts';

type Props = {
  lookFor: ScoringLookFor;
  content: Content;
  savers: Savers;
  live: boolean;
  error: string | undefined;
  onPick: (lookFor: string) => void;
};

const needed: Record<Choice, string> = {
  yes: '(optional for a Yes)',
  almost: '(needed: say what would make it a Yes)',
  no: '(needed: say what would make it a Yes)',
  cannot: '(needed: say what of it can’t be judged)',
};

/** What the earner reads beside a look-for, with the comments that are kept for reuse at hand. */
export function CommentField({ lookFor: { id, rating }, content, savers, live, error, onPick }: Props) {
  const name = fieldNames.comment(id);
  const isTooLong = content.comment.length > longestComment;
  const missing = content.choice === 'cannot' ? 'say what of it can’t be judged' : 'say what would make it a Yes';
  return (
    <div className={error ? 'field field--wide field--error' : 'field field--wide'}>
      <label htmlFor={name}>
        Comment{' '}
        <span className="look-for__needed">
          {content.choice ? needed[content.choice] : '(an Almost says what would make it a Yes)'}
        </span>
      </label>
      {error && (
        <p className="field-error" id={`${name}-error`}>
          Error: {isTooLong ? error : missing}
        </p>
      )}
      <textarea
        id={name}
        name={name}
        rows={3}
        defaultValue={rating.comment}
        {...(error ? { 'aria-invalid': true as const, 'aria-describedby': `${name}-error` } : {})}
        onChange={() => {
          savers.edited(id, false);
        }}
      />
      <p className="comment-tools">
        {live && (
          <button
            type="button"
            className="btn btn-sm btn-ghost"
            onClick={() => {
              onPick(id);
            }}
          >
            Saved comments
          </button>
        )}
        <KeepButton lookFor={id} live={live} comment={content.comment} />
      </p>
    </div>
  );
}
