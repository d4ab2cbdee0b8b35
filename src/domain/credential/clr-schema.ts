import { z } from 'zod';
import { associationTypes } from './clr.ts';
import {
  Achievement,
  DateTime,
  Endorsements,
  IdentityObject,
  Image,
  OpenBadgesContext,
  Profile,
  type SchemaVerdict,
  Text,
  contexts,
  envelope,
  judgeForm,
  typed,
} from './open-badge-schema.ts';

/**
 * Whether a document has the form that the Comprehensive Learner Record 2.0 asks of a ClrCredential, whoever wrote it. The
 * credentials in it are looked at as far as every credential goes: each has a form of its own, which is asked for by itself.
 */
export function checkClrSchema(document: unknown): SchemaVerdict {
  return judgeForm(ClrCredential, document);
}

const ClrContext = Text.regex(
  /^https:\/\/purl\.imsglobal\.org\/spec\/clr\/v2p0\/context(-2\.\d\.\d)*\.json$/u,
  'has to be the CLR 2.0 context',
);

const Association = z.looseObject({
  type: z.literal('Association'),
  associationType: z.enum(associationTypes),
  sourceId: Text,
  targetId: Text,
});

/** Any credential of the data model. */
const Contained = z.looseObject({
  '@context': contexts(),
  id: Text.optional(),
  type: typed('VerifiableCredential'),
  issuer: z.union([Text, Profile]),
  validFrom: DateTime,
  validUntil: DateTime.optional(),
  credentialSubject: z.looseObject({ id: Text.optional() }),
});

const ClrCredential = z.looseObject({
  ...envelope,
  '@context': contexts(ClrContext, OpenBadgesContext),
  type: z.intersection(typed('VerifiableCredential'), typed('ClrCredential')),
  name: Text,
  image: Image.optional(),
  partial: z.boolean().optional(),
  endorsement: Endorsements,
  credentialSubject: z.looseObject({
    id: Text.optional(),
    type: typed('ClrSubject'),
    identifier: z.array(IdentityObject).optional(),
    achievement: z.array(Achievement).optional(),
    verifiableCredential: z.array(Contained),
    association: z.array(Association).optional(),
  }),
});
