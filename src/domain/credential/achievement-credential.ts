import { type CredentialStatus, credentialStatus } from '#domain/award/status-list-credential.ts';
import { listLookFors } from '#domain/definition/outline.ts';
import {
  type Achievement,
  type AchievementFacts,
  type Image,
  buildAchievement,
  credentialContexts,
  describe,
  hoursId,
  levelId,
  lookForId,
  subjectOf,
  tileImage,
} from './achievement.ts';
import { issuerDid } from './did-web.ts';
import { type HashedIdentity, earnerId, hashedEmail } from './identity.ts';
import { type SchemaEntry, schemaEntry } from './schema-entry.ts';

/** What is told of the award whose credential this is. */
export type AwardFacts = AchievementFacts & {
  publicId: string;
  issuer: { slug: string; name: string; statement: string; website: string | null; email: string | null };
  earner: {
    name: string;
    email: string;
    /** Of the wallet that it is issued to; without one the earner is named by the address's hash alone. */
    did?: string | null;
  };
  /** Random and this credential's own, so that two of one person don't show it by their hashes. */
  salt: string;
  awardedAt: Date;
} & ({ kind: 'micro-credential'; attempt: SealedAttempt } | { kind: 'stack'; pieces: readonly Piece[] });

export type SealedAttempt = {
  number: number;
  /** Of what was handed in as canonical JSON: it names every file by its own hash, so it stands for the whole evidence pack. */
  sha256: string;
};

/** A credential that a stack award rests on. */
export type Piece = { title: string; credentialId: string; /** Of the credential's canonical JSON. */ sha256: string };

/** Which credential of the award it is, from when to when it is valid, and where its status is looked up. */
export type CredentialFacts = AwardFacts & {
  /** From 1 on. */
  number: number;
  validFrom: Date;
  validUntil?: Date | null | undefined;
  status?: { listNumber: number; index: number } | null;
};

type Profile = { id: string; type: ['Profile']; name: string };
type NamedIdentity = { type: 'IdentityObject'; hashed: false; identityHash: string; identityType: 'name' };
type Result = { type: ['Result']; resultDescription: string } & ({ value: string } | { achievedLevel: string });
type Evidence = { id?: string; type: ['Evidence']; name: string; narrative: string };

/** An Open Badges 3.0 AchievementCredential on the Verifiable Credentials Data Model 2.0, before it is signed. */
export type AchievementCredential = {
  '@context': string[];
  id: string;
  type: string[];
  name: string;
  description: string;
  image: Image;
  issuer: Profile & { description: string; url?: string; email?: string };
  validFrom: string;
  validUntil?: string;
  awardedDate: string;
  credentialSubject: {
    id: string;
    type: ['AchievementSubject'];
    identifier: [HashedIdentity, NamedIdentity];
    source: Profile;
    achievement: Achievement;
    result?: Result[];
  };
  evidence: Evidence[];
  credentialStatus?: CredentialStatus;
  /** The first ones named none. */
  credentialSchema?: SchemaEntry[];
  /** What others say of the achievement or of the issuer, each signed by itself. */
  endorsement?: Record<string, unknown>[];
};

/** The address of a credential, which is its id. */
export function credentialUrl(baseUrl: string, publicId: string, number: number): string {
  return `${baseUrl}/verify/${publicId}/credentials/${number}`;
}

/**
 * Builds a credential of an award. What was demonstrated is told look-for by look-for; hours are a result and not `creditsEarned`,
 * being clock hours; the evidence is named by its hash and never linked, since it shows a classroom.
 */
export function buildAchievementCredential(facts: CredentialFacts): AchievementCredential {
  const { baseUrl, publicId, issuer, earner } = facts;
  const { name, statement } = describe(facts);
  const organisation: Profile = { id: issuerDid(baseUrl, issuer.slug), type: ['Profile'], name: issuer.name };
  const achievement = buildAchievement(facts);
  const results = listResults(achievement.id, facts);
  return {
    '@context': [...credentialContexts],
    id: credentialUrl(baseUrl, publicId, facts.number),
    type: ['VerifiableCredential', 'AchievementCredential', 'OpenBadgeCredential'],
    name,
    description: statement,
    image: tileImage(baseUrl, subjectOf(facts), name),
    issuer: {
      ...organisation,
      description: issuer.statement,
      ...(issuer.website ? { url: issuer.website } : {}),
      ...(issuer.email ? { email: issuer.email } : {}),
    },
    validFrom: seconds(facts.validFrom),
    ...(facts.validUntil ? { validUntil: seconds(facts.validUntil) } : {}),
    awardedDate: seconds(facts.awardedAt),
    credentialSubject: {
      id: earner.did ?? earnerId(baseUrl, publicId),
      type: ['AchievementSubject'],
      identifier: [
        hashedEmail(earner.email, facts.salt),
        { type: 'IdentityObject', hashed: false, identityHash: earner.name, identityType: 'name' },
      ],
      source: { ...organisation },
      achievement,
      ...(results.length > 0 ? { result: results } : {}),
    },
    evidence: listEvidence(facts),
    ...(facts.status ? { credentialStatus: credentialStatus(baseUrl, issuer.slug, facts.status) } : {}),
    credentialSchema: schemaEntry('achievement'),
  };
}

/** Every look-for was demonstrated: that is the rule of an award. A stack has no results beside those of its pieces. */
function listResults(achievementId: string, facts: AwardFacts): Result[] {
  if (facts.kind === 'stack') return [];
  const { definition } = facts;
  return [
    { type: ['Result'], resultDescription: hoursId(achievementId), value: String(definition.worth.pdHours) },
    ...listLookFors(definition).map(({ id }): Result => ({
      type: ['Result'],
      resultDescription: lookForId(achievementId, id),
      achievedLevel: levelId(achievementId, id, 'yes'),
    })),
  ];
}

function listEvidence(facts: AwardFacts): Evidence[] {
  if (facts.kind === 'stack')
    return facts.pieces.map(({ title, credentialId, sha256 }) => ({
      id: credentialId,
      type: ['Evidence'],
      name: title,
      narrative: `A credential of its own. SHA-256 of it as canonical JSON (RFC 8785): ${sha256}.`,
    }));
  const { attempt, version } = facts;
  return [
    {
      type: ['Evidence'],
      name: `Attempt ${attempt.number}, sealed`,
      narrative:
        'The evidence stays with its earner, as an evidence pack. ' +
        `SHA-256 of attempt.json in that pack, which holds every text and the SHA-256 of every file: ${attempt.sha256}. ` +
        `SHA-256 of the definition that it was judged by: ${version.sha256}.`,
    },
  ];
}

/** RFC 3339 to the second: what every library of the field reads. */
function seconds(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
