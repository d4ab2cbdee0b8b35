import { coachDays } from '#domain/coaching/coach.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { composeMail } from '#platform/compose-mail.ts';

type About = { earner: string; title: string };

/** To the coach: what they are asked, what they would see, and how long the link works. */
export function invitationMail(
  { earner, title, coach, namedBy }: About & { coach: string; namedBy: string },
  to: string,
  url: string,
) {
  return composeMail({
    to,
    subject: `${earner} asks you to be their coach`,
    paragraphs: [
      `Hello ${coach},`,
      namedBy === earner
        ? `${earner} is working on the micro-credential “${title}” and asks you to read along.`
        : `${namedBy} names you as the coach of ${earner}, who is working on the micro-credential “${title}”.`,
      'You would see the drafts and the files in them, and could comment on them. You would not change or score anything.',
    ],
    action: { label: 'Read more and accept', url },
    notes: [
      `The link works for ${coachDays} days and is meant for you alone. You need an account, which is free.`,
      `If you don’t know ${earner}, do nothing.`,
    ],
  });
}

/** To the earner: from now on somebody reads along. */
export function acceptedMail(
  { title, name, email }: { title: string; name: string; email: string },
  to: string,
  url: string,
) {
  return composeMail({
    to,
    subject: `${name} is now your coach`,
    paragraphs: [
      `${name} (${email}) accepted and reads your drafts for “${title}” from now on.`,
      'You can end this at any time.',
    ],
    action: { label: 'See who can see your work', url },
  });
}

/** To the other side, once either ends it. */
export function endedMail(
  { title, by, isCoach }: { title: string; by: string; isCoach: boolean },
  to: string,
  url: string,
) {
  return composeMail({
    to,
    subject: isCoach ? `${by} no longer coaches you` : `${by} ended your coaching`,
    paragraphs: isCoach
      ? [`${by} has stopped reading along with your work on “${title}”. The comments stay with you.`]
      : [
          `${by} has ended your coaching for “${title}”. You no longer see this work; your comments stay with ${by}.`,
          'Thank you for reading along.',
        ],
    action: { label: isCoach ? 'Open your work' : 'Open your coaching', url },
  });
}

/** To the coach: the earner would like them to look at something. */
export function lookMail({ earner, title, requirement }: About & { requirement: string }, to: string, url: string) {
  return composeMail({
    to,
    subject: `${earner} asks you to look at “${requirement}”`,
    paragraphs: [`${earner} would like you to look at “${requirement}”, part of “${title}”.`],
    action: { label: 'Look at it', url },
  });
}

/** To the earner: how many comments came, from whom, on what; never what they say. */
export function commentsMail(
  { title, by, count, requirements }: { title: string; by: string; count: number; requirements: readonly string[] },
  to: string,
  url: string,
) {
  const comments = countOf(count, 'comment');
  return composeMail({
    to,
    subject: `${comments} from ${by}`,
    paragraphs: [
      `${by} wrote ${comments} on your work on “${title}”:`,
      requirements.map((requirement) => `“${requirement}”`).join(', '),
    ],
    action: { label: count === 1 ? 'Read it' : 'Read them', url },
    notes: ['You get at most one such mail an hour.'],
  });
}
