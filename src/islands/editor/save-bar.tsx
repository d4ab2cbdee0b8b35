import { Check, CircleDashed, CloudOff, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { SaveState } from './use-draft.ts';

const states = {
  saved: { icon: Check, text: 'All changes saved', tone: 'good' },
  unsaved: { icon: CircleDashed, text: 'Not saved yet', tone: 'quiet' },
  saving: { icon: LoaderCircle, text: 'Saving …', tone: 'quiet' },
  held: { icon: TriangleAlert, text: 'Not saved: mend the place that is marked', tone: 'bad' },
  unreachable: {
    icon: CloudOff,
    text: 'No connection. Your work is kept in this browser and saved as soon as it can be',
    tone: 'bad',
  },
  'signed-out': {
    icon: TriangleAlert,
    text: 'You have been signed out. Your work is kept in this browser',
    tone: 'bad',
  },
  stale: { icon: TriangleAlert, text: 'There are two versions of this', tone: 'bad' },
  refused: { icon: TriangleAlert, text: 'This could not be saved', tone: 'bad' },
} as const;

/** Where saving stands, and the two ways to save by hand. It stays in sight while the page scrolls. */
export function SaveBar({ state, revision }: { state: SaveState; revision: number }) {
  const { icon: Icon, text, tone } = states[state];
  const fresh = state === 'saved' && revision === 0;
  return (
    <div className="save-bar">
      <p role="status" className={`status status--${fresh ? 'quiet' : tone} save-bar__state`} data-save-state={state}>
        <Icon aria-hidden="true" size={16} strokeWidth={2} />
        <span>
          {fresh ? 'Nothing to save yet' : text}
          {state === 'stale' && (
            <>
              {': '}
              <a href="#two-versions-title">go to both</a>
            </>
          )}
          {state === 'signed-out' && (
            <>
              {': '}
              <a href="/sign-in" target="_blank" rel="noopener">
                sign in again in a new tab
              </a>
              , then come back here.
            </>
          )}
        </span>
      </p>
      <div className="actions">
        <button type="submit" name="then" value="stay" className="btn">
          Save
        </button>
        <button type="submit" name="then" value="back" className="btn btn-primary">
          Save and go to the checklist
        </button>
      </div>
    </div>
  );
}
