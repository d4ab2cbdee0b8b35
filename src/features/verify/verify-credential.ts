import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { createDocumentLoader, isKnownContext } from '../awards/document-loader.ts';
import { type ReadCredential, readCredential } from './read-credential.ts';

export type StepName = 'structure' | 'contexts' | 'issuer-key' | 'signature' | 'dates' | 'status';

export type StepOutcome = 'passed' | 'failed' | 'not-checkable';

export type VerificationStep = { name: StepName; outcome: StepOutcome; detail: string };

export type Verification = {
  /** `verified` only when every step passed. */
  outcome: 'verified' | 'failed' | 'undecided';
  steps: readonly VerificationStep[];
  checkedAt: Date;
};

export type VerifyOptions = {
  now: Date;
  /** The DID document of an issuer, or `undefined` when it can't be had. Whether to ask the network is the caller's choice. */
  resolveDid: (did: string) => Promise<unknown>;
};

type Method = { id: string; type: string; controller: string; publicKeyMultibase: string };

/**
 * Verifies a credential in named steps, and says of each whether it passed, failed or could not be checked. Stricter than
 * the libraries: every proof has to hold, and each has to be made by a key that its issuer lists for making assertions.
 */
export async function verifyCredential(document: unknown, { now, resolveDid }: VerifyOptions): Promise<Verification> {
  const read = readCredential(document);
  if (!read.ok) return conclude([step('structure', 'failed', read.problem)], now);
  const { credential } = read;
  const unknown = credential.contexts.filter((context) => !isKnownContext(context));
  const contexts =
    unknown.length === 0
      ? step('contexts', 'passed', 'Every term of it has a published meaning, known to this program.')
      : step('contexts', 'not-checkable', `It uses terms from ${unknown.join(', ')}, which is not known here.`);

  const keys = await findKeys(credential, resolveDid);
  return conclude(
    [
      step('structure', 'passed', 'It is an Open Badges 3.0 achievement credential.'),
      contexts,
      keys.step,
      await checkSignatures(credential, keys.methods, contexts.outcome === 'passed'),
      checkDates(credential, now),
      ...checkStatus(credential),
    ],
    now,
  );
}

async function findKeys(
  credential: ReadCredential,
  resolveDid: VerifyOptions['resolveDid'],
): Promise<{ step: VerificationStep; methods: Map<string, Method> | undefined }> {
  const { issuerId, proofs } = credential;
  const found = await resolveDid(issuerId);
  if (found === undefined)
    return {
      step: step('issuer-key', 'not-checkable', `The keys of ${issuerId} can’t be had now.`),
      methods: undefined,
    };
  const methods = assertionMethods(found, issuerId);
  const foreign = proofs.find((proof) => !methods.has(proof.verificationMethod));
  return foreign
    ? {
        step: step('issuer-key', 'failed', `The key ${foreign.verificationMethod} is not one of the issuer’s.`),
        methods,
      }
    : { step: step('issuer-key', 'passed', `The key belongs to ${issuerId}.`), methods };
}

/** The keys that a DID document lists for making assertions and that its own subject controls. */
function assertionMethods(document: unknown, did: string): Map<string, Method> {
  const { id, verificationMethod, assertionMethod } = Object(document) as Record<string, unknown>;
  if (id !== did || !Array.isArray(verificationMethod) || !Array.isArray(assertionMethod)) return new Map();
  const listed = new Set(assertionMethod.filter((entry) => typeof entry === 'string'));
  const methods = verificationMethod.filter(
    (entry: unknown): entry is Method => isMethod(entry) && entry.controller === did && listed.has(entry.id),
  );
  return new Map(methods.map((method) => [method.id, method]));
}

function isMethod(entry: unknown): entry is Method {
  const { id, type, controller, publicKeyMultibase } = Object(entry) as Record<string, unknown>;
  return (
    type === 'Multikey' &&
    [id, controller, publicKeyMultibase].every((value) => typeof value === 'string' && value !== '')
  );
}

async function checkSignatures(
  credential: ReadCredential,
  methods: Map<string, Method> | undefined,
  contextsKnown: boolean,
): Promise<VerificationStep> {
  const foreignSuite = credential.proofs.find((proof) => proof.cryptosuite !== 'eddsa-rdfc-2022');
  if (foreignSuite)
    return step('signature', 'not-checkable', `The proof is of the kind ${foreignSuite.cryptosuite}, not known here.`);
  if (!contextsKnown || !methods)
    return step(
      'signature',
      'not-checkable',
      'Without the step above the signature has nothing to be checked against.',
    );
  for (const proof of credential.proofs) {
    const method = methods.get(proof.verificationMethod);
    const holds =
      method && proof.proofPurpose === 'assertionMethod' && (await proofHolds(credential, proof.raw, method));
    if (!holds)
      return step(
        'signature',
        'failed',
        'The signature does not fit: the content was changed, or another key signed it.',
      );
  }
  return step('signature', 'passed', 'Nothing in it was changed since the issuer signed it.');
}

async function proofHolds(
  { unsigned }: ReadCredential,
  proof: Record<string, unknown>,
  method: Method,
): Promise<boolean> {
  const suite = new DataIntegrityProof({ cryptosuite });
  const documentLoader = createDocumentLoader(new Map([[method.id, method]]));
  const { verified } = await suite.verifyProof({ proof, document: unsigned, documentLoader });
  return verified;
}

function checkDates({ validFrom, validUntil }: ReadCredential, now: Date): VerificationStep {
  if (validFrom > now) return step('dates', 'failed', `It is valid only from ${validFrom.toISOString()}.`);
  if (validUntil && validUntil <= now) return step('dates', 'failed', `It expired at ${validUntil.toISOString()}.`);
  return step('dates', 'passed', validUntil ? `It is valid until ${validUntil.toISOString()}.` : 'It does not expire.');
}

/** An award that names a status list may have been revoked in it; one without has nothing to ask. */
function checkStatus({ hasStatus }: ReadCredential): VerificationStep[] {
  return hasStatus ? [step('status', 'not-checkable', 'It names a status list, which is not asked here.')] : [];
}

function step(name: StepName, outcome: StepOutcome, detail: string): VerificationStep {
  return { name, outcome, detail };
}

function conclude(steps: VerificationStep[], checkedAt: Date): Verification {
  const has = (outcome: StepOutcome) => steps.some((candidate) => candidate.outcome === outcome);
  return { outcome: has('failed') ? 'failed' : has('not-checkable') ? 'undecided' : 'verified', steps, checkedAt };
}
