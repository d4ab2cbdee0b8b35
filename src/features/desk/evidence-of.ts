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

/**
 * The evidence that a look-for’s guide binds to it. A look-for that judges outcome details leads to the pieces that speak
 * of them, the earner’s own places first; otherwise to the whole requirement and its files.
 */
export function evidenceOf(scoring: Scoring): (lookFor: LookFor) => ScoringEvidence[] {
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
  return ({ judges, details }) =>
    judges.flatMap((id): ScoringEvidence[] => {
      const requirement = findRequirement(definition, id);
      if (!requirement) return [];
      const all = piecesOf.get(id) ?? [];
      const spoken = all.filter((piece) => piece.detail !== undefined && details.includes(piece.detail));
      if (spoken.length === 0) {
        const href = `#${requirementAnchor(id)}`;
        return [{ href, label: requirement.title, changed: changed.has(id), ...shownPlaces(all, sealed.artifacts) }];
      }
      const changedHere = changedPlaces(difference, id);
      return spoken.map((piece) => ({
        href: `#${evidencePrefix(id)}-${piece.place}`,
        label: `${requirement.title}: ${piece.label}`,
        changed: changedHere.includes(piece.place),
        ...shownPlaces([piece], sealed.artifacts),
      }));
    });
}

function shownPlaces(pieces: readonly EvidencePiece[], artifacts: Scoring['sealed']['artifacts']) {
  const known = new Set(artifacts.map(({ id }) => id));
  const pointers = pieces.flatMap((piece) => piece.pointers).filter(({ artifact }) => known.has(artifact));
  const places = [...new Set(pointers.map(placeKey))];
  return { places: places.slice(0, mostShown), more: Math.max(0, places.length - mostShown) };
}
