import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { MailAttachment } from '#platform/mail.ts';

export type CalendarTalk = {
  id: string;
  title: string;
  startsAt: Date;
  minutes: number;
  place: string;
  /** Goes up with every change. */
  sequence: number;
  isCancelled: boolean;
};

/** The talk as an entry for any calendar. It names nobody: who it is with stands on the page that it links to. */
export function talkCalendar(
  { id, title, startsAt, minutes, place, sequence, isCancelled }: CalendarTalk,
  { url, now, host }: { url: string; now: Date; host: string },
): MailAttachment {
  const calendar = ical({
    prodId: { company: 'Tessera', product: 'Talks', language: 'EN' },
    method: isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `talk-${id}@${host}`,
    sequence,
    stamp: now,
    start: startsAt,
    end: new Date(startsAt.getTime() + minutes * 60_000),
    summary: `Talk about “${title}”`,
    location: place,
    description: `A talk before the next attempt: ${url}`,
    url,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return { name: 'talk.ics', type: 'text/calendar; charset=utf-8', content: calendar.toString() };
}
