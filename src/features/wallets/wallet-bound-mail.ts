import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';

export type BoundMail = { name: string; email: string; title: string; publicId: string; baseUrl: string };

/** To the earner, when a wallet takes an award of theirs that never took one: whoever photographed the QR code could have come first. */
export function walletBoundMail({ name, email, title, publicId, baseUrl }: BoundMail): Message {
  return composeMail({
    to: email,
    subject: `A new wallet took your award “${title}”`,
    paragraphs: [
      `Hello ${name},`,
      `A wallet that had taken none of your awards before has taken “${title}”. It is now among your wallets. If it is yours, you need not do anything; new awards name it only if you choose it for them there.`,
    ],
    action: { label: 'See your wallets', url: `${baseUrl}/awards/wallets` },
    notes: [
      `If it is not yours, somebody else came first to your QR code or link. Remove the wallet, then have the award issued again, and end its earlier credentials: ${baseUrl}/awards/${publicId}/reissue`,
    ],
  });
}
