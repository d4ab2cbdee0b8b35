import { z } from 'zod';
import { isDate, isDateTime } from './date-time.ts';
import { achievementTypes, alignmentTargetTypes, identifierTypes, resultTypes } from './open-badge-words.ts';

export type SchemaVerdict = { ok: true } | { ok: false; problems: string[] };

/** Problems named at most: a document that is wrong throughout is not described to its end. */
const mostProblems = 20;

/**
 * Whether a document has the form that the JSON Schema of Open Badges 3.0 asks of an AchievementCredential: the same verdict as
 * `ob_v3p0_achievementcredential_schema.json`, formats asserted. What the schema leaves open (its contexts' terms, the signature) is
 * for other steps.
 */
export function checkOpenBadgeSchema(document: unknown): SchemaVerdict {
  return judgeForm(AchievementCredential, document);
}

/** The same of an EndorsementCredential, which awards carry and which stands by itself, too. */
export function checkEndorsementSchema(document: unknown): SchemaVerdict {
  return judgeForm(EndorsementCredential, document);
}

export function judgeForm(schema: z.ZodType, document: unknown): SchemaVerdict {
  const parsed = parse(schema, document);
  if (parsed === 'too-deep') return { ok: false, problems: ['The document is nested too deep to be read.'] };
  if (parsed.success) return { ok: true };
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'document'}: ${message}`);
  return { ok: false, problems: [...new Set(problems)].slice(0, mostProblems) };
}

function parse(schema: z.ZodType, document: unknown) {
  try {
    return schema.safeParse(document);
  } catch (error) {
    if (error instanceof RangeError) return 'too-deep' as const;
    throw error;
  }
}

export const Text = z.string();
export const DateTime = Text.refine(isDateTime, {
  error: 'has to be a date and time with its offset, as in 2026-11-22T12:00:00Z',
});
const CalendarDate = Text.refine(isDate, { error: 'has to be a date, as in 2026-11-22' });
const CompactJws = Text.regex(/^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$/u, 'has to be a JWT of three parts');
const Language = Text.regex(/^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/u, 'has to be a language code');

/** A list of types with one of these among them. */
export const typed = (...names: string[]) =>
  z.array(Text).refine((types) => types.some((type) => names.includes(type)), {
    error: `has to be a list with ${names.join(' or ')} in it`,
  });

/** A vocabulary that anyone may extend by words that begin with “ext:”. */
const extensible = (words: readonly string[]) =>
  Text.refine((word) => words.includes(word) || /ext:[a-zA-Z0-9.|_]/u.test(word), {
    error: 'has to be a word of the Open Badges vocabulary, or an extension of it (ext:…)',
  });

const IdentifierType = extensible(identifierTypes);
const Typed = z.looseObject({ id: Text.optional(), type: Text });
const Service = z.looseObject({ id: Text, type: Text });
export const Image = z.strictObject({ id: Text, type: z.literal('Image'), caption: Text.optional() });
const Proof = z.looseObject({
  type: Text,
  created: DateTime.optional(),
  cryptosuite: Text.optional(),
  challenge: Text.optional(),
  domain: Text.optional(),
  nonce: Text.optional(),
  proofPurpose: Text.optional(),
  proofValue: Text.optional(),
  verificationMethod: Text.optional(),
});

export const IdentityObject = z.strictObject({
  type: z.literal('IdentityObject'),
  hashed: z.boolean(),
  identityHash: Text,
  identityType: IdentifierType,
  salt: Text.optional(),
});

const IdentifierEntry = z.strictObject({
  type: z.literal('IdentifierEntry'),
  identifier: Text,
  identifierType: IdentifierType,
});

const Evidence = z.looseObject({
  id: Text.optional(),
  type: typed('Evidence'),
  narrative: Text.optional(),
  name: Text.optional(),
  description: Text.optional(),
  genre: Text.optional(),
  audience: Text.optional(),
});

const Alignments = z
  .array(
    z.looseObject({
      type: typed('Alignment'),
      targetCode: Text.optional(),
      targetDescription: Text.optional(),
      targetName: Text,
      targetFramework: Text.optional(),
      targetType: extensible(alignmentTargetTypes).optional(),
      targetUrl: Text,
    }),
  )
  .optional();

const Address = z.looseObject({
  type: typed('Address'),
  addressCountry: Text.optional(),
  addressCountryCode: Text.optional(),
  addressRegion: Text.optional(),
  addressLocality: Text.optional(),
  streetAddress: Text.optional(),
  postOfficeBoxNumber: Text.optional(),
  postalCode: Text.optional(),
  geo: z.looseObject({ type: z.literal('GeoCoordinates'), latitude: z.number(), longitude: z.number() }).optional(),
});

export const Endorsements = z.array(z.lazy(() => EndorsementCredential)).optional();

export const Profile: z.ZodType = z.looseObject({
  id: Text,
  type: typed('Profile'),
  name: Text.optional(),
  url: Text.optional(),
  phone: Text.optional(),
  description: Text.optional(),
  endorsement: Endorsements,
  endorsementJwt: z.array(CompactJws).optional(),
  image: Image.optional(),
  email: Text.optional(),
  address: Address.optional(),
  otherIdentifier: z.array(IdentifierEntry).optional(),
  official: Text.optional(),
  parentOrg: z.lazy(() => Profile).optional(),
  familyName: Text.optional(),
  givenName: Text.optional(),
  additionalName: Text.optional(),
  patronymicName: Text.optional(),
  honorificPrefix: Text.optional(),
  honorificSuffix: Text.optional(),
  familyNamePrefix: Text.optional(),
  dateOfBirth: CalendarDate.optional(),
});

const dataModel = z.literal('https://www.w3.org/ns/credentials/v2');
export const OpenBadgesContext = Text.regex(
  /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$/u,
  'has to be the Open Badges 3.0 context',
);

/** That of the data model, then these in their order, then any. */
export const contexts = (...then: z.ZodType[]) => z.tuple([dataModel, ...then], z.union([Text, z.looseObject({})]));

/** What every credential of the family has. */
export const envelope = {
  '@context': contexts(OpenBadgesContext),
  id: Text,
  issuer: z.union([Text, Profile]),
  validFrom: DateTime,
  validUntil: DateTime.optional(),
  awardedDate: DateTime.optional(),
  description: Text.optional(),
  proof: z.array(Proof).optional(),
  credentialSchema: z.array(Service).optional(),
  credentialStatus: Service.optional(),
  refreshService: Service.optional(),
  termsOfUse: z.array(Typed).optional(),
};

const EndorsementCredential: z.ZodType = z.looseObject({
  ...envelope,
  type: z.intersection(typed('VerifiableCredential'), typed('EndorsementCredential')),
  name: Text,
  credentialSubject: z.looseObject({
    id: Text,
    type: typed('EndorsementSubject'),
    endorsementComment: Text.optional(),
  }),
});

const ResultDescription = z.looseObject({
  id: Text,
  type: typed('ResultDescription'),
  alignment: Alignments,
  allowedValue: z.array(Text).optional(),
  name: Text,
  requiredLevel: Text.optional(),
  requiredValue: Text.optional(),
  resultType: extensible(resultTypes),
  rubricCriterionLevel: z
    .array(
      z.looseObject({
        id: Text,
        type: typed('RubricCriterionLevel'),
        alignment: Alignments,
        description: Text.optional(),
        level: Text.optional(),
        name: Text,
        points: Text.optional(),
      }),
    )
    .optional(),
  valueMax: Text.optional(),
  valueMin: Text.optional(),
});

export const Achievement = z.looseObject({
  id: Text,
  type: typed('Achievement'),
  alignment: Alignments,
  achievementType: extensible(achievementTypes).optional(),
  creator: Profile.optional(),
  creditsAvailable: z.number().optional(),
  criteria: z.looseObject({ id: Text.optional(), narrative: Text.optional() }),
  description: Text,
  endorsement: Endorsements,
  endorsementJwt: z.array(CompactJws).optional(),
  fieldOfStudy: Text.optional(),
  humanCode: Text.optional(),
  image: Image.optional(),
  inLanguage: Language.optional(),
  name: Text,
  otherIdentifier: z.array(IdentifierEntry).optional(),
  related: z
    .array(
      z.looseObject({ id: Text, type: typed('Related'), inLanguage: Language.optional(), version: Text.optional() }),
    )
    .optional(),
  resultDescription: z.array(ResultDescription).optional(),
  specialization: Text.optional(),
  tag: z.array(Text).optional(),
  version: Text.optional(),
});

const Result = z.looseObject({
  type: typed('Result'),
  achievedLevel: Text.optional(),
  alignment: Alignments,
  resultDescription: Text.optional(),
  status: z.enum(['Completed', 'Enrolled', 'Failed', 'InProgress', 'OnHold', 'Provisional', 'Withdrew']).optional(),
  value: Text.optional(),
});

const AchievementCredential = z.looseObject({
  ...envelope,
  type: z.intersection(typed('VerifiableCredential'), typed('AchievementCredential', 'OpenBadgeCredential')),
  name: Text.optional(),
  image: Image.optional(),
  credentialSubject: z.looseObject({
    id: Text.optional(),
    type: typed('AchievementSubject'),
    activityEndDate: DateTime.optional(),
    activityStartDate: DateTime.optional(),
    creditsEarned: z.number().optional(),
    achievement: Achievement,
    identifier: z.array(IdentityObject).optional(),
    image: Image.optional(),
    licenseNumber: Text.optional(),
    narrative: Text.optional(),
    result: z.array(Result).optional(),
    role: Text.optional(),
    source: Profile.optional(),
    term: Text.optional(),
  }),
  endorsement: Endorsements,
  endorsementJwt: z.array(CompactJws).optional(),
  evidence: z.array(Evidence).optional(),
});
