import { issuerCtid, resourceUrl, type Subject, subjectUrl } from './ids.ts';
import { type SchemaOrg, graph } from './schema-org.ts';

type MarkedAward = {
  baseUrl: string;
  publicId: string;
  subject: Subject;
  title: string;
  statement: string;
  recipientName: string;
  issuer: { slug: string; name: string; website: string | null };
  awardedAt: Date;
  validUntil: Date | null;
};

/** An award that is in force: the credential that an issuer recognised somebody by, as its page shows it. */
export function awardMarkup(award: MarkedAward): SchemaOrg {
  const { baseUrl, subject, issuer } = award;
  const url = `${baseUrl}/verify/${award.publicId}`;
  const recogniser = resourceUrl(baseUrl, issuerCtid(baseUrl, issuer.slug));
  return graph(
    {
      '@type': 'Organization',
      '@id': recogniser,
      name: issuer.name,
      ...(issuer.website && { url: issuer.website }),
    },
    {
      '@type': 'EducationalOccupationalCredential',
      '@id': url,
      url,
      name: award.title,
      description: award.statement,
      credentialCategory: categories[subject.kind],
      image: `${baseUrl}/tiles/${subject.slug}.svg`,
      recognizedBy: { '@id': recogniser },
      isBasedOn: subjectUrl(baseUrl, subject),
      datePublished: day(award.awardedAt),
      ...(award.validUntil && { expires: day(award.validUntil) }),
    },
    { '@type': 'Person', name: award.recipientName, hasCredential: { '@id': url } },
  );
}

type MarkedProfile = {
  baseUrl: string;
  handle: string;
  name: string;
  headline: string;
  awards: readonly { publicId: string; title: string; issuerName: string; awardedOn: string | null }[];
};

/** What an earner shows of themselves; `awards` are those in force among what they chose. */
export function profileMarkup({ baseUrl, handle, name, headline, awards }: MarkedProfile): SchemaOrg {
  const url = `${baseUrl}/earners/${handle}`;
  return graph({
    '@type': 'ProfilePage',
    '@id': url,
    url,
    mainEntity: {
      '@type': 'Person',
      name,
      url,
      ...(headline !== '' && { description: headline }),
      hasCredential: awards.map(({ publicId, title, issuerName, awardedOn }) => ({
        '@type': 'EducationalOccupationalCredential',
        '@id': `${baseUrl}/verify/${publicId}`,
        url: `${baseUrl}/verify/${publicId}`,
        name: title,
        recognizedBy: { '@type': 'Organization', name: issuerName },
        ...(awardedOn !== null && { datePublished: awardedOn }),
      })),
    },
  });
}

const categories: Record<Subject['kind'], string> = { 'micro-credential': 'Micro-credential', series: 'Stack award' };

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
