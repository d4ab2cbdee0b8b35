import { countOf } from '#domain/evidence/finding.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { Status } from '#ui/status.tsx';

const day = 24 * 3600 * 1000;

/** When a decision is due: the date, and how near or how late that is. */
export function Due({ at, now }: { at: Date; now: Date }) {
  const late = now.getTime() - at.getTime();
  return (
    <span className="due">
      <Status name={late > 0 ? 'overdue' : 'waiting'} word={late > 0 ? lateWord(late) : dueWord(-late)} />{' '}
      <time dateTime={at.toISOString()} className="meta">
        {late > 0 ? 'was due' : 'due'} {formatDate(at)}
      </time>
    </span>
  );
}

function lateWord(late: number): string {
  return late < day ? 'Overdue' : `Overdue by ${countOf(Math.floor(late / day), 'day')}`;
}

function dueWord(left: number): string {
  return left < day ? 'Due within a day' : `${countOf(Math.floor(left / day), 'day')} left`;
}
