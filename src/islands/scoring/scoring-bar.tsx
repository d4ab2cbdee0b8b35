import { sayTime } from '#domain/assessment/time-on-task.ts';
import type { SaveState } from './saver.ts';

type Props = {
  rated: number;
  open: number;
  live: boolean;
  states: readonly SaveState[];
  /** Time on task, in seconds. */
  seconds: number;
  onHelp: () => void;
};

/** How far the rating is, whether all is saved, and what to do next; always in sight. */
export function ScoringBar({ rated, open, live, states, seconds, onHelp }: Props) {
  return (
    <div className="scoring-bar">
      <div className="scoring-bar__progress">
        <span className="numeral">
          {rated} of {open} rated
        </span>
        <progress className="progress" max={open} value={rated} aria-label="Look-fors rated" />
      </div>
      <div className="scoring-bar__says">
        <p className="scoring-bar__state" role="status">
          {live ? overallState(states) : ''}
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

function overallState(states: readonly SaveState[]): string {
  if (states.includes('conflict')) return 'Changed elsewhere: choose a version';
  if (states.includes('failed')) return 'Not everything is saved';
  if (states.includes('saving') || states.includes('waiting')) return 'Saving…';
  return states.includes('saved') ? 'All changes saved' : 'Saved as you go';
}
