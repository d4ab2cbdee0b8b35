import { countOf } from '#domain/evidence/finding.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';
import type { Scoring } from './desk.queries.ts';

/**
 * Tells the earner that something came back and where to read it; what is earned is told with its award. Comments stay
 * on the page, which only they can open.
 */
export function feedbackMail(
  { definition, ratings, number, enrolmentId }: Scoring,
  { earnerName, earnerEmail }: { earnerName: string; earnerEmail: string },
  baseUrl: string,
): Message {
  const open = [...ratings.values()].filter(({ value }) => value !== 'yes').length;
  return composeMail({
    to: earnerEmail,
    subject: `Feedback on ${definition.title}`,
    paragraphs: [
      `Hello ${earnerName},`,
      `Your attempt ${number} of “${definition.title}” has been assessed. ${countOf(open, 'look-for')} ${open === 1 ? 'is' : 'are'} not there yet; what is demonstrated stays demonstrated.`,
      'Each one comes with a comment that says what to do. Revise only those and hand in again when you are ready.',
    ],
    action: { label: 'Read the feedback', url: `${baseUrl}/work/${enrolmentId}/attempts/${number}` },
  });
}
