import { z } from 'zod';
import { associationTypes, clrContexts } from './clr.ts';

/**
 * What the CLR 2.0 specification asks of a `ClrCredential` that this program writes: the structure around the credentials, which
 * are asked by the Open Badges schema one by one. More is allowed where the specification is open.
 */
const Uri = z.string().regex(/^[a-z][a-z\d+.-]*:\S+$/i);
const Instant = z.iso.datetime({ offset: true });
const Named = z.looseObject({ id: Uri, type: z.array(z.string()).nonempty(), name: z.string().min(1) });

const IdentityObject = z.strictObject({
  type: z.literal('IdentityObject'),
  hashed: z.boolean(),
  identityHash: z.string().min(1),
  identityType: z.string().min(1),
  salt: z.string().optional(),
});

const Association = z.strictObject({
  type: z.literal('Association'),
  associationType: z.enum(associationTypes),
  sourceId: Uri,
  targetId: Uri,
});

const Achievement = Named.extend({
  description: z.string().min(1),
  criteria: z.looseObject({ id: Uri.optional(), narrative: z.string().optional() }),
});

const Signed = z.looseObject({
  '@context': z.array(z.string()).nonempty(),
  type: z.array(z.string()).min(2),
  issuer: Named,
  validFrom: Instant,
  proof: z.array(z.looseObject({ type: z.literal('DataIntegrityProof') })).nonempty(),
});

export const ClrCredentialSchema = z
  .looseObject({
    '@context': z.tuple(clrContexts.map((url) => z.literal(url)) as never, z.string()),
    id: Uri,
    type: z.tuple([z.literal('VerifiableCredential'), z.literal('ClrCredential')]),
    name: z.string().min(1),
    description: z.string().optional(),
    issuer: Named,
    validFrom: Instant,
    validUntil: Instant.optional(),
    partial: z.boolean().optional(),
    credentialSubject: z.strictObject({
      id: Uri.optional(),
      type: z.tuple([z.literal('ClrSubject')], z.string()),
      identifier: z.array(IdentityObject).optional(),
      verifiableCredential: z.array(Signed).nonempty(),
      achievement: z.array(Achievement).optional(),
      association: z.array(Association).optional(),
    }),
    credentialSchema: z.array(z.strictObject({ id: Uri, type: z.string() })).optional(),
    proof: z.array(z.looseObject({ type: z.string() })).optional(),
  })
  .refine(
    ({ credentialSubject: { verifiableCredential, achievement = [], association = [] } }) => {
      const known = new Set<unknown>([
        ...achievement.map(({ id }) => id),
        ...verifiableCredential.map(
          (one) => (one.credentialSubject as { achievement?: { id?: unknown } }).achievement?.id,
        ),
      ]);
      return association.every(({ sourceId, targetId }) => known.has(sourceId) && known.has(targetId));
    },
    {
      path: ['credentialSubject', 'association'],
      message: 'An association names an achievement that is not in the record',
    },
  );
