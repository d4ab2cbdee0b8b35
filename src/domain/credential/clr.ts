import { type Achievement, credentialContexts } from './achievement.ts';
import { clrContextUrl } from './clr-context.ts';
import { issuerDid } from './did-web.ts';
import { type HashedIdentity, hashedEmail } from './identity.ts';
import { type SchemaEntry, schemaEntry } from './schema-entry.ts';

/** The order that CLR 2.0 asks for; the last one for the type of the schema entry alone. */
export const clrContexts = [
  credentialContexts[0],
  clrContextUrl,
  credentialContexts[1],
  credentialContexts[2],
] as const;

/** The enumeration of CLR 2.0, section B.1.4. */
export const associationTypes = [
  'exactMatchOf',
  'isChildOf',
  'isParentOf',
  'isPartOf',
  'isPeerOf',
  'isRelatedTo',
  'precedes',
  'replacedBy',
] as const;

export type Association = {
  type: 'Association';
  associationType: (typeof associationTypes)[number];
  /** Ids of achievements in the record. */
  sourceId: string;
  targetId: string;
};

/** An award that goes into the record, with its credential as it was issued. */
export type RecordedAward = {
  publicId: string;
  /** Its micro-credential or series. */
  slug: string;
  credential: Record<string, unknown>;
  achievementId: string;
  /** Of a stack award: the public ids of the awards that it was made of. */
  pieces: readonly string[] | null;
};

/** A series some of whose members were awarded. */
export type RecordedSeries = {
  slug: string;
  members: readonly string[];
  prerequisites: readonly { microCredential: string; after: readonly string[] }[];
  /** What finishing it would be, where no stack award of it is in the record. */
  achievement: Achievement;
};

export type ClrFacts = {
  baseUrl: string;
  /** A UUID. */
  recordId: string;
  issuer: { slug: string; name: string; statement: string; website: string | null; email: string | null };
  earner: { name: string; email: string; id: string };
  salt: string;
  awards: readonly RecordedAward[];
  series: readonly RecordedSeries[];
  validFrom: Date;
};

/** A Comprehensive Learner Record 2.0 on the Verifiable Credentials Data Model 2.0, before it is signed. */
export type ClrCredential = {
  '@context': string[];
  id: string;
  type: ['VerifiableCredential', 'ClrCredential'];
  name: string;
  description: string;
  issuer: { id: string; type: ['Profile']; name: string; description: string; url?: string; email?: string };
  validFrom: string;
  validUntil?: string;
  partial: boolean;
  credentialSubject: {
    id: string;
    type: ['ClrSubject'];
    identifier: [HashedIdentity, { type: 'IdentityObject'; hashed: false; identityHash: string; identityType: 'name' }];
    verifiableCredential: Record<string, unknown>[];
    achievement?: Achievement[];
    association?: Association[];
  };
  credentialSchema: [SchemaEntry];
};

/**
 * Builds the record of all that an issuer awarded somebody. Every credential is in it as it was issued, proof and all, so that it
 * verifies by itself; the issuer vouches for the whole, and for how its awards belong together.
 */
export function buildClr(facts: ClrFacts): ClrCredential {
  const { baseUrl, issuer, earner, awards } = facts;
  const finished = new Set(awards.filter(({ pieces }) => pieces !== null).map(({ slug }) => slug));
  const unfinished = facts.series.filter(({ slug }) => !finished.has(slug));
  const association = associate(awards, facts.series, unfinished);
  return {
    '@context': [...clrContexts],
    id: `urn:uuid:${facts.recordId}`,
    type: ['VerifiableCredential', 'ClrCredential'],
    name: `Learner record of ${earner.name} at ${issuer.name}`,
    description: `Every award of ${issuer.name} to ${earner.name} that is in force.`,
    issuer: {
      id: issuerDid(baseUrl, issuer.slug),
      type: ['Profile'],
      name: issuer.name,
      description: issuer.statement,
      ...(issuer.website ? { url: issuer.website } : {}),
      ...(issuer.email ? { email: issuer.email } : {}),
    },
    validFrom: facts.validFrom.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    partial: false,
    credentialSubject: {
      id: earner.id,
      type: ['ClrSubject'],
      identifier: [
        hashedEmail(earner.email, facts.salt),
        { type: 'IdentityObject', hashed: false, identityHash: earner.name, identityType: 'name' },
      ],
      verifiableCredential: awards.map(({ credential }) => credential),
      // What is awarded stands in its credential; here stands what it belongs to.
      ...(unfinished.length > 0 ? { achievement: unfinished.map(({ achievement }) => achievement) } : {}),
      ...(association.length > 0 ? { association } : {}),
    },
    credentialSchema: schemaEntry('record'),
  };
}

/** A piece is part of its stack award, a member of its series; what a series puts before a member precedes it. */
function associate(
  awards: readonly RecordedAward[],
  series: readonly RecordedSeries[],
  unfinished: readonly RecordedSeries[],
): Association[] {
  const byPublicId = new Map(awards.map((award) => [award.publicId, award.achievementId]));
  const bySlug = new Map(
    awards.filter(({ pieces }) => pieces === null).map((award) => [award.slug, award.achievementId]),
  );
  const link = (type: Association['associationType'], sourceId: string | undefined, targetId: string | undefined) =>
    sourceId === undefined || targetId === undefined
      ? []
      : [{ type: 'Association' as const, associationType: type, sourceId, targetId }];
  return [
    ...awards.flatMap(({ pieces, achievementId }) =>
      (pieces ?? []).flatMap((piece) => link('isPartOf', byPublicId.get(piece), achievementId)),
    ),
    ...unfinished.flatMap(({ members, achievement }) =>
      members.flatMap((member) => link('isPartOf', bySlug.get(member), achievement.id)),
    ),
    ...series.flatMap(({ prerequisites }) =>
      prerequisites.flatMap(({ microCredential, after }) =>
        after.flatMap((before) => link('precedes', bySlug.get(before), bySlug.get(microCredential))),
      ),
    ),
  ];
}
