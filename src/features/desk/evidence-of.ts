import { placeKey } from '#domain/assessment/placed-locator.ts';
import { changedPlaces } from '#domain/attempt/difference.ts';
import { sealedArtifactContext } from '#domain/attempt/sealed-attempt.ts';
import { findRequirement, listDetails, listRequirements } from '#domain/definition/outline.ts';
import type { LookFor } from '#domain/definition/schema.ts';
import type { EvidencePiece } from '#domain/evidence/kind.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import type { ScoringEvidence } from '#islands/scoring/scoring-props.ts';
import { evidencePrefix, requirementAnchor } from './anchors.ts';
import type { Scoring } from './desk.queries.ts';

/** Most places under one piece of evidence: a page stays light where a whole portfolio is judged sixty times. */
const mostShown = 8;

export type BoundEvidence = {
  of: (lookFor: LookFor) => ScoringEvidence[];
  /** By requirement: the files that its evidence points at. */
  files: Record<string, string[]>;
};

/**
 * The evidence that a look-for’s guide binds to it. A look-for that judges outcome details leads to the pieces that speak
 * of them, the earner’s own places first; otherwise to the whole requirement and its files.
 */
export function evidenceOf(scoring: Scoring): BoundEvidence {
  const { definition, sealed, difference } = scoring;
  const context = { details: listDetails(definition), artifacts: sealedArtifactContext(sealed) };
  const changed = new Set(difference?.requirements.map(({ requirement }) => requirement.id));
  // Once for each requirement, however many look-fors judge it.
  const piecesOf = new Map(
    listRequirements(definition).map((requirement) => {
      const data = sealed.evidence.find((item) => item.requirement === requirement.id)?.data;
      return [requirement.id, evidencePieces(requirement, data, context)];
    }),
  );
  const files = [...piecesOf].map(([id, pieces]) => {
    const named = pieces.flatMap((piece) => piece.pointers.map(({ artifact }) => artifact));
    return [id, [...new Set(named)].filter((artifact) => context.artifacts.has(artifact))] as const;
  });
  const of = ({ judges, details }: LookFor) =>
    judges.flatMap((id): ScoringEvidence[] => {
      const requirement = findRequirement(definition, id);
      if (!requirement) return [];
      const all = piecesOf.get(id) ?? [];
      const spoken = all.filter((piece) => piece.detail !== undefined && details.includes(piece.detail));
      if (spoken.length === 0) {
        const href = `#${requirementAnchor(id)}`;
        const label = requirement.title;
        const places = shownPlaces(all, sealed.artifacts);
        return [{ href, requirement: id, label, changed: changed.has(id), ...places }];
      }
      const changedHere = changedPlaces(difference, id);
      return spoken.map((piece) => ({
        href: `#${evidencePrefix(id)}-${piece.place}`,
        requirement: id,
        label: `${requirement.title}: ${piece.label}`,
        changed: changedHere.includes(piece.place),
        ...shownPlaces([piece], sealed.artifacts),
      }));
    });
  return { of, files: Object.fromEntries(files) };
}

function shownPlaces(pieces: readonly EvidencePiece[], artifacts: Scoring['sealed']['artifacts']) {
  const known = new Set(artifacts.map(({ id }) => id));
  const pointers = pieces.flatMap((piece) => piece.pointers).filter(({ artifact }) => known.has(artifact));
  const places = [...new Set(pointers.map(placeKey))];
  return { places: places.slice(0, mostShown), more: Math.max(0, places.length - mostShown) };
}
