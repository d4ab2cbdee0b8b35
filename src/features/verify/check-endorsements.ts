import { didWebUrl } from '#domain/credential/did-web.ts';
import { readSecured } from './read-secured.ts';
import type { ReadCredential, SecuredDocument } from './read-credential.ts';
import {
  type StepReason,
  type Verification,
  type VerificationStep,
  failed,
  notCheckable,
  passed,
} from './verification.ts';

const mostEndorsements = 10;

type Said = { secured: SecuredDocument } | 'unreadable';

/** What was signed and speaks for an award no more, without speaking against it. */
const lapsed: ReadonlySet<StepReason> = new Set(['expired', 'revoked', 'suspended', 'not-yet-valid', 'key-expired']);

/**
 * Verifies by itself what others say in an award of it, of its achievement or of its issuer. One that was tampered with, forged or
 * that speaks of something else fails the award that is recommended by it. What its endorser does later does not, or anybody who
 * endorses could end awards of others: one that has lapsed, or whose key its endorser has withdrawn, only counts no more. Without
 * `verify`, where the award’s own signature does not hold, none is looked into.
 */
export async function checkEndorsements(
  credential: ReadCredential,
  verify: ((secured: SecuredDocument) => Promise<Verification>) | undefined,
): Promise<VerificationStep[]> {
  const { document } = credential;
  const found = findEndorsements(document);
  if (found.length === 0) return [];
  if (found.length > mostEndorsements) return [unsure(`It carries more than ${mostEndorsements}.`)];
  if (!verify)
    return [
      notCheckable(
        'endorsements',
        'not-reached',
        'What it carries is not looked into: without a signature that holds, anybody may have written it.',
      ),
    ];
  const about = new Set(subjectsOf(document));
  let counting = 0;
  let doubt: string | undefined;
  for (const { said, of } of found) {
    if (said === 'unreadable') return [fake('One of them can’t be read.')];
    const judged = judge(said.secured, await verify(said.secured));
    if (judged.is === 'fake') return [fake(judged.why)];
    const { id } = fieldsOf(fieldsOf(said.secured.document).credentialSubject);
    if (!about.has(id) || (of !== undefined && id !== of))
      return [fake('One of them speaks of something else than this award.')];
    if (judged.is === 'counting') counting += 1;
    if (judged.is === 'doubtful') doubt ??= judged.why;
  }
  if (doubt !== undefined) return [unsure(doubt)];
  return [
    passed(
      'endorsements',
      counting === found.length
        ? `Each endorsement in it holds: ${counting}.`
        : `Of ${found.length} endorsements in it ${counting} hold; the others are genuine, and count no more.`,
    ),
  ];
}

type Judged = { is: 'counting' | 'lapsed' } | { is: 'fake' | 'doubtful'; why: string };

function judge(secured: SecuredDocument, { outcome, reason, steps }: Verification): Judged {
  if (outcome === 'verified') return { is: 'counting' };
  const why = steps.find((step) => step.reason === reason)?.detail ?? '';
  if (outcome === 'undecided') return { is: 'doubtful', why: `One of them can’t be confirmed. ${why}` };
  const failures = steps.filter((step) => step.outcome === 'failed');
  if (isOfWithdrawnKey(secured, failures))
    return {
      is: 'doubtful',
      why: 'One of them counts no more: its endorser no longer publishes the key that signed it.',
    };
  if (failures.every((step) => lapsed.has(step.reason))) return { is: 'lapsed' };
  // A form that somebody else did not keep to is not for this award to answer for.
  return failures.every((step) => lapsed.has(step.reason) || step.reason === 'schema')
    ? { is: 'doubtful', why: `One of them is not as it should be. ${why}` }
    : { is: 'fake', why };
}

/** Without its key a signature can’t be checked, so `tampered` says nothing here; all else has to have passed or lapsed. */
function isOfWithdrawnKey(secured: SecuredDocument, failures: readonly VerificationStep[]): boolean {
  const key = failures.find(({ name }) => name === 'issuer-key')?.reason;
  if (key !== 'key-revoked' && !(key === 'wrong-key' && namesOwnKeys(secured))) return false;
  return failures.every(
    ({ name, reason }) =>
      name === 'issuer-key' || (name === 'signature' && reason === 'tampered') || lapsed.has(reason),
  );
}

/** Whether it says that its endorser's own keys signed it: one that names another's was not signed by its endorser, ever. */
function namesOwnKeys({ document, jwt }: SecuredDocument): boolean {
  const { issuer, proof } = fieldsOf(document);
  const did = String(typeof issuer === 'string' ? issuer : fieldsOf(issuer).id);
  const proofs = list(proof).map((one) => fieldsOf(one).verificationMethod);
  return [...proofs, ...(jwt ? [jwt.header.kid] : [])].every((name) => typeof name === 'string' && isOwn(name, did));
}

function isOwn(keyName: string, did: string): boolean {
  if (/^https?:/.test(keyName)) return hostOf(keyName) === hostOf(didWebUrl(did) ?? did);
  return keyName.startsWith(`${did}#`) || !keyName.startsWith('did:');
}

function hostOf(url: string): string | undefined {
  return URL.parse(url)?.host;
}

type Found = { said: Said; of: unknown };

function findEndorsements(document: Record<string, unknown>): Found[] {
  const { issuer, credentialSubject } = document;
  const { achievement } = fieldsOf(credentialSubject);
  const parts = [
    // Open Badges 3.0: those of the credential speak of it, or of the achievement and the profiles in it.
    { ...document, id: undefined },
    fieldsOf(issuer),
    fieldsOf(achievement),
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
  const { achievement } = fieldsOf(credentialSubject);
  const ids = [id, fieldsOf(issuer).id, fieldsOf(achievement).id];
  return ids.filter((one) => one !== undefined);
}

function list(value: unknown): unknown[] {
  return value === undefined ? [] : [value].flat();
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>;
}

function unsure(why: string): VerificationStep {
  return notCheckable('endorsements', 'endorsement-not-checkable', why);
}

function fake(why: string): VerificationStep {
  return failed('endorsements', 'endorsement-failed', `An endorsement in it does not hold. ${why}`);
}
