import { Check, CircleDashed, CloudOff, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Keeping } from './draft-store.ts';
import type { SaveState } from './draft-steps.ts';

const states = {
  saved: { icon: Check, text: 'All changes saved', tone: 'good' },
  unsaved: { icon: CircleDashed, text: 'Not saved yet', tone: 'quiet' },
  saving: { icon: LoaderCircle, text: 'Saving …', tone: 'quiet' },
  held: { icon: TriangleAlert, text: 'Not saved: mend the place that is marked', tone: 'bad' },
  unreachable: { icon: CloudOff, text: 'Offline: kept on this device, and saved as soon as it can be', tone: 'bad' },
  'signed-out': {
    icon: TriangleAlert,
    text: 'You have been signed out. Your work is kept on this device',
    tone: 'bad',
  },
  stale: { icon: TriangleAlert, text: 'There are two versions of this', tone: 'bad' },
  refused: { icon: TriangleAlert, text: 'This could not be saved', tone: 'bad' },
} as const;

const notKept = {
  unreachable: 'Offline, and this browser can’t keep a copy: leave this page open until it is saved',
  'signed-out': 'You have been signed out, and this browser can’t keep a copy: leave this page open',
};

/** Milliseconds of rest before “All changes saved” is read out: whoever types on is not interrupted. */
const rest = 1500;

type SaveBarProps = { state: SaveState; revision: number; keeping: Keeping; notice: string | undefined };

/** Where saving stands, and the two ways to save by hand. It stays in sight while the page scrolls. */
export function SaveBar({ state, revision, keeping, notice }: SaveBarProps) {
  const { icon: Icon, text: usual, tone } = states[state];
  const fresh = state === 'saved' && revision === 0;
  const isLost = keeping === 'not-kept' && (state === 'unreachable' || state === 'signed-out');
  const text = fresh ? 'Nothing to save yet' : isLost ? notKept[state] : usual;
  return (
    <div className="save-bar">
      <p className={`status status--${fresh ? 'quiet' : tone} save-bar__state`} data-save-state={state}>
        <Icon aria-hidden="true" size={16} strokeWidth={2} />
        <span>
          {text}
          {state === 'stale' && (
            <>
              {': '}
              <a href="#two-versions-title">go to both</a>
            </>
          )}
          {state === 'signed-out' && <SignInLink isKept={!isLost} />}
        </span>
      </p>
      <Announcement state={state} text={text} notice={notice} />
      <div className="actions">
        <button type="submit" name="then" value="stay" className="btn">
          Save
        </button>
        <button type="submit" name="then" value="back" className="btn btn-primary">
          Save and go to the checklist
        </button>
      </div>
      {notice && <p className="save-bar__note">{notice}</p>}
    </div>
  );
}

/** Back to this page, where what was typed waits; without a copy the page must stay open. */
function SignInLink({ isKept }: { isKept: boolean }) {
  if (!isKept)
    return (
      <>
        {': '}
        <a href="/sign-in" target="_blank" rel="noopener">
          sign in again in a new tab
        </a>
        , then come back here.
      </>
    );
  return (
    <>
      {': '}
      <a href={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`}>sign in to save it</a>
    </>
  );
}

/** What is read out: trouble at once, that all is well only when somebody rests, and saving itself never. */
function Announcement({ state, text, notice }: { state: SaveState; text: string; notice: string | undefined }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    setSaid('');
    if (state === 'unsaved' || state === 'saving') return undefined;
    const timer = setTimeout(() => setSaid([text, notice].filter(Boolean).join('. ')), state === 'saved' ? rest : 0);
    return () => clearTimeout(timer);
  }, [state, text, notice]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
