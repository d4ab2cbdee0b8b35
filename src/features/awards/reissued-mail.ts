import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';
import type { Reissuable } from './reissue.queries.ts';

/** Tells the earner, who may not have been the one who asked for it. */
export function reissuedMail(
  { earner, title, issuer, publicId }: Reissuable,
  { baseUrl, endsOld }: { baseUrl: string; endsOld: boolean },
): Message {
  return composeMail({
    to: earner.email,
    subject: `Your award “${title}” was issued again`,
    paragraphs: [
      `Hello ${earner.name},`,
      `${issuer.name} issued your award “${title}” again. Its date is the same, and so is the address of its page.`,
      endsOld
        ? 'The earlier credentials of it are ended: whoever checks one reads that it is revoked. Send the new one to those who have it.'
        : 'A copy of an earlier credential stays valid. Only one that bears another name is found no more at its address, which names the new one.',
    ],
    action: { label: 'See your award', url: `${baseUrl}/verify/${publicId}` },
    notes: [],
  });
}
