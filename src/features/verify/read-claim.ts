/** What a credential says, whether or not it is true: who earned what, from whom and when. Nothing in it may be trusted. */
export type Claim = {
  earner: string | undefined;
  achievement: string | undefined;
  issuer: string | undefined;
  issuerId: string | undefined;
  /** As in 2026-11-22. */
  day: string | undefined;
  /** Of professional development, as a number or however the issuer wrote it. */
  hours: string | undefined;
};

const longest = 300;
/** Awards of one record that are told. */
const mostContents = 100;

export function readClaim(document: unknown): Claim {
  const { issuer, credentialSubject, awardedDate, validFrom, issuanceDate, name } = objectOf(document);
  const { achievement, identifier, result } = objectOf(credentialSubject);
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
    hours: hoursOf(result, achievement),
    day: /^\d{4}-\d\d-\d\d/.exec(textOf(awardedDate ?? validFrom ?? issuanceDate) ?? '')?.[0],
  };
}

/** What a record says of each award in it. */
export function readContents(document: unknown): Claim[] {
  const { verifiableCredential = [] } = objectOf(objectOf(document).credentialSubject);
  return [verifiableCredential].flat().slice(0, mostContents).map(readClaim);
}

/** The result that the achievement describes as hours: Open Badges has a property for academic credit alone. */
function hoursOf(result: unknown, achievement: unknown): string | undefined {
  const described = [objectOf(achievement).resultDescription].flat().map(objectOf);
  const ids = described.filter(({ name }) => /\bhours?\b/i.test(textOf(name) ?? '')).map(({ id }) => id);
  const found = [result]
    .flat()
    .map(objectOf)
    .find(({ resultDescription }) => resultDescription !== undefined && ids.includes(resultDescription));
  const value = textOf(found?.value);
  return value !== undefined && /^\d{1,4}(?:\.\d{1,2})?$/.test(value) ? value : undefined;
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
