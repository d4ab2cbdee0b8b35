import { type BusinessClock, businessTimeBetween } from '#domain/assessment/business-clock.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { Status } from '#ui/status.tsx';

const day = 24 * 3600 * 1000;

type DueProps = {
  at: Date;
  now: Date;
  /** The issuer’s: by it the day is named and the days are counted. Without one, days of the calendar, in UTC. */
  clock?: BusinessClock | undefined;
  /** Since when it waits on the earner. */
  pausedAt?: Date | null;
};

/** When something is due: the date, and how near or how late that is; or that the clock stands. */
export function Due({ at, now, clock, pausedAt }: DueProps) {
  if (pausedAt) {
    return (
      <span className="due">
        <Status name="paused" />{' '}
        <span className="meta">
          waits on the earner since <time dateTime={pausedAt.toISOString()}>{dateOf(pausedAt, clock)}</time>
        </span>
      </span>
    );
  }
  const isLate = now > at;
  const [from, to] = isLate ? [at, now] : [now, at];
  const days = Math.floor((clock ? businessTimeBetween(clock, from, to) : to.getTime() - from.getTime()) / day);
  const counted = countOf(days, clock ? 'working day' : 'day');
  return (
    <span className="due">
      <Status
        name={isLate ? 'overdue' : 'waiting'}
        word={
          isLate ? (days < 1 ? 'Overdue' : `Overdue by ${counted}`) : days < 1 ? 'Due within a day' : `${counted} left`
        }
      />{' '}
      <time dateTime={at.toISOString()} className="meta">
        {isLate ? 'was due' : 'due'} {dateOf(at, clock)}
      </time>
    </span>
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

function dateOf(at: Date, clock: BusinessClock | undefined): string {
  if (!clock) return formatDate(at);
  const { timeZone } = clock;
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone });
  formats.set(timeZone, format);
  return format.format(at);
}
