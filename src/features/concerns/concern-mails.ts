import { answerDays } from '#domain/assessment/concern.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';
import type { Told } from './concern-people.queries.ts';

/** A link and nothing else: mail is read on many screens. */
export function safeguardingMail(
  { person, issuerName, concernId }: { person: Told; issuerName: string; concernId: string },
  baseUrl: string,
): Message {
  return composeMail({
    to: person.email,
    subject: `A safeguarding concern at ${issuerName}`,
    paragraphs: [
      `Hello ${person.name},`,
      `An assessor at ${issuerName} has raised a safeguarding concern. Please look at it today.`,
      'What it is about stands on its page. Only lead assessors and the person who raised it can read it.',
    ],
    action: { label: 'Open the concern', url: `${baseUrl}/lead/concerns/${concernId}` },
  });
}

/** For the admins of an issuer where nobody can open the concern: what they can do about that. */
export function nobodyLeadsMail(
  { person, issuerName, issuerSlug }: { person: Told; issuerName: string; issuerSlug: string },
  baseUrl: string,
): Message {
  return composeMail({
    to: person.email,
    subject: `Nobody can look at a safeguarding concern at ${issuerName}`,
    paragraphs: [
      `Hello ${person.name},`,
      `An assessor at ${issuerName} has raised a safeguarding concern. Only lead assessors can open it, and ${issuerName} has none who may look at this one.`,
      'Please make somebody a lead assessor today, and tell them to open “Concerns” among the pages for lead assessors.',
    ],
    action: { label: 'Choose a lead assessor', url: `${baseUrl}/admin/${issuerSlug}/people` },
  });
}

export type ConcernedWork = {
  earner: { name: string; email: string };
  title: string;
  number: number;
  enrolmentId: string;
  concernId: string;
  /** Whether the attempt waits for no decision any more: it is out, or the attempt was taken back. */
  isOver: boolean;
};

const pageOf = ({ enrolmentId, concernId }: ConcernedWork, baseUrl: string) =>
  `${baseUrl}/work/${enrolmentId}/concerns/${concernId}`;

/** Asks the earner; what, stands on the page, which only they can open. */
export function questionMail(work: ConcernedWork, baseUrl: string): Message {
  return composeMail({
    to: work.earner.email,
    subject: `A question about your work on ${work.title}`,
    paragraphs: [
      `Hello ${work.earner.name},`,
      `A lead assessor has a question about your attempt ${work.number} of “${work.title}”. ${work.isOver ? 'They would like to hear from you before they settle it.' : 'Nothing has been decided: first they would like to hear from you.'}`,
      `Please answer within ${answerDays} days.${work.isOver ? '' : ' The time in which your work is decided stands still until you do.'}`,
    ],
    action: { label: 'Read the question and answer', url: pageOf(work, baseUrl) },
  });
}

/** Tells the lead assessor who asked that there is an answer. */
export function answeredMail(
  { lead, title, concernId }: { lead: { name: string; email: string }; title: string; concernId: string },
  baseUrl: string,
): Message {
  return composeMail({
    to: lead.email,
    subject: `An answer about ${title}`,
    paragraphs: [`Hello ${lead.name},`, `The earner has answered your question about an attempt of “${title}”.`],
    action: { label: 'Read the answer', url: `${baseUrl}/lead/concerns/${concernId}` },
  });
}

/** Tells an earner who was asked how it ended. */
export function settledMail(
  work: ConcernedWork,
  outcome: 'dismissed' | 'upheld' | 'referred' | 'returned',
  baseUrl: string,
): Message {
  const goesOn = work.isOver ? '' : ' The assessment of your work goes on.';
  const ends: Record<typeof outcome, string> = {
    dismissed: `It is settled, and you need do nothing more.${goesOn}`,
    upheld: `The lead assessor has settled it and says why on its page.${goesOn}`,
    referred: `The lead assessor has handed it on and says to whom on its page.${goesOn}`,
    returned:
      'The lead assessor has settled it and says why on its page. Your attempt comes back to you, so that you can put it right and hand in again. It does not count as an attempt.',
  };
  return composeMail({
    to: work.earner.email,
    subject: `The question about your work on ${work.title}`,
    paragraphs: [
      `Hello ${work.earner.name},`,
      `You were asked about your attempt ${work.number} of “${work.title}”.`,
      ends[outcome],
    ],
    action: { label: 'Read what was settled', url: pageOf(work, baseUrl) },
  });
}
