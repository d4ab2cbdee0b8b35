import { useCallback, useMemo, useRef, useState } from 'react';
import { ActionContext } from './scoring/action-context.ts';
import { CommentPicker, usePicker } from './scoring/comment-picker.tsx';
import { overallKey } from './scoring/form-fields.ts';
import { LookForCard } from './scoring/look-for-card.tsx';
import { OverallField } from './scoring/overall-field.tsx';
import { filesListId } from './scoring/place-adder.tsx';
import { FilesContext, FilesOfContext } from './scoring/place-names.tsx';
import { ScoringBar } from './scoring/scoring-bar.tsx';
import { type ScoringProps, fieldNames } from './scoring/scoring-props.ts';
import { ShortcutHelp } from './scoring/shortcut-help.tsx';
import { useBeats } from './scoring/use-beats.ts';
import { useSavers } from './scoring/use-savers.ts';
import { useSending } from './scoring/use-sending.ts';
import { useShortcuts } from './scoring/use-shortcuts.ts';

/** The scoring guide as a form. Without its script it posts whole; with it every change is saved as it is made. */
export function Scoring(props: ScoringProps) {
  const { action, guides, files } = props;
  const formRef = useRef<HTMLFormElement>(null);
  const helpRef = useRef<HTMLDialogElement>(null);
  const pickerRef = useRef<HTMLDialogElement>(null);
  const [seconds, setSeconds] = useState(props.activeSeconds);
  const [refusal, setRefusal] = useState('');
  const [isBack, setBack] = useState(false);
  const { live, savers } = useSavers(props, formRef, {
    onTime: setSeconds,
    onBack: () => {
      setBack(true);
    },
  });
  const { onSubmit, sending } = useSending(savers, live);
  useBeats(action, setSeconds, setRefusal);
  const onHelp = useCallback(() => helpRef.current?.showModal(), []);
  const picker = usePicker(action, pickerRef);
  const shortcuts = useShortcuts(formRef, { onHelp, onPickComment: picker.open });
  const byId = useMemo(() => new Map(files.map((file) => [file.id, file])), []);
  const open = guides.flatMap((guide) => guide.lookFors).filter((lookFor) => lookFor.settled === undefined);
  const rated = open.filter(({ id }) => {
    const { choice, condition } = savers.view(id).content;
    return choice !== null && (choice !== 'cannot' || condition !== '');
  });

  return (
    <ActionContext value={action}>
      <FilesContext value={byId}>
        <FilesOfContext value={props.filesOf}>
          <form
            ref={formRef}
            method="post"
            action={action}
            autoComplete="off"
            noValidate
            className="scoring-form"
            onSubmit={onSubmit}
          >
            {/* Enter in a field presses the first button there is: that it saves, and keeps or sends nothing. */}
            <button type="submit" name="intent" value="save" className="sr-only" tabIndex={-1} aria-hidden="true">
              Save
            </button>
            {live && <input type="hidden" name={fieldNames.live} value="1" readOnly />}
            {guides.map((guide) => (
              <section key={guide.id} className="guide" aria-labelledby={`guide-${guide.id}`}>
                <h3 id={`guide-${guide.id}`}>{guide.title}</h3>
                {guide.summary && <p className="meta">{guide.summary}</p>}
                {guide.lookFors.map((lookFor) => (
                  <LookForCard
                    key={lookFor.id}
                    lookFor={lookFor}
                    errors={props.errors}
                    view={savers.view(lookFor.id)}
                    savers={savers}
                    live={live}
                    onPickComment={picker.open}
                  />
                ))}
              </section>
            ))}
            <OverallField
              overall={props.overall}
              errors={props.errors}
              view={savers.view(overallKey)}
              savers={savers}
              live={live}
            />
            {!live && (
              <datalist id={filesListId}>
                {files.map(({ id, name, hidden }) => hidden === undefined && <option key={id} value={name} />)}
              </datalist>
            )}
            <ScoringBar
              rated={rated.length}
              open={open.length}
              live={live}
              states={[...open.map(({ id }) => id), overallKey].map((key) => savers.view(key).state)}
              sending={sending}
              refusal={refusal}
              isBack={isBack}
              seconds={seconds}
              onHelp={onHelp}
            />
          </form>
          {live && <ShortcutHelp dialogRef={helpRef} enabled={shortcuts.enabled} turn={shortcuts.turn} />}
          {live && <CommentPicker dialogRef={pickerRef} picker={picker} />}
        </FilesOfContext>
      </FilesContext>
    </ActionContext>
  );
}
