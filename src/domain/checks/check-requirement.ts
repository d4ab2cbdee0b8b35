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
  /** Whether other evidence was agreed on, since practice can’t be repeated. */
  agreed?: boolean;
};

export type RequirementContext = CheckContext & { people: RequirementPeople };

/** An artifact that the evidence uses, and the field of the editor that it stands in. */
export type UsedArtifact = { artifact: ArtifactContext; place: string };

/**
 * All that is to be said of a requirement’s evidence: the kind’s own check, then what holds for every kind. The same runs
 * as one types, on every list, when the work is handed in, and before it is assessed.
 *
 * Where other evidence was agreed on, what the requirement rules is advice, as long as there is something; what protects
 * people holds all the same.
 */
export function checkRequirement(requirement: Requirement, data: unknown, context: RequirementContext): Finding[] {
  const used = usedArtifacts(requirement, data, context);
  const isAgreed = context.people.agreed === true && !isEmpty(requirement, data, context);
  const ruled = (findings: Finding[]) => (isAgreed ? findings.map(asAdvice) : findings);
  return [
    ...ruled(checkEvidence(requirement, data, context)),
    ...checkScan(used),
    ...checkPrivate(used),
    ...checkReleases(used, requirement.releases ?? 'advised', context.people),
    ...ruled(checkAttestations(requirement.attestations ?? [], context.people)),
    ...checkCaptions(used, context.people),
  ];
}

function asAdvice({ work: _, ...finding }: Finding): Finding {
  return { ...finding, level: 'advice' };
}

function isEmpty(requirement: Requirement, data: unknown, context: CheckContext): boolean {
  return evidencePieces(requirement, data, context).every(
    ({ text, pointers }) => text.trim() === '' && pointers.length === 0,
  );
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
