import { clrContextUrl } from '#domain/credential/clr-context.ts';
import { formatDate, formatSecond } from '#domain/text/format-date.ts';
import { isKnownContext } from '#platform/json-ld/document-loader.ts';
import { type Canonize, canonizeHere } from '#platform/json-ld/canonize.ts';
import { checkContents } from './check-contents.ts';
import { checkEndorsements } from './check-endorsements.ts';
import { checkIdentity } from './check-identity.ts';
import { checkJwt, findDifferingClaim } from './check-jwt.ts';
import { checkProofs } from './check-proofs.ts';
import { checkSchema } from './check-schema.ts';
import { type FetchText, checkStatus } from './check-status.ts';
import { type Issuer, findIssuer } from './find-issuer.ts';
import type { OwnCredential } from './own-credential.queries.ts';
import { type CredentialKind, type ReadCredential, type SecuredDocument, readCredential } from './read-credential.ts';
import { type Verification, type VerificationStep, conclude, failed, notCheckable, passed } from './verification.ts';

/** `undefined` for every credential of others. */
export type FindOwn = (
  credential: Pick<ReadCredential, 'id' | 'issuerId'>,
) => Promise<(Pick<OwnCredential, 'publicId' | 'state' | 'replacedAt'> & { page: string }) | undefined>;

/**
 * How far the clock of whoever signed may be ahead of ours, in milliseconds: what begins within it is valid already. Also for what
 * is signed while it is asked for, as our own lists are: that takes less than this. An end is an end: expiry has no such leeway.
 */
const clockLeeway = 60_000;

export type VerifyOptions = {
  now: Date;
  /** The document of an issuer (`did:web`, or an https address), or `undefined` when it can't be had. Whether to ask the network is the caller's choice. `anew`: what is kept of it lacks a key. */
  resolveDid: (issuerId: string, anew?: 'anew') => Promise<unknown>;
  /** A status list, or the key that a JWT names by its address. Without it none is asked. */
  fetchText?: FetchText;
  /** Instead of asking the lists: for awards whose status is in tables of our own. */
  findStatus?: () => Promise<VerificationStep[]>;
  /** What became of a credential whose id and issuer are of this installation: lists say only that it is revoked. */
  findOwn?: FindOwn;
  canonize?: Canonize;
  /** Of whoever is said to have earned it. */
  email?: string;
};

/**
 * Verifies a credential in named steps, and says of each whether it passed, failed or could not be checked. Stricter than
 * the libraries: every proof has to hold, and each has to be made by a key that its issuer lists for making assertions.
 */
export function verifyCredential(document: unknown, options: VerifyOptions): Promise<Verification> {
  return verifySecured({ document }, options);
}

/** The same for a credential that a JWT may secure; `kind` says what it has to be: an award, or a record of several, when left out. */
export async function verifySecured(
  secured: SecuredDocument,
  options: VerifyOptions,
  kind: CredentialKind = kindOf(secured),
): Promise<Verification> {
  const { now } = options;
  const read = readCredential(secured, kind);
  if (!read.ok) {
    const step = read.reason === 'context-order' ? 'contexts' : 'structure';
    return conclude([failed(step, read.reason, read.problem)], now);
  }
  const { credential } = read;
  const claim = secured.jwt && findDifferingClaim(credential, credential.issuerId);
  if (claim !== undefined)
    return conclude(
      [failed('structure', 'claims-differ', `Its claim “${claim}” says something else than the credential in it.`)],
      now,
    );
  const contexts = checkContexts(credential);
  const issuer = await findIssuer(credential, secured, options);
  const signature = await checkSignature(credential, secured, issuer, contexts, options);
  const steps = [
    passed('structure', structures[kind]),
    ...checkSchema(credential),
    contexts,
    issuer.step,
    signature,
    checkDates(credential, now),
  ];
  if (kind !== 'status-list')
    steps.push(...(await (options.findStatus?.() ?? askStatus(credential, issuer.document, signature, options))));
  // Neither is looked into where anybody may have written it: its keys and lists would be asked for.
  const verifyEach = (of: CredentialKind) =>
    signature.outcome === 'passed' ? (one: SecuredDocument) => verifyWithin(one, options, of) : undefined;
  if (kind === 'record') steps.push(...(await checkContents(credential, verifyEach('achievement'))));
  if (kind === 'achievement') steps.push(...(await checkEndorsements(credential, verifyEach('endorsement'))));
  if (kind === 'achievement' || kind === 'record') {
    if (options.email !== undefined) steps.push(checkIdentity(credential, options.email));
  }
  return conclude(steps, now);
}

const structures: Record<CredentialKind, string> = {
  achievement: 'It is an Open Badges 3.0 achievement credential.',
  record: 'It is a Comprehensive Learner Record 2.0.',
  endorsement: 'It is an endorsement.',
  'status-list': 'It is a status list.',
};

/** What calls itself an award is one, whatever else it is. */
function kindOf({ document }: SecuredDocument): CredentialKind {
  const types = [(Object(document) as Record<string, unknown>).type].flat();
  return types.includes('ClrCredential') && !isAward(types) ? 'record' : 'achievement';
}

