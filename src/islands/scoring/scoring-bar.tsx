import { useEffect, useRef, useState } from 'react';
import { sayTime } from '#domain/assessment/time-on-task.ts';
import type { SaveState } from './saver.ts';
import type { Sending } from './use-sending.ts';

type Props = {
  rated: number;
  open: number;
  live: boolean;
  states: readonly SaveState[];
  sending: Sending;
  /** Why nothing is saved any more; empty while it is. */
  refusal: string;
  /** Whether something is back in its fields that was never saved. */
  isBack: boolean;
  /** Time on task, in seconds. */
  seconds: number;
  onHelp: () => void;
};

/** How far the rating is, whether all is saved, and what to do next; always in sight. */
export function ScoringBar({ rated, open, live, states, sending, refusal, isBack, seconds, onHelp }: Props) {
  const isSavedAgain = useSavedAgain(states);
  const problem = sending === 'offline' ? 'There is no connection: send it once you are back online.' : refusal;
  return (
    <div className="scoring-bar">
      {problem !== '' && (
        <p className="scoring-bar__problem" role="alert">
          {problem}
        </p>
      )}
      <div className="scoring-bar__progress">
        <span className="numeral">
          {rated} of {open} rated
        </span>
        <progress className="progress" max={open} value={rated} aria-label="Look-fors rated" />
      </div>
      <div className="scoring-bar__says">
        {/* Not said aloud: it changes with every word. What goes wrong is. */}
        <p className="scoring-bar__state">{live ? overallState(states, sending) : ''}</p>
        <p className={isBack && !isSavedAgain ? 'scoring-bar__time' : 'sr-only'} role="status">
          {isSavedAgain
            ? 'Everything is saved again'
            : isBack && 'What this browser had not saved yet is back in its place.'}
        </p>
        <p className="scoring-bar__time" title="Without the stretches in which nothing moved here">
          Time on task: {sayTime(seconds)}
        </p>
      </div>
      <div className="scoring-bar__buttons">
        {live && (
          <button type="button" className="btn btn-sm btn-ghost scoring-bar__shortcuts" onClick={onHelp}>
            Shortcuts
          </button>
        )}
        {/* With the script every change is saved as it is made. */}
        <button type="submit" name="intent" value="save" className="btn btn-sm" hidden={live}>
          Save
        </button>
        <button type="submit" name="intent" value="send" className="btn btn-sm btn-primary">
          Send decision
        </button>
      </div>
    </div>
  );
}

const troubles: readonly SaveState[] = ['conflict', 'unreachable', 'refused'];

/** From the moment all is saved after something could not be, until something can’t be again. */
function useSavedAgain(states: readonly SaveState[]): boolean {
  const [isSavedAgain, setSavedAgain] = useState(false);
  const wasTroubled = useRef(false);
  const isTroubled = states.some((state) => troubles.includes(state));
  const isClean = states.every((state) => state === 'saved' || state === 'unchanged');
  useEffect(() => {
    if (isTroubled) {
      wasTroubled.current = true;
      setSavedAgain(false);
    } else if (isClean && wasTroubled.current) {
      wasTroubled.current = false;
      setSavedAgain(true);
    }
  }, [isTroubled, isClean]);
  return isSavedAgain;
}

function overallState(states: readonly SaveState[], sending: Sending): string {
  if (sending === 'saving') return 'Saving, then sending…';
  if (states.includes('conflict')) return 'Changed elsewhere: choose a version';
  if (states.includes('unreachable') || states.includes('refused')) return 'Not everything is saved';
  if (states.includes('saving') || states.includes('waiting')) return 'Saving…';
  return states.includes('saved') ? 'All changes saved' : 'Saved as you go';
}
