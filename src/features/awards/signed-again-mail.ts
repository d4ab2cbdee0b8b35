import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';

export type SignedAgain = {
  name: string;
  email: string;
  issuer: string;
  /** At least one. */
  awards: { publicId: string; title: string }[];
};

/** Tells an earner, once for all their awards, that a key counts no more and what that makes of the copies they have. */
export function signedAgainMail({ name, email, issuer, awards }: SignedAgain, baseUrl: string): Message {
  const [only, ...others] = awards;
  const isOne = only !== undefined && others.length === 0;
  return composeMail({
    to: email,
    subject: isOne ? `Your award “${only.title}” is signed with a new key` : 'Your awards are signed with a new key',
    paragraphs: [
      `Hello ${name},`,
      isOne
        ? `A key with which ${issuer} had signed your award “${only.title}” counts no more, so the award is signed with another one. What it says, its date and the address of its page are as they were.`
        : `A key with which ${issuer} had signed ${awards.length} of your awards counts no more, so they are signed with another one: ${awards.map(({ title }) => `“${title}”`).join(', ')}. What they say, their dates and the addresses of their pages are as they were.`,
      'A file that you downloaded before, or a copy in a wallet, may bear the old signature: whoever checks it reads that it does not count. Download it again, take it into your wallet again, and send the new file to those who have the old one.',
    ],
    action: isOne
      ? { label: 'See your award', url: `${baseUrl}/verify/${only.publicId}` }
      : { label: 'See your awards', url: `${baseUrl}/awards` },
  });
}
