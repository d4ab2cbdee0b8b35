import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { issue } from '@digitalbazaar/vc';
import type { AchievementCredential } from '#domain/credential/achievement-credential.ts';
import { verificationMethodId } from '#domain/credential/did-web.ts';
import { createDocumentLoader } from './document-loader.ts';
import type { SigningKey } from './issuer-keys.ts';

export type SignedCredential = AchievementCredential & { proof: [Record<string, unknown>] };

const documentLoader = createDocumentLoader();

/**
 * Signs with Data Integrity `eddsa-rdfc-2022`. The proof is written as a list of one: the Open Badges schema refuses a
 * bare object, while the data model allows both.
 */
export async function signCredential(
  credential: AchievementCredential,
  key: Pick<SigningKey, 'publicMultibase' | 'secretMultibase'>,
  now: Date,
): Promise<SignedCredential> {
  const pair = await Ed25519Multikey.from({
    type: 'Multikey',
    id: verificationMethodId(credential.issuer.id, key.publicMultibase),
    controller: credential.issuer.id,
    publicKeyMultibase: key.publicMultibase,
    secretKeyMultibase: key.secretMultibase,
  });
  const suite = new DataIntegrityProof({ cryptosuite, signer: pair.signer(), date: now });
  // The library adds the proof to what it is given.
  const { proof } = await issue({ credential: structuredClone(credential), suite, documentLoader, now });
  return { ...credential, proof: [proof] };
}
