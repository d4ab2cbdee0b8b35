import type { Subject } from '#domain/open-data/ids.ts';

/** Open Badges 2.0, hosted: for backpacks that read nothing newer. Each document is at the address that is its id. */
const context = 'https://w3id.org/openbadges/v2';

type IssuerFacts = { slug: string; name: string; statement: string; website: string | null; email: string };

export function olderIssuerUrl(baseUrl: string, slug: string): string {
  return `${baseUrl}/ob2/issuers/${slug}`;
}

export function olderBadgeUrl(baseUrl: string, { kind, slug }: Subject, version: number): string {
  return `${baseUrl}/ob2/${kind === 'series' ? 'series' : 'badges'}/${slug}/${version}`;
}

export function olderAssertionUrl(baseUrl: string, publicId: string): string {
  return `${baseUrl}/ob2/assertions/${publicId}`;
}

/**
 * The address of an issuer that gave none, since Open Badges 2.0 asks each for one: the one that mail is sent from, or one of this
 * host that nobody reads.
 */
export function noReply(mailFrom: string, baseUrl: string): string {
  const sender = /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom;
  const isReal = /^[^\s@]+@[^\s@]+$/.test(sender) && !sender.endsWith('.invalid');
  return isReal ? sender : `no-reply@${new URL(baseUrl).hostname}`;
}

export function buildOlderIssuer(baseUrl: string, issuer: IssuerFacts) {
  return {
    '@context': context,
    type: 'Issuer',
    id: olderIssuerUrl(baseUrl, issuer.slug),
    name: issuer.name,
    description: issuer.statement,
    // Readers ask for an address, always.
    url: issuer.website ?? `${baseUrl}/library?issuer=${issuer.slug}`,
    email: issuer.email,
    verification: {
      type: 'HostedBadge',
      startsWith: olderAssertionUrl(baseUrl, ''),
      allowedOrigins: new URL(baseUrl).host,
    },
  };
}

export type OlderBadgeFacts = {
  baseUrl: string;
  subject: Subject;
  version: number;
  issuerSlug: string;
  title: string;
  description: string;
  criteria: { id: string; narrative: string };
  tags: readonly string[];
  alignment: readonly { targetName: string; targetUrl: string; targetFramework: string }[];
};

export function buildOlderBadge(facts: OlderBadgeFacts) {
  const { baseUrl, subject, version } = facts;
  return {
    '@context': context,
    type: 'BadgeClass',
    id: olderBadgeUrl(baseUrl, subject, version),
    name: facts.title,
    description: facts.description,
    image: { id: `${baseUrl}/tiles/${subject.slug}.svg`, caption: `The tile of ${facts.title}` },
    criteria: facts.criteria,
    issuer: olderIssuerUrl(baseUrl, facts.issuerSlug),
    tags: [...facts.tags],
    alignment: facts.alignment.map(({ targetName, targetUrl, targetFramework }) => ({
      targetName,
      targetUrl,
      targetFramework,
    })),
  };
}

/** Who earned it, without saying so: the hash that the Open Badges 3.0 credential has too. */
export type OlderRecipient =
  { type: 'email'; hashed: true; identity: string; salt: string } | { type: 'id'; hashed: false; identity: string };

/** The recipient as a credential names it, or `undefined` where it names nobody. */
export function olderRecipient(credential: unknown): OlderRecipient | undefined {
  const subject = Object((Object(credential) as Record<string, unknown>).credentialSubject) as Record<string, unknown>;
  const identifiers: unknown[] = Array.isArray(subject.identifier) ? subject.identifier : [];
  for (const identifier of identifiers) {
    const { hashed, identityHash, identityType, salt } = Object(identifier) as Record<string, unknown>;
    if (hashed === true && identityType === 'emailAddress' && typeof identityHash === 'string')
      return { type: 'email', hashed: true, identity: identityHash, salt: typeof salt === 'string' ? salt : '' };
  }
  return typeof subject.id === 'string' ? { type: 'id', hashed: false, identity: subject.id } : undefined;
}

export type OlderAssertionFacts = {
  baseUrl: string;
  publicId: string;
  subject: Subject;
  version: number;
  recipient: OlderRecipient;
  awardedAt: Date;
  validUntil: Date | null;
};

export function buildOlderAssertion({ baseUrl, publicId, subject, version, ...facts }: OlderAssertionFacts) {
  return {
    '@context': context,
    type: 'Assertion',
    id: olderAssertionUrl(baseUrl, publicId),
    recipient: facts.recipient,
    badge: olderBadgeUrl(baseUrl, subject, version),
    image: `${baseUrl}/verify/${publicId}/badge.png?format=ob2`,
    verification: { type: 'HostedBadge' },
    issuedOn: facts.awardedAt.toISOString(),
    ...(facts.validUntil && { expires: facts.validUntil.toISOString() }),
    evidence: `${baseUrl}/verify/${publicId}`,
  };
}

/** What is left of an assertion that no longer holds. */
export function buildRevokedAssertion(baseUrl: string, publicId: string, revocationReason: string) {
  return {
    '@context': context,
    type: 'Assertion',
    id: olderAssertionUrl(baseUrl, publicId),
    revoked: true,
    revocationReason,
  };
}
