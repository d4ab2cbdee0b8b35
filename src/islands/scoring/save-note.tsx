import type { SaverView } from './saver.ts';

const words: Record<SaverView['state'], string> = {
  unchanged: '',
  waiting: 'Not saved yet',
  saving: 'Saving…',
  saved: 'Saved',
  unreachable: 'Not saved',
  refused: 'Not saved',
  conflict: 'Not saved: changed elsewhere',
};

/** The state of one look-for's saving, in words; what needs to be known at once is said aloud. */
export function SaveNote({ view: { state, message } }: { view: SaverView }) {
  if (state === 'unreachable' || state === 'refused')
    return (
      <p className="save-note save-note--failed" role="alert">
        {message ?? words[state]}
      </p>
    );
  return <p className="save-note">{words[state]}</p>;
}
