import { addBusinessDays } from '#domain/assessment/business-days.ts';
import { standings } from '#domain/assessment/standing.ts';
import { type RequirementProgress, progressOf } from '#domain/attempt/progress.ts';
import type { SealedArtifact, SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { listRequirements } from '#domain/definition/outline.ts';
import { hasBlocking } from '#domain/evidence/finding.ts';
import { evidenceArtifactIds, readEvidence } from '#domain/evidence/registry.ts';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { documentSha256 } from '#platform/hash.ts';
import { type DraftArtifact, type Workspace, lockWorkspace } from './workspace.queries.ts';

export type SubmitAttempt = {
  person: { id: string; name: string };
  enrolmentId: string;
  /** The attempt that the earner meant to hand in: a second press of the button means the same one. */
  number: number;
  now: Date;
};

export type SubmitResult =
  | { ok: true; number: number }
  | { ok: false; reason: 'already-submitted'; number: number }
  | { ok: false; reason: 'not-working' }
  | { ok: false; reason: 'findings'; progress: RequirementProgress[] };

/** Seals what has been made into an attempt, once every check of every requirement passes. */
export async function submitAttempt(trx: Trx, command: SubmitAttempt): Promise<SubmitResult> {
  const workspace = await lockWorkspace(trx, command.person.id, command.enrolmentId);
  if (!workspace) throw new NotFoundError('work');
  const { enrolment, definition } = workspace;
  if (command.number <= enrolment.attemptsCount)
    return { ok: false, reason: 'already-submitted', number: command.number };
  if (enrolment.state !== 'working' || command.number !== enrolment.attemptsCount + 1)
    return { ok: false, reason: 'not-working' };

  const progress = progressOf(workspace);
  if (progress.some(({ findings }) => hasBlocking(findings))) return { ok: false, reason: 'findings', progress };

  const sealed = seal(workspace, command);
  const sha256 = documentSha256(sealed);
  const attempt = await trx
    .insertInto('attempts')
    .values({
      issuer_id: enrolment.issuerId,
      enrolment_id: enrolment.id,
      definition_version_id: enrolment.versionId,
      number: command.number,
      sealed: JSON.stringify(sealed),
      sha256,
      submitted_at: command.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (sealed.artifacts.length > 0) {
    await trx
      .insertInto('attempt_files')
      .values(
        sealed.artifacts.map((file) => ({ attempt_id: attempt.id, artifact_id: file.id, blob_sha256: file.sha256 })),
      )
      .execute();
  }
  await trx
    .updateTable('enrolments')
    .set({
      state: 'submitted',
      attempts_count: command.number,
      submitted_at: command.now,
      due_at: addBusinessDays(command.now, definition.assessment.decisionDays),
      updated_at: command.now,
    })
    .where('id', '=', enrolment.id)
    .execute();
  await audit(trx, {
    issuerId: enrolment.issuerId,
    actorId: command.person.id,
    action: 'attempt.submitted',
    subject: { type: 'attempt', id: attempt.id },
    details: { enrolment: enrolment.id, number: command.number },
    afterSha256: sha256,
  });
  return { ok: true, number: command.number };
}

/** Evidence refers only to artifacts of this enrolment that are still there: the workspace leaves all others out. */
function seal(workspace: Workspace, { person, number, now }: SubmitAttempt): SealedAttempt {
  const { enrolment, definition, artifacts, judged } = workspace;
  const evidence = listRequirements(definition).map((requirement) => ({
    requirement: requirement.id,
    kind: requirement.kind,
    data: readEvidence(requirement, workspace.evidence.get(requirement.id)?.data),
  }));
  const used = new Set(
    listRequirements(definition).flatMap((requirement) =>
      evidenceArtifactIds(requirement, workspace.evidence.get(requirement.id)?.data),
    ),
  );
  return {
    format: 'tessera/attempt/1',
    enrolment: enrolment.id,
    number,
    definition: { slug: definition.slug, version: enrolment.versionNumber, sha256: enrolment.versionSha256 },
    earner: { id: person.id, name: person.name },
    submittedAt: now.toISOString(),
    evidence,
    artifacts: [...artifacts.values()].flatMap((artifact) => (used.has(artifact.id) ? [sealArtifact(artifact)] : [])),
    carriedOver: standings(definition, judged).flatMap(({ lookFor, demonstratedIn }) =>
      demonstratedIn === undefined ? [] : [{ lookFor, attempt: demonstratedIn }],
    ),
  };
}

function sealArtifact(artifact: DraftArtifact): SealedArtifact {
  const { id, kind, name, mediaType, size, sha256, url, pages, measure, replaces, link, captions } = artifact;
  return {
    ...{ id, kind, name, mediaType, size, sha256, url, pages },
    ...(measure && Object.keys(measure).length > 0 && { measure }),
    ...(replaces !== null && { replaces }),
    ...(link && { link: { title: link.title, seenAt: link.seenAt.toISOString() } }),
    ...(captions.length > 0 && {
      captions: captions.map(({ language, label, sha256: content }) => ({ language, label, sha256: content })),
    }),
  };
}
