import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { issue } from '@digitalbazaar/vc';
import type { AchievementCredential } from '#domain/credential/achievement-credential.ts';
import { type Canonize, type ToCanonize, canonizeHere } from '#platform/json-ld/canonize.ts';
import { createDocumentLoader } from '#platform/json-ld/document-loader.ts';
import { type ProofSigner, asLibrarySigner } from './issuer-signer.ts';

export type Signed<C> = C & { proof: [Record<string, unknown>] };

export type SignedCredential = Signed<AchievementCredential>;

const documentLoader = createDocumentLoader();

/**
 * Signs with Data Integrity `eddsa-rdfc-2022`. The proof is written as a list of one: the Open Badges schema refuses a
 * bare object, while the data model allows both. Canonicalising, nearly all of the work, is done by `canonize`; on this thread
 * when left out.
 */
export async function signCredential<C extends { issuer: { id: string } }>(
  credential: C,
  key: Pick<ProofSigner, 'publicMultibase' | 'sign'>,
  now: Date,
  canonize: Canonize = canonizeHere,
): Promise<Signed<C>> {
  const suite = new DataIntegrityProof({
    cryptosuite: { ...cryptosuite, createVerifyData: createVerifyDataWith(canonize) },
    signer: asLibrarySigner(credential.issuer.id, key),
    date: now,
  });
  // The library adds the proof to what it is given.
  const { proof } = await issue({ credential: structuredClone(credential), suite, documentLoader, now });
  return { ...credential, proof: [proof] };
}

type VerifyDataInput = ToCanonize & { dataIntegrityProof: InstanceType<typeof DataIntegrityProof> };

function createVerifyDataWith(canonize: Canonize) {
  return async ({ document, proof, dataIntegrityProof }: VerifyDataInput): Promise<Uint8Array> => {
    const canonized = await canonize({ document, proof, signing: true });
    // Where a thread gave up, the library says why, or does it here.
    return canonized.ok ? canonized.data : dataIntegrityProof.createVerifyData({ document, proof, documentLoader });
  };
}
