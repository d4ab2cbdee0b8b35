import { type KeyboardEvent, type RefObject, useContext, useEffect, useId, useState } from 'react';
import { ActionContext } from './action-context.ts';
import { insertText } from './insert-text.ts';
import { fieldNames } from './scoring-props.ts';
import { sendJson } from './send-json.ts';

/** A comment kept for reuse, as the page is told of it. */
export type KeptComment = { id: string; body: string; lookFor: string | null; isShared: boolean };

export type Picker = { open: (lookFor: string) => void; lookFor: string | undefined; state: PickerState };
/** `serial`: how often it was opened. */
type PickerState = { serial: number; kept: readonly KeptComment[]; message: string };

/** Opens the list for one look-for; it is fetched only then. */
export function usePicker(action: string, dialogRef: RefObject<HTMLDialogElement | null>): Picker {
  const [lookFor, setLookFor] = useState<string>();
  const [state, setState] = useState<PickerState>({ serial: 0, kept: [], message: '' });
  const [open] = useState(() => (of: string) => {
    setLookFor(of);
    setState(({ serial }) => ({ serial: serial + 1, kept: [], message: 'Opening…' }));
    dialogRef.current?.showModal();
    void sendJson<{ comments: KeptComment[] }>(`${action}/comments`, 'GET').then((answer) => {
      setState(({ serial }) =>
        answer.ok ? { serial, kept: answer.body.comments, message: '' } : { serial, kept: [], message: answer.message },
      );
    });
  });
  return { open, lookFor, state };
}

type Props = { dialogRef: RefObject<HTMLDialogElement | null>; picker: Picker };

/** The comments kept for reuse, those of this look-for first; one is put where the caret stands. */
export function CommentPicker({ dialogRef, picker: { lookFor, state } }: Props) {
  const id = useId();
  const action = useContext(ActionContext);
  const [wanted, setWanted] = useState('');
  const [all, setAll] = useState(false);
  // Each list begins with all of it.
  useEffect(() => {
    setWanted('');
  }, [state.serial]);
  const words = wanted.toLowerCase();
  const shown = state.kept
    .filter((one) => all || one.lookFor === null || one.lookFor === lookFor)
    .filter((one) => one.body.toLowerCase().includes(words))
    .sort((a, b) => Number(b.lookFor === lookFor) - Number(a.lookFor === lookFor));
  const take = (body: string) => {
    dialogRef.current?.close();
    const field = lookFor === undefined ? null : document.getElementById(fieldNames.comment(lookFor));
    if (field instanceof HTMLTextAreaElement) insertText(field, body);
  };
  return (
    <dialog ref={dialogRef} className="shortcut-help comment-picker" aria-labelledby={id} data-action={action}>
      <h2 id={id}>Saved comments</h2>
      <div className="comment-picker__filter">
        <label>
          Search
          <input
            type="search"
            className="input"
            value={wanted}
            autoFocus
            onChange={(event) => {
              setWanted(event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown') return;
              event.preventDefault();
              dialogRef.current?.querySelector<HTMLElement>('.comment-picker__list button')?.focus();
            }}
          />
        </label>
        <label className="choice">
          <input
            type="checkbox"
            checked={all}
            onChange={(event) => {
              setAll(event.target.checked);
            }}
          />
          Those of other look-fors, too
        </label>
      </div>
      <p role="status" className="meta">
        {state.message || countWords(shown.length, state.kept.length)}
      </p>
      <ul className="comment-picker__list" onKeyDown={moveBetween}>
        {shown.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              onClick={() => {
                take(one.body);
              }}
            >
              {one.body}
              {one.isShared && <span className="meta"> (shared)</span>}
            </button>
          </li>
        ))}
      </ul>
      <p className="actions">
        <a href="/desk/comments" target="_blank" rel="noopener">
          Edit saved comments<span className="sr-only"> (opens in a new tab)</span>
        </a>
        <button type="button" className="btn" onClick={() => dialogRef.current?.close()}>
          Close
        </button>
      </p>
    </dialog>
  );
}

/** The arrows go from one comment to the next. */
function moveBetween(event: KeyboardEvent<HTMLUListElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  event.preventDefault();
  const search = event.currentTarget.closest('dialog')?.querySelector<HTMLElement>('input[type=search]');
  (event.key === 'ArrowUp' && at === 0 ? search : buttons[at + (event.key === 'ArrowDown' ? 1 : -1)])?.focus();
}

function countWords(shown: number, kept: number): string {
  return kept === 0 ? 'Nothing is kept yet. “Keep for reuse” below a comment adds it here.' : `${shown} of ${kept}`;
}
