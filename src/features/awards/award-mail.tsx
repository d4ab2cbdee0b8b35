import { renderToStaticMarkup } from 'react-dom/server';
import type { Message } from '#platform/mail.ts';
import { formatHours } from './award-words.ts';

export type AwardMail = {
  to: { name: string; email: string };
  title: string;
  issuerName: string;
  pdHours: number;
  address: string;
  awardsAddress: string;
};

/** Tells the earner, with the address that they may hand on. */
export function awardMail({ to, title, issuerName, pdHours, address, awardsAddress }: AwardMail): Message {
  const worth = `${issuerName} awards it with ${formatHours(pdHours)} of professional development.`;
  const text = [
    `Dear ${to.name},`,
    `You have earned the micro-credential “${title}”: every look-for was demonstrated. ${worth}`,
    `Your award, for anyone to verify, with its certificate to print:\n${address}`,
    `All your awards:\n${awardsAddress}`,
  ].join('\n\n');
  const html = renderToStaticMarkup(
    <>
      <p>Dear {to.name},</p>
      <p>
        You have earned the micro-credential <strong>{title}</strong>: every look-for was demonstrated. {worth}
      </p>
      <p>
        <a href={address}>Your award, for anyone to verify, with its certificate to print</a>
      </p>
      <p>
        <a href={awardsAddress}>All your awards</a>
      </p>
    </>,
  );
  return { to: to.email, subject: `You have earned “${title}”`, text, html };
}
