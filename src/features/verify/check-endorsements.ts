import { readSecured } from './read-secured.ts';
import type { ReadCredential, SecuredDocument } from './read-credential.ts';
import { type Verification, type VerificationStep, failed, notCheckable, passed } from './verification.ts';

const mostEndorsements = 10;

type Said = { secured: SecuredDocument } | 'unreadable';

/** What still speaks for an award no more, without speaking against it. */
const lapsed: ReadonlySet<string> = new Set(['expired', 'revoked', 'suspended', 'not-yet-valid']);

/**
 * Verifies by itself what others say in an award of it, of its achievement or of its issuer. A forged endorsement fails the
 * award that is recommended by it; one that has expired only counts no more.
 */
export async function checkEndorsements(
  credential: ReadCredential,
  verify: (secured: SecuredDocument) => Promise<Verification>,
): Promise<VerificationStep[]> {
  const { document } = credential;
  const found = findEndorsements(document);
  if (found.length === 0) return [];
  if (found.length > mostEndorsements)
    return [notCheckable('endorsements', 'endorsement-not-checkable', `It carries more than ${mostEndorsements}.`)];
  const about = new Set(subjectsOf(document));
  let counting = 0;
  let unsure: string | undefined;
  for (const { said, of } of found) {
    if (said === 'unreadable') return [fake('One of them can’t be read.')];
    const { outcome, reason, steps } = await verify(said.secured);
    const detail = steps.find((step) => step.reason === reason)?.detail ?? '';
    if (outcome === 'failed' && !lapsed.has(reason)) return [fake(detail)];
    const subject = Object((said.secured.document as Record<string, unknown>).credentialSubject) as Record<
      string,
      unknown
    >;
    if (!about.has(subject.id) || (of !== undefined && subject.id !== of))
      return [fake('One of them speaks of something else than this award.')];
    if (outcome === 'verified') counting += 1;
    if (outcome === 'undecided') unsure ??= detail;
  }
  if (unsure !== undefined)
    return [notCheckable('endorsements', 'endorsement-not-checkable', `One of them can’t be checked. ${unsure}`)];
  return [
    passed(
      'endorsements',
      counting === found.length
        ? `Each endorsement in it holds: ${counting}.`
        : `Of ${found.length} endorsements in it ${counting} hold; the others count no more.`,
    ),
  ];
}

type Found = { said: Said; of: unknown };

function findEndorsements(document: Record<string, unknown>): Found[] {
  const { issuer, credentialSubject } = document;
  const { achievement } = credentialSubject as Record<string, unknown>;
  const parts = [
    // Open Badges 3.0: those of the credential speak of it, or of the achievement and the profiles in it.
    { ...document, id: undefined },
    Object(issuer) as Record<string, unknown>,
    Object(achievement) as Record<string, unknown>,
  ];
  return parts.flatMap(({ id, endorsement, endorsementJwt }) => [
    ...list(endorsement).map((entry): Found => ({ said: { secured: { document: entry } }, of: id })),
    ...list(endorsementJwt).map((entry): Found => {
      const read = typeof entry === 'string' ? readSecured(entry) : undefined;
      return { said: read?.ok ? { secured: read.secured } : 'unreadable', of: id };
    }),
  ]);
}

function subjectsOf(document: Record<string, unknown>): unknown[] {
  const { id, issuer, credentialSubject } = document;
  const { achievement } = credentialSubject as Record<string, unknown>;
  const ids = [id, (Object(issuer) as Record<string, unknown>).id, (Object(achievement) as Record<string, unknown>).id];
  return ids.filter((one) => one !== undefined);
}

function list(value: unknown): unknown[] {
  return value === undefined ? [] : [value].flat();
}

function fake(why: string): VerificationStep {
  return failed('endorsements', 'endorsement-failed', `An endorsement in it does not hold. ${why}`);
}
