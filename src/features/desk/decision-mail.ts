import type { Outcome } from '#domain/assessment/decide.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';
import type { Scoring } from './desk.queries.ts';

/** Tells the earner what was decided and where to read it. Comments stay on the page, which only they can open. */
export function decisionMail(
  { definition, ratings, number, enrolmentId }: Scoring,
  outcome: Outcome,
  { earnerName, earnerEmail }: { earnerName: string; earnerEmail: string },
  baseUrl: string,
): Message {
  const url = `${baseUrl}/work/${enrolmentId}/attempts/${number}`;
  if (outcome === 'earned') {
    return composeMail({
      to: earnerEmail,
      subject: `You have earned ${definition.title}`,
      paragraphs: [
        `Hello ${earnerName},`,
        `Every look-for of “${definition.title}” is demonstrated. Congratulations: it is earned, and your award is being made.`,
      ],
      action: { label: 'Read the feedback', url },
    });
  }
  const open = [...ratings.values()].filter(({ value }) => value !== 'yes').length;
  return composeMail({
    to: earnerEmail,
    subject: `Feedback on ${definition.title}`,
    paragraphs: [
      `Hello ${earnerName},`,
      `Your attempt ${number} of “${definition.title}” has been assessed. ${countOf(open, 'look-for')} ${open === 1 ? 'is' : 'are'} not there yet; what is demonstrated stays demonstrated.`,
      'Each one comes with a comment that says what to do. Revise only those and hand in again when you are ready.',
    ],
    action: { label: 'Read the feedback', url },
  });
}
