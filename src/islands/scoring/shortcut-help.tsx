import { type RefObject, useId } from 'react';

const shortcuts: readonly [string, string][] = [
  ['j', 'Next look-for'],
  ['k', 'Look-for before'],
  ['y', 'Yes'],
  ['a', 'Almost'],
  ['n', 'No'],
  ['x', 'Can’t be judged, and why'],
  ['c', 'Write the comment'],
  ['m', 'Take a saved comment'],
  ['e', 'Its evidence: the next place, Enter opens it'],
  ['p', 'Point at a place'],
  ['v', 'Write a private note'],
  ['o', 'Write the overall comment'],
  ['Esc', 'From a field, or the evidence, back to the look-for'],
  ['?', 'This help'],
];

type Props = { dialogRef: RefObject<HTMLDialogElement | null>; enabled: boolean; turn: (on: boolean) => void };

export function ShortcutHelp({ dialogRef, enabled, turn }: Props) {
  const id = useId();
  return (
    <dialog ref={dialogRef} className="shortcut-help" aria-labelledby={id}>
      <h2 id={id}>Keyboard shortcuts</h2>
      <dl>
        {shortcuts.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd className="kbd">{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="hint">They rest while you write in a field.</p>
      <label className="choice">
        <input
          type="checkbox"
          checked={enabled}
          onChange={(event) => {
            turn(event.target.checked);
          }}
        />
        Use keyboard shortcuts
      </label>
      <p className="actions">
        <button type="button" className="btn btn-primary" onClick={() => dialogRef.current?.close()}>
          Close
        </button>
      </p>
    </dialog>
  );
}
