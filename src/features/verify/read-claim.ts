/** What a credential says, whether or not it is true: who earned what, from whom and when. Nothing in it may be trusted. */
export type Claim = {
  earner: string | undefined;
  achievement: string | undefined;
  issuer: string | undefined;
  issuerId: string | undefined;
  /** As in 2026-11-22. */
  day: string | undefined;
};

const longest = 300;

export function readClaim(document: unknown): Claim {
  const { issuer, credentialSubject, awardedDate, validFrom, issuanceDate, name } = objectOf(document);
  const { achievement, identifier } = objectOf(credentialSubject);
  const named = [identifier]
    .flat()
    .map(objectOf)
    .find(({ identityType, hashed }) => identityType === 'name' && hashed !== true);
  const issuerId = typeof issuer === 'string' ? issuer : objectOf(issuer).id;
  return {
    earner: textOf(named?.identityHash),
    achievement: textOf(objectOf(achievement).name) ?? textOf(name),
    issuer: textOf(objectOf(issuer).name) ?? textOf(issuerId),
    issuerId: textOf(issuerId),
    day: /^\d{4}-\d\d-\d\d/.exec(textOf(awardedDate ?? validFrom ?? issuanceDate) ?? '')?.[0],
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>;
}

/** A text of one line, however long or odd it came; with its language, where it has one. */
function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : objectOf(value)['@value'];
  if (typeof text !== 'string') return undefined;
  // Nothing in it may steer a terminal, or turn the text around it.
  const plain = text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ').trim();
  return plain === '' ? undefined : plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}
