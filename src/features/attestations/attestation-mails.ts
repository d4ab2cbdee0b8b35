import { attestationDays } from '#domain/attestation/attestation.ts';
import { type MailContent, composeMail } from '#platform/compose-mail.ts';

type Request = { earner: string; title: string; peerName: string; statement: string };

/** To the peer: what is asked, that they may say no, and how long the link works. */
export function requestMail({ earner, title, peerName, statement }: Request, to: string, url: string) {
  return composeMail({
    to,
    subject: `${earner} asks you to confirm something`,
    paragraphs: [
      `Hello ${peerName},`,
      `${earner} is working on the micro-credential “${title}” and asks you to confirm:`,
      `“${statement}”`,
      'You see what it is about before you decide. You need no account, and you are free to say no.',
    ],
    action: { label: 'Read it and decide', url },
    notes: [
      `The link works for ${attestationDays} days and is meant for you alone. Later it lets you take back what you confirmed.`,
      `If you don’t know ${earner}, do nothing.`,
    ],
  });
}

const answers = {
  confirmed: (peer: string) => `${peer} confirmed it`,
  declined: (peer: string) => `${peer} did not confirm it`,
  withdrawn: (peer: string) => `${peer} took the confirmation back`,
} as const;

export type Answer = keyof typeof answers;

/** To the earner: what the peer decided, and where to go on. */
export function answerMail(
  { peerName, title, statement }: Omit<Request, 'earner'>,
  answer: Answer,
  to: string,
  url: string,
  reason = '',
): ReturnType<typeof composeMail> {
  const content: MailContent = {
    to,
    subject: answers[answer](peerName),
    paragraphs: [
      `This is about your work on “${title}”. You had asked ${peerName} to confirm:`,
      `“${statement}”`,
      `${answers[answer](peerName)}.`,
      ...(reason === '' ? [] : [`They write: “${reason}”`]),
    ],
    action: { label: 'Open your work', url },
  };
  return composeMail(content);
}
