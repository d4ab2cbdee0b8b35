import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { canonizeAward } from './canonize-award.ts';
import { UnknownContextError, createDocumentLoader } from './document-loader.ts';

/** What a proof is about: the document without it, and the proof's own options. */
export type ToCanonize = {
  document: Record<string, unknown>;
  proof: Record<string, unknown>;
  /** Whether it is about to be signed: what it has in common with others before it is then not read again. */
  signing?: boolean;
};

/**
 * `data`: what the proof signs, two SHA-256 after another. `terms`: a property has no meaning in its contexts.
 * `too-complex`: it asks for more comparisons than any that was not made for it. `too-slow`: a thread gave it up, for time or memory,
 * as it may do on a busy machine with what is merely large. `busy`: too many wait already.
 */
export type Canonized =
  | { ok: true; data: Uint8Array }
  | { ok: false; reason: 'terms' | 'unknown-context' | 'too-complex' | 'too-slow' | 'busy' };

export type Canonize = (input: ToCanonize) => Promise<Canonized>;

const documentLoader = createDocumentLoader();

/** Canonicalises (RDFC-1.0) with as many comparisons of blank nodes as there are such nodes; a poisoned graph asks for more. */
const bounded = {
  ...cryptosuite,
  canonize: (input: unknown, options: object) => cryptosuite.canonize(input, { ...options, maxWorkFactor: 1 }),
};

const boundedForSigning = {
  ...bounded,
  canonize: (input: Record<string, unknown>, options: object) => canonizeAward(input, options, bounded.canonize),
};

/** Works on this thread: for what this installation signed itself, and for the thread apart. */
export const canonizeHere: Canonize = async ({ document, proof, signing = false }) => {
  const suite = new DataIntegrityProof({ cryptosuite: signing ? boundedForSigning : bounded });
  // The suite of 2020 hashes as the newer one does, and brings its own context along.
  if (proof.type !== 'DataIntegrityProof') suite.ensureSuiteContext = () => undefined;
  try {
    return { ok: true, data: await suite.createVerifyData({ document, proof, documentLoader }) };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
};

function reasonOf(error: unknown): 'terms' | 'unknown-context' | 'too-complex' {
  if (!(error instanceof Error)) return 'terms';
  if (/deep iterations exceeded|call stack/i.test(error.message)) return 'too-complex';
  const causes = [error, error.cause, (error as { details?: { cause?: unknown } }).details?.cause];
  return causes.some((cause) => cause instanceof UnknownContextError) ? 'unknown-context' : 'terms';
}