function isAward(types: readonly unknown[]): boolean {
  return types.includes('AchievementCredential') || types.includes('OpenBadgeCredential');
}

function verifyWithin(
  secured: SecuredDocument,
  { email: _, findStatus: __, ...options }: VerifyOptions,
  kind: CredentialKind,
): Promise<Verification> {
  return verifySecured(secured, options, kind);
}

function checkContexts({ contexts, kind }: ReadCredential): VerificationStep {
  const unknown = contexts.filter((context) => !isKnownContext(context));
  if (unknown.length > 0)
    return notCheckable(
      'contexts',
      'unknown-context',
      `It uses terms from ${unknown.map((context) => context.slice(0, 200)).join(', ')}, which is not known here.`,
    );
  if (kind === 'achievement' && contexts.length < 2)
    return failed('contexts', 'context-order', 'It names no context of Open Badges, so its terms have no meaning.');
  if (kind === 'record' && !contexts.includes(clrContextUrl))
    return failed('contexts', 'context-order', 'It names no context of learner records, so its terms have no meaning.');
  return passed('contexts', 'Every term of it has a published meaning, known to this program.');
}

/** What a proof says, and what the JWT around it says: where there are both, both have to hold. */
async function checkSignature(
  credential: ReadCredential,
  { jwt }: SecuredDocument,
  { keys, jwtKey }: Issuer,
  contexts: VerificationStep,
  { canonize = canonizeHere, now }: VerifyOptions,
): Promise<VerificationStep> {
  const contextsKnown = contexts.outcome === 'passed';
  const steps = [
    jwt && (await checkJwt(jwt, keys && jwtKey)),
    await checkProofs(credential, keys, { canonize, now, contextsKnown }),
  ].filter((step) => step !== undefined);
  const worst = steps.find((step) => step.outcome === 'failed') ?? steps.find((step) => step.outcome !== 'passed');
  return worst ?? steps[0] ?? failed('signature', 'no-proof', 'It carries no signature.');
}

function checkDates({ validFrom: from, validUntil: until }: ReadCredential, now: Date) {
  if (from && from.getTime() > now.getTime() + clockLeeway)
    return failed('dates', 'not-yet-valid', `It is valid only from ${formatSecond(from)}.`);
  if (until && until <= now) return failed('dates', 'expired', `It expired on ${formatSecond(until)}.`);
  return passed('dates', until ? `It is valid until ${formatSecond(until)}.` : 'It does not expire.');
}

/** Whoever wrote a credential that nobody signed does not choose what is asked. */
async function askStatus(
  credential: ReadCredential,
  issuerDocument: unknown,
  signature: VerificationStep,
  options: VerifyOptions,
): Promise<VerificationStep[]> {
  if (credential.statuses.length === 0)
    return [passed('status', 'It names no status list, so its issuer has no way to take it back.')];
  const { fetchText } = options;
  if (signature.outcome !== 'passed')
    return [
      notCheckable(
        'status',
        'not-reached',
        'It names a status list. That is not asked: without a signature that holds, anybody may have written its address.',
      ),
    ];
  if (!fetchText) return [notCheckable('status', 'not-reached', 'It names a status list, which is not asked here.')];
  const steps = await checkStatus(credential, {
    fetchText,
    issuerDocument,
    verifyList: (list, id) => verifyList(list, id, credential.issuerId, options),
  });
  if (steps[0]?.reason !== 'revoked') return steps;
  const replaced = await findReplaced(credential, options);
  return replaced ? [replaced] : steps;
}

/** A list can say only that a credential is revoked. Where it is ours, what took its place may be told: the award was not taken away. */
async function findReplaced(
  credential: ReadCredential,
  { findOwn }: VerifyOptions,
): Promise<VerificationStep | undefined> {
  const own = await findOwn?.(credential);
  if (!own?.replacedAt || own.state === 'revoked') return undefined;
  const now = {
    'in-force': 'the award is in force under a newer credential',
    suspended: 'the award has a newer credential, and is suspended',
    expired: 'the award has a newer credential, and has expired',
  }[own.state];
  return failed('status', 'replaced', `Replaced on ${formatDate(own.replacedAt)}: ${now}. See ${own.page}`);
}

/** A list counts when its issuer signed it, and it is the one that was asked for. */
async function verifyList(
  list: SecuredDocument,
  id: string,
  issuerId: string,
  options: VerifyOptions,
): Promise<string | undefined> {
  const read = readCredential(list, 'status-list');
  if (!read.ok) return read.problem;
  if (read.credential.issuerId !== issuerId) return 'Somebody else than the issuer signed it.';
  if (read.credential.id !== undefined && read.credential.id !== id) return 'It is another list than was asked for.';
  const { now, resolveDid, fetchText, canonize } = options;
  const { outcome, steps } = await verifySecured(
    list,
    { now, resolveDid, ...(fetchText && { fetchText }), ...(canonize && { canonize }) },
    'status-list',
  );
  return outcome === 'verified' ? undefined : (steps.find((step) => step.outcome !== 'passed')?.detail ?? '');
}
