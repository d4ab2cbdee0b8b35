import { type FormEvent, useCallback, useRef } from 'react';
import { ConflictBox } from './scoring/conflict-box.tsx';
import { overallKey } from './scoring/form-fields.ts';
import { LookForCard } from './scoring/look-for-card.tsx';
import { SaveNote } from './scoring/save-note.tsx';
import { ScoringBar } from './scoring/scoring-bar.tsx';
import { type ScoringProps, fieldNames } from './scoring/scoring-props.ts';
import { ShortcutHelp } from './scoring/shortcut-help.tsx';
import { useSavers } from './scoring/use-savers.ts';
import { useShortcuts } from './scoring/use-shortcuts.ts';

/** The scoring guide as a form. Without its script it posts whole; with it every change is saved as it is made. */
export function Scoring(props: ScoringProps) {
  const { action, guides, overall, errors } = props;
  const formRef = useRef<HTMLFormElement>(null);
  const dialogRef = useRef<HTMLDialogElement>(null);
  const savers = useSavers(props, formRef);
  const showHelp = useCallback(() => dialogRef.current?.showModal(), []);
  const shortcuts = useShortcuts(formRef, showHelp);
  const open = guides.flatMap((guide) => guide.lookFors).filter((lookFor) => lookFor.demonstratedIn === undefined);
  const rated = open.filter(({ id }) => savers.view(id).content.value !== null);
  const overallView = savers.view(overallKey);
  const overallError = errors.find((error) => error.field === fieldNames.overall);

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    if (!savers.live || !savers.isDirty()) return;
    // What is on its way arrives first, so that the form is not held against itself.
    event.preventDefault();
    const form = event.currentTarget;
    const button = (event.nativeEvent as SubmitEvent).submitter;
    void savers.settle().then((saved) => {
      if (saved) form.requestSubmit(button);
      else form.querySelector<HTMLElement>('.conflict, .save-note--failed')?.scrollIntoView({ block: 'center' });
    });
  };

  return (
    <>
      <form
        ref={formRef}
        method="post"
        action={action}
        autoComplete="off"
        noValidate
        className="scoring-form"
        onSubmit={onSubmit}
      >
        {guides.map((guide) => (
          <section key={guide.id} className="guide" aria-labelledby={`guide-${guide.id}`}>
            <h3 id={`guide-${guide.id}`}>{guide.title}</h3>
            {guide.summary && <p className="meta">{guide.summary}</p>}
            {guide.lookFors.map((lookFor) => (
              <LookForCard key={lookFor.id} lookFor={lookFor} errors={errors} savers={savers} />
            ))}
          </section>
        ))}
        <div className={overallError ? 'field field--wide field--error overall' : 'field field--wide overall'}>
          <label htmlFor={fieldNames.overall}>Overall comment</label>
          <p className="hint" id="overall-hint">
            What the earner reads first. Look-fors carry their own comments.
          </p>
          {overallError && <p className="field-error">Error: {overallError.message}</p>}
          <textarea
            id={fieldNames.overall}
            name={fieldNames.overall}
            rows={5}
            defaultValue={overall.comment}
            aria-describedby="overall-hint"
            onChange={() => {
              savers.edited(overallKey, false);
            }}
          />
          <input type="hidden" name={fieldNames.overallWas} value={overallView.was} readOnly />
          {overallView.other && (
            <ConflictBox id={overallKey} what="The overall comment" other={overallView.other} savers={savers} />
          )}
          <SaveNote view={overallView} />
        </div>
        <ScoringBar
          rated={rated.length}
          open={open.length}
          savers={savers}
          keys={[...open.map(({ id }) => id), overallKey]}
          onHelp={showHelp}
        />
      </form>
      {savers.live && <ShortcutHelp dialogRef={dialogRef} enabled={shortcuts.enabled} turn={shortcuts.turn} />}
    </>
  );
}
