import type { Definition } from '#domain/definition/schema.ts';
import { criteriaNarrative } from './criteria.ts';
import { issuerDid } from './did-web.ts';
import { type HashedIdentity, hashedEmail } from './identity.ts';

/** In this order: the W3C data model first, then the Open Badges that extends it. */
export const credentialContexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
] as const;

export type AwardFacts = {
  baseUrl: string;
  publicId: string;
  issuer: { slug: string; name: string; statement: string; website: string | null; email: string | null };
  definition: Definition;
  version: { number: number; sha256: string };
  earner: { name: string; email: string };
  /** Random and this award's own, so that two awards of one person don't show it by their hashes. */
  salt: string;
  attempt: { number: number; sha256: string };
  awardedAt: Date;
};

type NamedIdentity = { type: 'IdentityObject'; hashed: false; identityHash: string; identityType: 'name' };

/** An Open Badges 3.0 AchievementCredential on the Verifiable Credentials Data Model 2.0, before it is signed. */
export type AchievementCredential = {
  '@context': string[];
  id: string;
  type: string[];
  name: string;
  description: string;
  image: { id: string; type: 'Image'; caption: string };
  issuer: { id: string; type: string[]; name: string; description: string; url?: string; email?: string };
  validFrom: string;
  awardedDate: string;
  credentialSubject: {
    type: string[];
    identifier: [HashedIdentity, NamedIdentity];
    achievement: {
      id: string;
      type: string[];
      achievementType: 'MicroCredential';
      name: string;
      description: string;
      criteria: { id: string; narrative: string };
      image: { id: string; type: 'Image'; caption: string };
      inLanguage: 'en';
      version: string;
      tag: string[];
      resultDescription: { id: string; type: string[]; name: string; resultType: 'Result' }[];
    };
    result: { type: string[]; resultDescription: string; value: string }[];
  };
  evidence: { type: string[]; name: string; narrative: string }[];
};

/**
 * Builds the credential of an award. Professional-development hours are clock hours, not academic credit, so they are a
 * result and not `creditsEarned`; the evidence is named by its hash and never linked, since it shows a classroom.
 */
export function buildAchievementCredential(facts: AwardFacts): AchievementCredential {
  const { baseUrl, definition, issuer, version, attempt } = facts;
  const page = `${baseUrl}/micro-credentials/${definition.slug}`;
  const achievementId = `${page}?version=${version.number}`;
  const hoursId = `${achievementId}#pd-hours`;
  const awarded = seconds(facts.awardedAt);
  const image = () => ({
    id: `${baseUrl}/tiles/${definition.slug}.svg`,
    type: 'Image' as const,
    caption: `The tile of ${definition.title}`,
  });
  return {
    '@context': [...credentialContexts],
    id: `${baseUrl}/verify/${facts.publicId}/credential.json`,
    type: ['VerifiableCredential', 'AchievementCredential', 'OpenBadgeCredential'],
    name: definition.title,
    description: definition.statement,
    image: image(),
    issuer: {
      id: issuerDid(baseUrl, issuer.slug),
      type: ['Profile'],
      name: issuer.name,
      description: issuer.statement,
      ...(issuer.website ? { url: issuer.website } : {}),
      ...(issuer.email ? { email: issuer.email } : {}),
    },
    validFrom: awarded,
    awardedDate: awarded,
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: [
        hashedEmail(facts.earner.email, facts.salt),
        { type: 'IdentityObject', hashed: false, identityHash: facts.earner.name, identityType: 'name' },
      ],
      achievement: {
        id: achievementId,
        type: ['Achievement'],
        achievementType: 'MicroCredential',
        name: definition.title,
        description: definition.summary,
        criteria: { id: page, narrative: criteriaNarrative(definition) },
        image: image(),
        inLanguage: 'en',
        version: String(version.number),
        tag: [...definition.audience],
        resultDescription: [
          { id: hoursId, type: ['ResultDescription'], name: 'Professional-development hours', resultType: 'Result' },
        ],
      },
      result: [{ type: ['Result'], resultDescription: hoursId, value: String(definition.worth.pdHours) }],
    },
    evidence: [
      {
        type: ['Evidence'],
        name: `Attempt ${attempt.number}, sealed`,
        narrative:
          `The evidence stays with its earner. SHA-256 of the sealed attempt: ${attempt.sha256}. ` +
          `SHA-256 of the definition that it was judged by: ${version.sha256}.`,
      },
    ],
  };
}

/** RFC 3339 to the second: what every library of the field reads. */
function seconds(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
