import type { Series } from '#domain/definition/schema.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Message } from '#platform/mail.ts';

export type StackAwardMail = {
  to: { name: string; email: string };
  title: string;
  series: Pick<Series, 'slug' | 'title'>;
  issuerName: string;
  publicId: string;
  baseUrl: string;
  /** Whether it stands instead of one that was revoked for want of a piece. */
  isAgain: boolean;
};

/** Tells the earner that the mosaic is whole. */
export function stackAwardMail({ to, title, series, issuerName, publicId, baseUrl, isAgain }: StackAwardMail): Message {
  return composeMail({
    to: to.email,
    subject: `You have earned “${title}”`,
    paragraphs: [
      `Hello ${to.name},`,
      isAgain
        ? `Your awards meet what the series “${series.title}” asks for again. ${issuerName} gives you the stack award “${title}” anew, instead of the one that was revoked.`
        : `Congratulations: with your last award you have finished the series “${series.title}”. ${issuerName} gives you the stack award “${title}” on top of the awards that it is made of.`,
      'It has a page of its own, for anyone to verify, with its certificate to print.',
    ],
    action: { label: 'See your stack award', url: `${baseUrl}/verify/${publicId}` },
    notes: [
      `The series: ${baseUrl}/series/${series.slug}. Your name is not shown there unless you ask for it.`,
      `All your awards: ${baseUrl}/awards`,
    ],
  });
}
