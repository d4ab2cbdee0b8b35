import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { JudgingPlan } from '#domain/assessment/policy.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { findRequirement } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { evidenceArtifactIds, replaceEvidenceArtifact } from '#domain/evidence/registry.ts';
import type { Trx } from '#platform/database.ts';
import { documentSha256 } from '#platform/hash.ts';

/** Whose an anchor seems to be: nobody, who has no account and can’t get one, since the address leads nowhere. */
export async function insertAnchorPerson(trx: Trx, name: string): Promise<string> {
  const { id } = await trx
    .insertInto('people')
    .values({ name, email: `${randomBytes(12).toString('hex')}@anchors.invalid`, email_verified: false })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export type AnchorVersion = { issuerId: string; microCredentialId: string; versionId: string; definition: Definition };

/** An enrolment of the state `anchor`, which no listing and no figure takes for work. */
export async function insertAnchorEnrolment(
  trx: Trx,
  { issuerId, microCredentialId, versionId }: Omit<AnchorVersion, 'definition'>,
  { personId, at, isSubmitted }: { personId: string; at: Date; isSubmitted: boolean },
): Promise<string> {
  const { id } = await trx
    .insertInto('enrolments')
    .values({
      id: idFrom(at),
      issuer_id: issuerId,
      person_id: personId,
      micro_credential_id: microCredentialId,
      definition_version_id: versionId,
      state: 'anchor',
      attempts_count: isSubmitted ? 1 : 0,
      submitted_at: isSubmitted ? at : null,
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** When somebody scores it, by whom it seems to be handed in, and until when it seems to be due. */
export type AnchorDates = {
  submittedAt: Date;
  dueAt: Date;
  language: string;
  /** How it would be judged, were it what it seems. */
  plan: Pick<JudgingPlan, 'independent' | 'whyDouble' | 'isBlind'>;
};

/**
 * A sealed attempt with rows of its own for all that it names: the enrolment, the files (their contents are shared) and
 * the judging, whose stage keeps it out of every queue. Ids and dates are of `submittedAt`, as those of any attempt.
 */
export async function insertAnchorAttempt(
  trx: Trx,
  version: AnchorVersion,
  { personId, sealed: source, dates }: { personId: string; sealed: SealedAttempt; dates: AnchorDates },
): Promise<{ attemptId: string; enrolmentId: string }> {
  const { issuerId, definition } = version;
  const at = dates.submittedAt;
  const enrolmentId = await insertAnchorEnrolment(trx, version, { personId, at, isSubmitted: true });
  const artifacts: SealedAttempt['artifacts'] = [];
  let evidence = source.evidence;
  for (const artifact of source.artifacts) {
    const { id } = await trx
      .insertInto('artifacts')
      .values({
        id: idFrom(at),
        issuer_id: issuerId,
        enrolment_id: enrolmentId,
        owner_id: personId,
        requirement_key: requirementOf(definition, source, artifact.id),
        kind: artifact.kind,
        name: artifact.name,
        pages: artifact.pages,
        blob_sha256: artifact.sha256,
        url: artifact.url,
        created_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    artifacts.push({ ...artifact, id });
    evidence = evidence.map((item) => {
      const requirement = findRequirement(definition, item.requirement);
      if (!requirement) return item;
      return { ...item, data: replaceEvidenceArtifact(requirement, item.data, artifact.id, id) };
    });
  }
  // What was before it was handed in stays as long before.
  const shifted = (moment: string) => shift(moment, at.getTime() - Date.parse(source.submittedAt));
  const attestations: NonNullable<SealedAttempt['attestations']> = [];
  for (const one of source.attestations ?? [])
    attestations.push({ ...one, id: await newId(trx, at), requestedAt: shifted(one.requestedAt), at: shifted(one.at) });
  const agreements: NonNullable<SealedAttempt['agreements']> = [];
  for (const one of source.agreements ?? [])
    agreements.push({ ...one, id: await newId(trx, at), agreedAt: shifted(one.agreedAt) });
  const sealed: SealedAttempt = {
    ...source,
    enrolment: enrolmentId,
    earner: { ...source.earner, id: personId },
    submittedAt: at.toISOString(),
    evidence,
    artifacts,
    ...(source.attestations && { attestations }),
    ...(source.agreements && { agreements }),
  };
  const attemptId = await insertSealed(trx, version, { enrolmentId, sealed, dates });
  return { attemptId, enrolmentId };
}

/** The attempt’s own row, its files and its judging. */
export async function insertSealed(
  trx: Trx,
  { issuerId, microCredentialId, versionId }: Omit<AnchorVersion, 'definition'>,
  { enrolmentId, sealed, dates }: { enrolmentId: string; sealed: SealedAttempt; dates: AnchorDates },
): Promise<string> {
  const at = dates.submittedAt;
  const { id: attemptId } = await trx
    .insertInto('attempts')
    .values({
      id: idFrom(at),
      issuer_id: issuerId,
      enrolment_id: enrolmentId,
      definition_version_id: versionId,
      number: 1,
      sealed: JSON.stringify(sealed),
      sha256: documentSha256(sealed),
      submitted_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (sealed.artifacts.length > 0) {
    await trx
      .insertInto('attempt_files')
      .values(
        sealed.artifacts.map(({ id, sha256 }) => ({ attempt_id: attemptId, artifact_id: id, blob_sha256: sha256 })),
      )
      .execute();
  }
  await trx
    .insertInto('judgings')
    .values({
      attempt_id: attemptId,
      issuer_id: issuerId,
      enrolment_id: enrolmentId,
      micro_credential_id: microCredentialId,
      definition_version_id: versionId,
      stage: 'withdrawn',
      independent: dates.plan.independent,
      why_double: dates.plan.whyDouble,
      is_blind: dates.plan.isBlind,
      language: dates.language,
      submitted_at: at,
      check_due_at: at,
      due_at: dates.dueAt,
      ended_at: at,
    })
    .execute();
  return attemptId;
}

/** A moment so much later; what is no moment stays as it is. */
function shift(moment: string, milliseconds: number): string {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? moment : new Date(time + milliseconds).toISOString();
}

/** An id as one that was made at that time has it: ids tell when. */
function idFrom(at: Date) {
  return sql<string>`uuidv7(${at}::timestamptz - clock_timestamp())`;
}

async function newId(trx: Trx, at: Date): Promise<string> {
  const { rows } = await sql<{ id: string }>`select ${idFrom(at)} as id`.execute(trx);
  return rows[0]?.id ?? '';
}

function requirementOf(definition: Definition, { evidence }: SealedAttempt, artifactId: string): string {
  const holder = evidence.find(({ requirement: key, data }) => {
    const requirement = findRequirement(definition, key);
    return requirement !== undefined && evidenceArtifactIds(requirement, data).includes(artifactId);
  });
  return holder?.requirement ?? evidence[0]?.requirement ?? '';
}
