import { verify } from 'node:crypto';
import { decodeBase58 } from '#domain/credential/base58.ts';
import { formatSecond } from '#domain/text/format-date.ts';
import type { Canonize, Canonized } from '#platform/json-ld/canonize.ts';
import type { IssuerKey } from './issuer-keys.ts';
import type { ReadCredential, ReadProof } from './read-credential.ts';
import { type VerificationStep, failed, notCheckable, passed } from './verification.ts';

/** Kinds of proof that are checked here: all sign two SHA-256 with Ed25519. */
const suites: ReadonlySet<string> = new Set(['eddsa-rdfc-2022', 'Ed25519Signature2020']);

const tampered = 'The signature does not fit: the content was changed, or another key signed it.';

/** Whether every proof holds: one that does not, or is not understood, is never outvoted by others. */
export async function checkProofs(
  credential: ReadCredential,
  keys: readonly IssuerKey[] | undefined,
  { canonize, now, contextsKnown }: { canonize: Canonize; now: Date; contextsKnown: boolean },
): Promise<VerificationStep | undefined> {
  if (credential.proofs.length === 0) return undefined;
  const purpose = credential.proofs.find((proof) => proof.proofPurpose !== 'assertionMethod');
  if (purpose)
    return failed(
      'signature',
      'wrong-purpose',
      `A signature was made for ${purpose.proofPurpose}, not to assert this.`,
    );
  const foreign = credential.proofs.find((proof) => !suites.has(proof.suite));
  if (foreign)
    return notCheckable('signature', 'unknown-suite', `A proof is of the kind ${foreign.suite}, not known here.`);
  const [expired] = credential.proofs.flatMap(({ expires }) => (expires && expires <= now ? [expires] : []));
  if (expired) return failed('signature', 'expired', `A signature expired on ${formatSecond(expired)}.`);
  if (!contextsKnown || !keys)
    return notCheckable(
      'signature',
      'not-reached',
      'Without the steps above the signature has nothing to be checked against.',
    );
  for (const proof of credential.proofs) {
    const step = await checkProof(credential, proof, keys, canonize);
    if (step) return step;
  }
  return passed(
    'signature',
    credential.proofs.length === 1
      ? 'Nothing in it was changed since the issuer signed it.'
      : `Nothing in it was changed since the issuer signed it, by ${credential.proofs.length} signatures.`,
  );
}

async function checkProof(
  credential: ReadCredential,
  proof: ReadProof,
  keys: readonly IssuerKey[],
  canonize: Canonize,
): Promise<VerificationStep | undefined> {
  const document = documentOf(credential, proof);
  const key = keys.find(({ id }) => id === proof.verificationMethod);
  if (!document || key?.key.asymmetricKeyType !== 'ed25519') return failed('signature', 'tampered', tampered);
  const canonized = await canonize({ document, proof: proof.raw });
  if (!canonized.ok) return refusal(canonized);
  const signature = proof.proofValue.startsWith('z') ? decodeBase58(proof.proofValue.slice(1)) : undefined;
  const holds = signature?.length === 64 && verify(null, canonized.data, key.key, signature);
  return holds ? undefined : failed('signature', 'tampered', tampered);
}

/** What a proof signs: in a chain, the document with the proofs before it. `undefined` where one of these is not there. */
function documentOf(credential: ReadCredential, proof: ReadProof): Record<string, unknown> | undefined {
  if (proof.previous.length === 0) return credential.unsigned;
  const before = proof.previous.map((id) => credential.proofs.find((other) => other !== proof && other.id === id));
  if (before.some((one) => one === undefined)) return undefined;
  return { ...credential.unsigned, proof: before.map((one) => one?.raw) };
}

function refusal({ reason }: Extract<Canonized, { ok: false }>): VerificationStep {
  switch (reason) {
    case 'terms':
      return failed('signature', 'tampered', tampered);
    case 'unknown-context':
      return notCheckable('signature', 'unknown-context', 'It uses terms within whose meaning is not known here.');
    case 'too-complex':
      return failed(
        'signature',
        'hostile',
        'It is built so that checking it would never end. No credential needs that.',
      );
    case 'too-slow':
      return notCheckable(
        'signature',
        'too-complex',
        'Checking it took longer than is waited here. Try again later; of a very large one, check the parts one by one.',
      );
    case 'busy':
      return notCheckable('signature', 'busy', 'Too many awards are being checked now. Try again in a minute.');
  }
}
