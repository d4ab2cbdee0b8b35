import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';
import type { Flaggable } from './flaggable.queries.ts';

/** Tells the earner that something was hidden; what and why stands on the page, which only they can open. */
export function flagMail({ earner, definition, number, enrolmentId }: Flaggable, baseUrl: string): Message {
  return composeMail({
    to: earner.email,
    subject: `Something is hidden for privacy in ${definition.title}`,
    paragraphs: [
      `Hello ${earner.name},`,
      `While reading your attempt ${number} of “${definition.title}”, an assessor saw something that could tell who a student or another person is. It is hidden now from everyone but you. Nothing of it is lost, and this is no judgement of your work.`,
      'The page of the attempt says what it is, why, and what you can do about it.',
    ],
    action: { label: 'See what is hidden', url: `${baseUrl}/work/${enrolmentId}/attempts/${number}` },
  });
}
