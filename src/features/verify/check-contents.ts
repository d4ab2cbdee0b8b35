import type { ReadCredential, SecuredDocument } from './read-credential.ts';
import { type Verification, type VerificationStep, failed, notCheckable, passed } from './verification.ts';

/** Awards of one record that are looked into. */
const mostContents = 100;

/** What counts no more speaks against the award in question, and not against the record that it stood in. */
const lapsed: ReadonlySet<string> = new Set(['expired', 'revoked', 'replaced', 'suspended', 'not-yet-valid']);

/**
 * Verifies each award in a learner record by itself. The record’s issuer vouches that its own are of the person it names; an award
 * of somebody else has to name that person as the record does, or anybody’s award could be put into one’s own record. Without `verify`,
 * where the record’s own signature does not hold, none is looked into.
 */
export async function checkContents(
  { document, issuerId }: ReadCredential,
  verify: ((secured: SecuredDocument) => Promise<Verification>) | undefined,
): Promise<VerificationStep[]> {
  const { id: subjectId, verifiableCredential } = document.credentialSubject as Record<string, unknown>;
  const contents = verifiableCredential === undefined ? [] : [verifiableCredential].flat();
  if (contents.length === 0) return [failed('contents', 'content-failed', 'There is no award in it.')];
  if (contents.length > mostContents)
    return [notCheckable('contents', 'content-not-checkable', `It holds more than ${mostContents} awards.`)];
  if (!verify)
    return [
      notCheckable(
        'contents',
        'not-reached',
        'The awards in it are not looked into: without a signature that holds, anybody may have put them together.',
      ),
    ];
  const found: Pick<Verification, 'outcome' | 'reason'>[] = [];
  let unsure: string | undefined;
  for (const content of contents) {
    const { outcome, reason, steps } = await verify({ document: content });
    found.push({ outcome, reason });
    const detail = steps.find((step) => step.reason === reason)?.detail ?? '';
    if (outcome === 'failed' && !lapsed.has(reason))
      return [{ ...failed('contents', 'content-failed', `An award in it does not hold. ${detail}`), contents: found }];
    const { issuer, credentialSubject } = Object(content) as Record<string, unknown>;
    const isOwn = (typeof issuer === 'string' ? issuer : (Object(issuer) as { id?: unknown }).id) === issuerId;
    const isSame = subjectId !== undefined && (Object(credentialSubject) as { id?: unknown }).id === subjectId;
    if (!isOwn && !isSame) unsure ??= 'An award of another issuer in it does not say that it is of the same person.';
    if (outcome === 'undecided') unsure ??= `An award in it can’t be checked. ${detail}`;
  }
  if (unsure !== undefined) return [{ ...notCheckable('contents', 'content-not-checkable', unsure), contents: found }];
  const counting = found.filter(({ outcome }) => outcome === 'verified').length;
  const told =
    counting === contents.length
      ? `Each award in it holds: ${counting}.`
      : `Of ${contents.length} awards in it ${counting} hold; the others count no more.`;
  return [{ ...passed('contents', told), contents: found }];
}
