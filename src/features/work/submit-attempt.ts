import { attestationState } from '#domain/attestation/attestation.ts';
import { addBusinessDays } from '#domain/assessment/business-days.ts';
import { lookForsOfAttempt } from '#domain/assessment/open-look-fors.ts';
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
import { recordMinutes } from './record-minutes.ts';
import { keepSelfRatings } from './save-self-ratings.ts';
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

  const progress = progressOf(workspace, command.now);
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
  await recordMinutes(trx, {
    id: attempt.id,
    number: command.number,
    enrolmentId: enrolment.id,
    issuerId: enrolment.issuerId,
  });
  await keepSelfRatings(trx, {
    id: attempt.id,
    enrolmentId: enrolment.id,
    lookFors: lookForsOfAttempt(definition, sealed),
  });
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
    artifacts: [...artifacts.values()].flatMap((artifact) =>
      used.has(artifact.id) ? [{ ...sealArtifact(artifact), ...sealPeopleOf(artifact, workspace) }] : [],
    ),
    carriedOver: standings(definition, judged).flatMap(({ lookFor, demonstratedIn }) =>
      demonstratedIn === undefined ? [] : [{ lookFor, attempt: demonstratedIn }],
    ),
    ...sealStatements(workspace, now),
  };
}

/** What is known of the people in a file: as the earner said, and released. */
function sealPeopleOf(
  { id, showsPeople }: DraftArtifact,
  { people }: Workspace,
): Pick<SealedArtifact, 'showsPeople' | 'releases'> {
  const releases = people.releases[id] ?? [];
  return {
    ...(showsPeople != null && { showsPeople }),
    ...(releases.length > 0 && {
      releases: releases.map(({ id, kind, subject, covers, givenOn, expiresOn }) => ({
        ...{ id, kind, subject, covers: [...covers], givenOn, expiresOn },
      })),
    }),
  };
}

/** What peers confirmed of this very evidence, and what is declared of the use of AI. */
export function sealStatements(
  { definition, people }: Workspace,
  now: Date,
): Pick<SealedAttempt, 'attestations' | 'aiUse'> {
  const attestations = listRequirements(definition).flatMap(({ id: requirement }) =>
    (people.attestations.get(requirement) ?? []).flatMap((one) => {
      if (attestationState(one, now.toISOString()) !== 'valid') return [];
      if (one.attestedAt === null || one.typedName === null || one.subjectSha256 === null) return [];
      const { id, kind, statement, asked, channel, typedName, requestedAt } = one;
      const peer = { name: one.peerName, role: one.peerRole };
      return [
        {
          ...{ id, requirement, kind, statement, asked, peer, channel, typedName, requestedAt },
          ...{ at: one.attestedAt, sha256: one.subjectSha256 },
        },
      ];
    }),
  );
  const aiUse = definition.parts.flatMap((part) => {
    const declared = part.aiUse === 'declare' ? people.aiUse.get(part.id) : undefined;
    return declared ? [{ part: part.id, ...declared }] : [];
  });
  return { ...(attestations.length > 0 && { attestations }), ...(aiUse.length > 0 && { aiUse }) };
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
