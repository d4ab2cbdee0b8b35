import { z } from 'zod';

const Moment = z.iso.datetime({ offset: true });

const Proof = z.looseObject({
  '@context': z.never().optional(),
  type: z.literal('DataIntegrityProof'),
  cryptosuite: z.string(),
  proofPurpose: z.string(),
  verificationMethod: z.string(),
  proofValue: z.string(),
});

const achievementTypes = ['AchievementCredential', 'OpenBadgeCredential'];

const Credential = z.looseObject({
  '@context': z
    .array(z.string(), 'Its @context has to be a list of addresses')
    .min(2)
    .max(10)
    .refine((contexts) => contexts[0] === 'https://www.w3.org/ns/credentials/v2', {
      error: 'Its first @context has to be https://www.w3.org/ns/credentials/v2',
    }),
  id: z.string(),
  type: z
    .array(z.string())
    .refine(
      (types) => types.includes('VerifiableCredential') && types.some((type) => achievementTypes.includes(type)),
      {
        error: 'Its type has to be VerifiableCredential and AchievementCredential (or OpenBadgeCredential)',
      },
    ),
  issuer: z.union([z.string(), z.looseObject({ id: z.string() })]),
  validFrom: Moment,
  validUntil: Moment.optional(),
  credentialSubject: z.looseObject({ achievement: z.looseObject({ name: z.string() }) }),
  proof: z.union([Proof, z.array(Proof).min(1, 'It carries no proof').max(10)], 'It carries no Data Integrity proof'),
});

/** What verification needs of a credential, read with care: it may come from anyone. */
export type ReadCredential = {
  contexts: string[];
  issuerId: string;
  validFrom: Date;
  validUntil: Date | undefined;
  hasStatus: boolean;
  /** The document as it was before it was signed. */
  unsigned: Record<string, unknown>;
  proofs: {
    cryptosuite: string;
    proofPurpose: string;
    verificationMethod: string;
    raw: Record<string, unknown>;
  }[];
};

export type ReadResult = { ok: true; credential: ReadCredential } | { ok: false; problem: string };

export function readCredential(document: unknown): ReadResult {
  const parsed = Credential.safeParse(document);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'document'}: ${message}`);
    return { ok: false, problem: `It is not an Open Badges 3.0 achievement credential. ${problems.join('; ')}.` };
  }
  const { data } = parsed;
  const { proof: _proof, ...unsigned } = document as Record<string, unknown>;
  const proofs = Array.isArray(data.proof) ? data.proof : [data.proof];
  return {
    ok: true,
    credential: {
      contexts: data['@context'],
      issuerId: typeof data.issuer === 'string' ? data.issuer : data.issuer.id,
      validFrom: new Date(data.validFrom),
      validUntil: data.validUntil === undefined ? undefined : new Date(data.validUntil),
      hasStatus: 'credentialStatus' in data,
      unsigned,
      proofs: proofs.map((raw) => ({
        cryptosuite: raw.cryptosuite,
        proofPurpose: raw.proofPurpose,
        verificationMethod: raw.verificationMethod,
        raw,
      })),
    },
  };
}
