import { z } from 'zod';
import { findHostile } from './refuse-hostile.ts';
import type { StepReason } from './verification.ts';

/** What is being verified: an award, a record of several (CLR 2.0), what somebody else says of it, or a list that its status is looked up in. */
export type CredentialKind = 'achievement' | 'record' | 'endorsement' | 'status-list';

/** A credential with what secures it: proofs within, a JWT around, or both. */
export type SecuredDocument = { document: unknown; jwt?: { compact: string; header: Record<string, unknown> } };

export type ReadProof = {
  id: string | undefined;
  type: string;
  /** Of a Data Integrity proof its cryptosuite; of an older one, its type. */
  suite: string;
  proofPurpose: string;
  verificationMethod: string;
  proofValue: string;
  expires: Date | undefined;
  previous: string[];
  raw: Record<string, unknown>;
};

/** What verification needs of a credential, read with care: it may come from anyone. */
export type ReadCredential = {
  kind: CredentialKind;
  /** Version of the Verifiable Credentials data model. */
  model: '1.1' | '2.0';
  id: string | undefined;
  contexts: string[];
  issuerId: string;
  validFrom: Date | undefined;
  /** The earliest end that it names, by whatever name. */
  validUntil: Date | undefined;
  statuses: Record<string, unknown>[];
  document: Record<string, unknown>;
  /** The document as it was before it was signed. */
  unsigned: Record<string, unknown>;
  proofs: ReadProof[];
};

export type ReadResult = { ok: true; credential: ReadCredential } | { ok: false; reason: StepReason; problem: string };

const names: Record<CredentialKind, { types: readonly string[]; what: string }> = {
  achievement: { types: ['AchievementCredential', 'OpenBadgeCredential'], what: 'an Open Badges 3.0 credential' },
  record: { types: ['ClrCredential'], what: 'a Comprehensive Learner Record' },
  endorsement: { types: ['EndorsementCredential'], what: 'an endorsement' },
  'status-list': {
    types: ['BitstringStatusListCredential', 'StatusList2021Credential'],
    what: 'a signed status list',
  },
};

const Moment = z.iso.datetime({ offset: true });
const Address = z.string().min(1).max(2000);
const oneOrMore = <T extends z.ZodType>(schema: T, most: number) =>
  z
    .union([schema, z.array(schema)])
    .transform((value): z.output<T>[] => (Array.isArray(value) ? value : [value as z.output<T>]))
    .refine((list) => list.length <= most, `has more than ${most}`);

const Proof = z.looseObject({
  '@context': z.never().optional(),
  id: z.string().optional(),
  type: z.string(),
  cryptosuite: z.string().optional(),
  proofPurpose: z.string(),
  verificationMethod: Address,
  proofValue: z.string().max(2000).default(''),
  expires: Moment.optional(),
  previousProof: oneOrMore(z.string(), 10).optional(),
});

const Credential = z.looseObject({
  '@context': oneOrMore(z.string('has to be a list of addresses'), 10),
  id: Address.optional(),
  type: oneOrMore(z.string(), 20),
  issuer: z.union([Address, z.looseObject({ id: Address })]),
  validFrom: Moment.optional(),
  validUntil: Moment.optional(),
  issuanceDate: Moment.optional(),
  expirationDate: Moment.optional(),
  credentialSubject: z.looseObject({}),
  credentialStatus: oneOrMore(z.looseObject({ type: z.string() }), 5).optional(),
  proof: oneOrMore(Proof, 10).optional(),
});

const firstContexts = new Map<string, '1.1' | '2.0'>([
  ['https://www.w3.org/ns/credentials/v2', '2.0'],
  ['https://www.w3.org/2018/credentials/v1', '1.1'],
]);

export function readCredential({ document, jwt }: SecuredDocument, kind: CredentialKind = 'achievement'): ReadResult {
  const { types, what } = names[kind];
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return refused('not-a-credential', `It is not ${what}: it is no JSON object.`);
  const given = document as Record<string, unknown>;
  const hostile = findHostile(given);
  if (hostile !== undefined) return refused('hostile', hostile);
  const parsed = Credential.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => {
      const isMissing = path.length === 1 && given[String(path[0])] === undefined;
      const isOwn = message.startsWith('has ');
      const where = path.length === 0 ? 'the whole' : `“${path.join('.').slice(0, 100)}”`;
      return `${where} ${isMissing ? 'is missing' : isOwn ? message : 'is not as it should be'}`;
    });
    return refused('not-a-credential', `It is not ${what}: ${problems.slice(0, 5).join('; ')}.`);
  }
  const { data } = parsed;
  if (!data.type.includes('VerifiableCredential') || !data.type.some((type) => types.includes(type)))
    return refused('not-a-credential', `It is not ${what}: its type is neither ${types.join(' nor ')}.`);
  const model = firstContexts.get(data['@context'][0] ?? '');
  if (model === undefined)
    return refused(
      'context-order',
      'Its first context is not that of verifiable credentials, on which all others build.',
    );
  const proofs = data.proof ?? [];
  if (proofs.length === 0 && !jwt) return refused('no-proof', 'It carries no signature: anyone can write such a file.');
  const { proof: _proof, ...unsigned } = given;
  // Version 1.1 called them otherwise, and a JWT says them again: whichever is stricter holds.
  const from = latest(data.validFrom, model === '1.1' ? data.issuanceDate : undefined, jwt && seconds(given.nbf));
  const until = earliest(data.validUntil, data.expirationDate, jwt && seconds(given.exp));
  const raw = [given.proof].flat() as Record<string, unknown>[];
  const saysFrom = data.validFrom !== undefined || (model === '1.1' && data.issuanceDate !== undefined);
  if ((kind === 'achievement' || kind === 'record') && !saysFrom)
    return refused('not-a-credential', 'It does not say from when it is valid.');
  return {
    ok: true,
    credential: {
      kind,
      model,
      id: data.id,
      contexts: data['@context'],
      issuerId: typeof data.issuer === 'string' ? data.issuer : data.issuer.id,
      validFrom: from,
      validUntil: until,
      statuses: data.credentialStatus ?? [],
      document: given,
      unsigned,
      proofs: proofs.map((proof, index) => readProof(proof, raw[index] ?? {})),
    },
  };
}

function readProof(proof: z.output<typeof Proof>, raw: Record<string, unknown>): ReadProof {
  return {
    id: proof.id,
    type: proof.type,
    suite: proof.type === 'DataIntegrityProof' ? (proof.cryptosuite ?? 'none') : proof.type,
    proofPurpose: proof.proofPurpose,
    verificationMethod: proof.verificationMethod,
    proofValue: proof.proofValue,
    expires: proof.expires === undefined ? undefined : new Date(proof.expires),
    previous: proof.previousProof ?? [],
    raw,
  };
}

type Given = string | Date | undefined;

function latest(...given: Given[]): Date | undefined {
  return moments(given).at(-1);
}

function earliest(...given: Given[]): Date | undefined {
  return moments(given)[0];
}

function moments(given: readonly Given[]): Date[] {
  const named = given.filter((moment) => moment !== undefined).map((moment) => new Date(moment));
  return named.sort((one, other) => one.getTime() - other.getTime());
}

function seconds(value: unknown): Date | undefined {
  return typeof value === 'number' && Math.abs(value) < 8e12 ? new Date(value * 1000) : undefined;
}

function refused(reason: StepReason, problem: string): ReadResult {
  return { ok: false, reason, problem };
}
