import type { SaverView } from './saver.ts';

const words: Record<SaverView['state'], string> = {
  unchanged: '',
  waiting: 'Not saved yet',
  saving: 'Saving…',
  saved: 'Saved',
  failed: 'Not saved',
  conflict: 'Not saved: changed elsewhere',
};

/** The state of one look-for's saving, in words. */
export function SaveNote({ view: { state, message } }: { view: SaverView }) {
  if (state === 'failed') return <p className="save-note save-note--failed">{message ?? words.failed}</p>;
  return <p className="save-note">{words[state]}</p>;
}
