import { attestationState } from '#domain/attestation/attestation.ts';
import { standings } from '#domain/assessment/standing.ts';
import type { SealedArtifact, SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { listRequirements } from '#domain/definition/outline.ts';
import { evidenceArtifactIds, readEvidence } from '#domain/evidence/registry.ts';
import type { DraftArtifact, Workspace } from './workspace.queries.ts';

type SealCommand = {
  person: { id: string; name: string };
  number: number;
  now: Date;
  /** By artifact: the version of it that an earlier attempt holds. */
  earlier: ReadonlyMap<string, string>;
};

/** What is handed in, as it will stay. Evidence refers only to artifacts of this enrolment that are still there: the workspace leaves all others out. */
export function sealAttempt(workspace: Workspace, { person, number, now, earlier }: SealCommand): SealedAttempt {
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
      used.has(artifact.id)
        ? [{ ...sealArtifact(artifact, earlier.get(artifact.id)), ...sealPeopleOf(artifact, workspace) }]
        : [],
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

/** What peers confirmed of this very evidence, what is declared of the use of AI, and what was agreed on in its place. */
export function sealStatements(
  { definition, people, agreements: all }: Workspace,
  now: Date,
): Pick<SealedAttempt, 'attestations' | 'aiUse' | 'agreements'> {
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
  const agreements = all.flatMap(({ id, requirement, state, reason, proposal, answer, answeredAt }) =>
    state === 'agreed' && answeredAt
      ? [{ id, requirement, reason, proposal, answer, agreedAt: answeredAt.toISOString() }]
      : [],
  );
  return {
    ...(attestations.length > 0 && { attestations }),
    ...(aiUse.length > 0 && { aiUse }),
    ...(agreements.length > 0 && { agreements }),
  };
}

function sealArtifact(artifact: DraftArtifact, replaces: string | undefined): SealedArtifact {
  const { id, kind, name, mediaType, size, sha256, url, pages, measure, link, captions, teamWork } = artifact;
  return {
    ...{ id, kind, name, mediaType, size, sha256, url, pages },
    ...(measure && Object.keys(measure).length > 0 && { measure }),
    ...(replaces !== undefined && { replaces }),
    ...(teamWork && { teamWork }),
    ...(link && { link: { title: link.title, seenAt: link.seenAt.toISOString() } }),
    ...(captions.length > 0 && {
      captions: captions.map(({ language, label, sha256: content }) => ({ language, label, sha256: content })),
    }),
  };
}
