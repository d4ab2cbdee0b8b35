import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';
import { formatHours } from './award-words.ts';

export type AwardMail = {
  to: { name: string; email: string };
  title: string;
  issuerName: string;
  pdHours: number;
  address: string;
  feedbackAddress: string;
  /** A few questions, asked once. */
  evaluationAddress: string;
  awardsAddress: string;
};

/** Tells the earner, with the address that they may hand on. */
export function awardMail(mail: AwardMail): Message {
  const { to, title, issuerName, pdHours } = mail;
  return composeMail({
    to: to.email,
    subject: `You have earned “${title}”`,
    paragraphs: [
      `Hello ${to.name},`,
      `Congratulations: you have earned the micro-credential “${title}”. Every look-for is demonstrated. ${issuerName} awards it with ${formatHours(pdHours)} of professional development.`,
      'Your award has a page of its own, for anyone to verify, with its certificate to print.',
    ],
    action: { label: 'See your award', url: mail.address },
    notes: [
      `What the assessor said: ${mail.feedbackAddress}`,
      `How was it? A few questions, without your name: ${mail.evaluationAddress}`,
      `All your awards: ${mail.awardsAddress}`,
    ],
  });
}
