import { credentialContexts } from '#domain/credential/achievement.ts';
import { issuerDid } from '#domain/credential/did-web.ts';
import { type SchemaEntry, schemaEntry } from '#domain/credential/schema-entry.ts';

export type EndorsementFacts = {
  baseUrl: string;
  id: string;
  issuer: { slug: string; name: string; website: string | null };
  /** The address or the DID of what is endorsed. */
  subjectId: string;
  subjectName: string;
  comment: string;
  at: Date;
};

/** An Open Badges 3.0 EndorsementCredential, before it is signed. */
export type EndorsementCredential = {
  '@context': string[];
  id: string;
  type: string[];
  name: string;
  issuer: { id: string; type: ['Profile']; name: string; url?: string };
  validFrom: string;
  credentialSubject: { id: string; type: ['EndorsementSubject']; endorsementComment: string };
  credentialSchema: [SchemaEntry];
};

export function endorsementUrl(baseUrl: string, id: string): string {
  return `${baseUrl}/endorsements/${id}`;
}

export function buildEndorsement(facts: EndorsementFacts): EndorsementCredential {
  const { baseUrl, issuer } = facts;
  return {
    '@context': [...credentialContexts],
    id: endorsementUrl(baseUrl, facts.id),
    type: ['VerifiableCredential', 'EndorsementCredential'],
    name: `${issuer.name} endorses ${facts.subjectName}`,
    issuer: {
      id: issuerDid(baseUrl, issuer.slug),
      type: ['Profile'],
      name: issuer.name,
      ...(issuer.website && { url: issuer.website }),
    },
    validFrom: facts.at.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    credentialSubject: { id: facts.subjectId, type: ['EndorsementSubject'], endorsementComment: facts.comment },
    credentialSchema: schemaEntry('endorsement'),
  };
}
