import type { AttestationContext } from '#domain/attestation/attestation.ts';
import type { ReleaseContext } from '#domain/consent/release.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import type { Finding } from '#domain/evidence/finding.ts';
import type { ArtifactContext, CheckContext } from '#domain/evidence/kind.ts';
import { checkEvidence, evidenceArtifactIds, evidencePieces } from '#domain/evidence/registry.ts';
import { checkAttestations } from './check-attestations.ts';
import { checkCaptions } from './check-captions.ts';
import { checkPrivate } from './check-private.ts';
import { checkReleases } from './check-releases.ts';
import { checkScan } from './check-scan.ts';

/** The people beside one requirement’s evidence. Plain JSON, so that the browser checks with the same. */
export type RequirementPeople = {
  /** ISO 8601, UTC: what is past is told from it. */
  now: string;
  /** The releases that each artifact names, by artifact. */
  releases: Readonly<Record<string, readonly ReleaseContext[]>>;
  /** The recordings that have captions. */
  captioned: readonly string[];
  attestations: readonly AttestationContext[];
};

export type RequirementContext = CheckContext & { people: RequirementPeople };

/** An artifact that the evidence uses, and the field of the editor that it stands in. */
export type UsedArtifact = { artifact: ArtifactContext; place: string };

/**
 * All that is to be said of a requirement’s evidence: the kind’s own check, then what holds for every kind. The same runs
 * as one types, on every list, when the work is handed in, and before it is assessed.
 */
export function checkRequirement(requirement: Requirement, data: unknown, context: RequirementContext): Finding[] {
  const used = usedArtifacts(requirement, data, context);
  return [
    ...checkEvidence(requirement, data, context),
    ...checkScan(used),
    ...checkPrivate(used),
    ...checkReleases(used, requirement.releases ?? 'advised', context.people),
    ...checkAttestations(requirement.attestations ?? [], context.people),
    ...checkCaptions(used, context.people),
  ];
}

/** Each artifact once, where it is first used. */
function usedArtifacts(requirement: Requirement, data: unknown, context: CheckContext): UsedArtifact[] {
  const ids = evidenceArtifactIds(requirement, data);
  if (ids.length === 0) return [];
  const places = new Map<string, string>();
  for (const { place, pointers } of evidencePieces(requirement, data, context)) {
    for (const { artifact } of pointers) if (!places.has(artifact)) places.set(artifact, place);
  }
  return [...new Set(ids)].flatMap((id) => {
    const artifact = context.artifacts.get(id);
    const place = places.get(id);
    return artifact && place !== undefined ? [{ artifact, place }] : [];
  });
}
