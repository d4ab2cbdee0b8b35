import type { SocialCard } from '#ui/layout.tsx';
import type { PublicAward } from '../awards/awards.queries.ts';
import { socialSize } from './social-size.ts';

/** The card that other sites show of an award’s page. */
export function socialCard(award: PublicAward, baseUrl: string): SocialCard {
  const { title, statement, recipientName, issuer, publicId, subject } = award;
  const what = subject.kind === 'stack' ? 'series award' : 'micro-credential';
  const url = `${baseUrl}/verify/${publicId}`;
  return {
    title: `${recipientName}: ${title}`,
    description: `${issuer.name} awarded the ${what} ${title} to ${recipientName}. ${statement}`,
    url,
    image: { url: `${url}/image.png`, alt: `${recipientName} has earned the ${what} ${title}`, ...socialSize },
  };
}
