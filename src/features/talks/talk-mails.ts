import { formatZoned } from '#domain/text/zoned-time.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { type CalendarTalk, talkCalendar } from './talk-calendar.ts';
import type { LockedTalk } from './talks.queries.ts';

export type TalkMailing = { now: Date; baseUrl: string };

type Booked = Pick<LockedTalk, 'id' | 'title' | 'issuerName' | 'timeZone' | 'enrolmentId' | 'earnerEmail'> &
  Omit<CalendarTalk, 'isCancelled'> & { withEmail: string };

/** To both, with an entry for their calendars; who it is with stands on their pages alone. */
export async function mailBooked(trx: Trx, talk: Booked, { now, baseUrl }: TalkMailing): Promise<void> {
  const when = formatZoned(talk.startsAt, talk.timeZone);
  for (const { to, url } of sides(talk, baseUrl)) {
    const message = composeMail({
      to,
      subject: `A talk about ${talk.title} is booked`,
      paragraphs: [
        `The talk about “${talk.title}” before the next attempt is booked for ${when}, ${talk.minutes} minutes.`,
        `Where: ${talk.place}`,
      ],
      action: { label: 'See the talk', url },
      notes: ['The file with this mail puts it into your calendar.'],
    });
    const { host } = new URL(baseUrl);
    await sendMailLater(trx, {
      ...message,
      attachments: [talkCalendar({ ...talk, isCancelled: false }, { url, now, host })],
    });
  }
}

/** To both, once a booked talk is called off; calendars take it out again. */
export async function mailCalledOff(
  trx: Trx,
  talk: Booked & { by: 'earner' | 'partner' },
  { now, baseUrl }: TalkMailing,
): Promise<void> {
  const when = formatZoned(talk.startsAt, talk.timeZone);
  for (const { to, url, side } of sides(talk, baseUrl)) {
    const next =
      talk.by === 'earner'
        ? side === 'earner'
          ? 'You can ask for another one at any time.'
          : 'There is nothing for you to do.'
        : side === 'earner'
          ? `Your request is open again, and others at ${talk.issuerName} can see it. You need not ask again.`
          : 'The request is open again for others.';
    const message = composeMail({
      to,
      subject: `A talk about ${talk.title} is called off`,
      paragraphs: [`The talk about “${talk.title}” on ${when} will not be held.`, next],
      action: { label: 'See the talk', url },
    });
    const { host } = new URL(baseUrl);
    await sendMailLater(trx, {
      ...message,
      attachments: [talkCalendar({ ...talk, isCancelled: true }, { url, now, host })],
    });
  }
}

/** To the earner: somebody could talk, at other times. */
export function offeredMail(
  {
    title,
    issuerName,
    earnerEmail,
    enrolmentId,
  }: Pick<LockedTalk, 'title' | 'issuerName' | 'earnerEmail' | 'enrolmentId'>,
  baseUrl: string,
) {
  return composeMail({
    to: earnerEmail,
    subject: `Times for your talk about ${title}`,
    paragraphs: [
      `A coach of ${issuerName} would talk with you about “${title}”, at other times than those that you proposed.`,
      'Choose one, and it is booked.',
    ],
    action: { label: 'Choose a time', url: `${baseUrl}/work/${enrolmentId}/talk` },
  });
}

function sides({ earnerEmail, withEmail, enrolmentId }: Booked, baseUrl: string) {
  return [
    { side: 'earner', to: earnerEmail, url: `${baseUrl}/work/${enrolmentId}/talk` },
    { side: 'partner', to: withEmail, url: `${baseUrl}/desk/talks` },
  ] as const;
}
