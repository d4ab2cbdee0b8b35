import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';
import type { Flaggable } from './flaggable.queries.ts';
import type { MissingRelease } from './privacy-pause.ts';

const missingWords: Record<MissingRelease, string> = {
  unsaid:
    'It is a file of which you have not said whether it shows people. Say so, and name the releases that it rests on.',
  none: 'It is a file that shows people, and it names no release. Enter the release of everyone who is shown, and name it at the file.',
  lost: 'It is a file that rests on a release which no longer holds. Ask for it anew, enter it, and name it at the file.',
};

/** Tells the earner that something was hidden; what and why stands on the page, which only they can open. */
export function flagMail(
  { earner, definition, number, enrolmentId }: Flaggable,
  { missing, isPaused, baseUrl }: { missing: MissingRelease | undefined; isPaused: boolean; baseUrl: string },
): Message {
  return composeMail({
    to: earner.email,
    subject: `Something is hidden for privacy in ${definition.title}`,
    paragraphs: [
      `Hello ${earner.name},`,
      `While reading your attempt ${number} of “${definition.title}”, an assessor saw something that could tell who a student or another person is. It is hidden now from everyone but you. Nothing of it is lost, and this is no judgement of your work.`,
      'The page of the attempt says what it is, why, and what you can do about it.',
      ...(missing ? [`${missingWords[missing]} Your consent register: ${baseUrl}/consent`] : []),
      ...(isPaused ? ['The time in which your work is decided stands still meanwhile.'] : []),
    ],
    action: { label: 'See what is hidden', url: `${baseUrl}/work/${enrolmentId}/attempts/${number}` },
  });
}
