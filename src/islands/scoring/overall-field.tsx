import { AsideNote, ConflictBox } from './conflict-box.tsx';
import { overallKey } from './form-fields.ts';
import type { FormErrors } from './look-for-card.tsx';
import { PrivateNote } from './private-note.tsx';
import { SaveNote } from './save-note.tsx';
import type { SaverView } from './saver.ts';
import { type ScoringProps, fieldNames } from './scoring-props.ts';
import type { Savers } from './use-savers.ts';

type Props = {
  overall: ScoringProps['overall'];
  errors: FormErrors;
  view: SaverView;
  savers: Savers;
  live: boolean;
};

/** What is said of the whole: to the earner, and for oneself. */
export function OverallField({ overall, errors, view, savers, live }: Props) {
  const error = (field: string) => errors.find((one) => one.field === field)?.message;
  const { isAnswer } = overall;
  const onEdit = () => {
    savers.edited(overallKey, false);
  };
  const problem = error(fieldNames.overall);
  return (
    <div className={problem ? 'field field--wide field--error overall' : 'field field--wide overall'}>
      <label htmlFor={fieldNames.overall}>{isAnswer ? 'Your answer to the appeal (needed)' : 'Overall comment'}</label>
      <p className="hint" id="overall-hint">
        {isAnswer
          ? 'The earner reads it as the answer: say why you see it as you do. Look-fors carry their own comments.'
          : 'What the earner reads first. Look-fors carry their own comments.'}
      </p>
      {problem && (
        <p className="field-error" id="overall-error">
          Error: {problem}
        </p>
      )}
      <textarea
        id={fieldNames.overall}
        name={fieldNames.overall}
        rows={5}
        defaultValue={overall.comment}
        aria-describedby={problem ? 'overall-hint overall-error' : 'overall-hint'}
        aria-required={isAnswer ? true : undefined}
        aria-invalid={problem ? true : undefined}
        onChange={onEdit}
      />
      <PrivateNote
        name={fieldNames.overallNote}
        initial={overall.note}
        error={error(fieldNames.overallNote)}
        label="Private note on the whole"
        onEdit={onEdit}
      />
      <input type="hidden" name={fieldNames.overallWas} value={view.was} readOnly />
      {view.other && (
        <ConflictBox
          id={overallKey}
          what={isAnswer ? 'Your answer' : 'The overall comment'}
          other={view.other}
          savers={savers}
          live={live}
          isRated={false}
        />
      )}
      {view.aside && <AsideNote id={overallKey} savers={savers} />}
      <SaveNote view={view} />
    </div>
  );
}
