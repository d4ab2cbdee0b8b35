import type { SocialCard } from '#ui/layout.tsx';
import type { PublicAward } from '../awards/awards.queries.ts';
import { standingWords, titleOf } from '../awards/award-standing.tsx';
import type { AwardStatus } from '../status/status.queries.ts';
import { socialSize } from './social-size.ts';

/** The card that other sites show of an award’s page. What does not count has no picture: it would say that it was earned. */
export function socialCard(award: PublicAward, baseUrl: string, status: AwardStatus): SocialCard {
  const { title, statement, recipientName, issuer, publicId, subject } = award;
  const what = subject.kind === 'stack' ? 'series award' : 'micro-credential';
  const url = `${baseUrl}/verify/${publicId}`;
  const given = `${issuer.name} awarded the ${what} ${title} to ${recipientName}.`;
  if (status.state !== 'in-force')
    return { title: titleOf(award, status.state), description: `${standingWords({ award, status })} ${given}`, url };
  return {
    title: titleOf(award, status.state),
    description: `${given} ${statement}`,
    url,
    image: { url: `${url}/image.png`, alt: `${recipientName} has earned the ${what} ${title}`, ...socialSize },
  };
}
