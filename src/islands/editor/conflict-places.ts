import { comparePieces } from '#domain/draft/compare-pieces.ts';
import { type Choice, type Conflict, mergeEvidence } from '#domain/draft/merge-evidence.ts';
import type { ArtifactContext, DetailContext, EvidencePiece } from '#domain/evidence/kind.ts';
import { formatLocator } from '#domain/evidence/locator.ts';
import { type KindOfEvidence, evidencePieces } from '#domain/evidence/registry.ts';

/** What one side has at a place, as people read it; `lines` are the artifacts that it points at. */
export type PlaceSide = { text: string; lines: string[] };

/** A place at which somebody must choose. */
export type ConflictPlace = {
  key: string;
  label: string;
  mine: PlaceSide;
  theirs: PlaceSide;
  around: { before: string; after: string } | undefined;
  canKeepBoth: boolean;
};

export type Versions = { base: unknown; mine: unknown; theirs: unknown };

export type EvidenceContext = {
  requirement: KindOfEvidence;
  details: readonly DetailContext[];
  artifacts: ReadonlyMap<string, ArtifactContext>;
};

/** The places at which two versions can't be joined, named by the piece of evidence that they change. */
export function conflictPlaces({ base, mine, theirs }: Versions, evidence: EvidenceContext): ConflictPlace[] {
  const { conflicts } = mergeEvidence(base, mine, theirs);
  const allMine: Record<string, Choice> = Object.fromEntries(conflicts.map(({ key }) => [key, 'mine']));
  const piecesOf = (choices: Record<string, Choice>) =>
    evidencePieces(evidence.requirement, mergeEvidence(base, mine, theirs, choices).merged, evidence);
  const left = piecesOf(allMine);
  return conflicts.map((conflict) => {
    const [difference] = comparePieces(left, piecesOf({ ...allMine, [conflict.key]: 'theirs' }));
    return {
      key: conflict.key,
      label: difference?.label ?? 'The order of what you made',
      mine: sideOf(conflict, conflict.mine, difference?.before, evidence),
      theirs: sideOf(conflict, conflict.theirs, difference?.after, evidence),
      around: conflict.around,
      canKeepBoth: conflict.canKeepBoth,
    };
  });
}

/** Of a passage the passage alone; else the whole piece. */
function sideOf(
  conflict: Conflict,
  value: unknown,
  piece: EvidencePiece | undefined,
  evidence: EvidenceContext,
): PlaceSide {
  if (conflict.around && typeof value === 'string') return { text: value, lines: [] };
  const lines = (piece?.pointers ?? []).map(
    ({ artifact, locator }) =>
      `${evidence.artifacts.get(artifact)?.name ?? 'A file that was added elsewhere'}, ${formatLocator(locator)}`,
  );
  return { text: piece?.text ?? '', lines };
}
