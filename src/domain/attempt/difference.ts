import { canonicalJson } from '#domain/definition/canonical.ts';
import { listDetails, listRequirements } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import type { EvidencePiece } from '#domain/evidence/kind.ts';
import type { Locator } from '#domain/evidence/locator.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import { type SealedArtifact, type SealedAttempt, sealedArtifactContext } from './sealed-attempt.ts';

/** A pointer into a file, by the file’s name. */
export type NamedPointer = { artifact: SealedArtifact; locator: Locator };

/** What became of one piece of evidence. */
export type PieceDifference = {
  place: string;
  label: string;
  change: 'added' | 'removed' | 'changed';
  /** The texts, where they differ. */
  text?: { before: string; after: string };
  pointers: {
    added: NamedPointer[];
    removed: NamedPointer[];
    /** Another place in the same file, or in the version that took its place. */
    moved: { before: NamedPointer; after: NamedPointer }[];
  };
};

export type RequirementDifference = { requirement: Requirement; pieces: PieceDifference[] };

export type AttemptDifference = {
  /** Only requirements of which something changed, in the definition’s order. */
  requirements: RequirementDifference[];
  files: {
    added: SealedArtifact[];
    removed: SealedArtifact[];
    replaced: { before: SealedArtifact; after: SealedArtifact }[];
  };
};

/**
 * What changed from one attempt to a later one: texts, files, and where in them to look. It knows evidence by its pieces
 * alone, so every kind is compared, those still to come too.
 */
export function differenceOf(
  definition: Pick<Definition, 'outcomes' | 'parts'>,
  before: SealedAttempt,
  after: SealedAttempt,
): AttemptDifference {
  const files = fileDifference(before, after);
  const successor = new Map(files.replaced.map((pair) => [pair.before.id, pair.after.id]));
  const requirements = listRequirements(definition).flatMap((requirement) => {
    const old = piecesOf(definition, requirement, before).map((piece) => succeed(piece, successor));
    const pieces = pieceDifferences(old, piecesOf(definition, requirement, after), {
      before: artifactsById(before, successor),
      after: artifactsById(after),
    });
    return pieces.length > 0 ? [{ requirement, pieces }] : [];
  });
  return { requirements, files };
}

/** The places of a requirement’s evidence that differ from the attempt before, or are gone; none in a first attempt. */
export function changedPlaces(difference: AttemptDifference | undefined, requirement: string): string[] {
  const found = difference?.requirements.find((item) => item.requirement.id === requirement);
  return found?.pieces.map((piece) => piece.place) ?? [];
}

function fileDifference(before: SealedAttempt, after: SealedAttempt): AttemptDifference['files'] {
  const old = new Map(before.artifacts.map((artifact) => [artifact.id, artifact]));
  const fresh = after.artifacts.filter((artifact) => !old.has(artifact.id));
  const replaced = fresh.flatMap((artifact) => {
    const earlier = artifact.replaces === undefined ? undefined : old.get(artifact.replaces);
    return earlier ? [{ before: earlier, after: artifact }] : [];
  });
  const gone = new Set(replaced.map((pair) => pair.before.id));
  const came = new Set(replaced.map((pair) => pair.after.id));
  const kept = new Set(after.artifacts.map((artifact) => artifact.id));
  return {
    added: fresh.filter((artifact) => !came.has(artifact.id)),
    removed: before.artifacts.filter((artifact) => !kept.has(artifact.id) && !gone.has(artifact.id)),
    replaced,
  };
}

function piecesOf(
  definition: Pick<Definition, 'outcomes' | 'parts'>,
  requirement: Requirement,
  sealed: SealedAttempt,
): EvidencePiece[] {
  const data = sealed.evidence.find((item) => item.requirement === requirement.id)?.data;
  const context = { details: listDetails(definition), artifacts: sealedArtifactContext(sealed) };
  return evidencePieces(requirement, data, context);
}

/** A piece that speaks of a file speaks of the version that took its place, so that the two stand beside each other. */
function succeed(piece: EvidencePiece, successor: ReadonlyMap<string, string>): EvidencePiece {
  const next = (id: string) => successor.get(id) ?? id;
  const named = [...successor].find(([id]) => piece.place.endsWith(id));
  return {
    ...piece,
    place: named ? piece.place.replace(named[0], named[1]) : piece.place,
    pointers: piece.pointers.map((pointer) => ({ ...pointer, artifact: next(pointer.artifact) })),
  };
}

/** By id; the versions before also by the id of the version that took their place. */
function artifactsById(sealed: SealedAttempt, successor?: ReadonlyMap<string, string>): Map<string, SealedArtifact> {
  return new Map(sealed.artifacts.map((artifact) => [successor?.get(artifact.id) ?? artifact.id, artifact]));
}

type Artifacts = { before: ReadonlyMap<string, SealedArtifact>; after: ReadonlyMap<string, SealedArtifact> };

function pieceDifferences(
  before: readonly EvidencePiece[],
  after: readonly EvidencePiece[],
  artifacts: Artifacts,
): PieceDifference[] {
  const old = new Map(before.map((piece) => [piece.place, piece]));
  const stays = new Set(after.map((piece) => piece.place));
  const gone = before.filter((piece) => !stays.has(piece.place));
  return [
    ...after.flatMap((piece) => pieceDifference(old.get(piece.place), piece, artifacts) ?? []),
    ...gone.flatMap((piece) => pieceDifference(piece, undefined, artifacts) ?? []),
  ];
}

function pieceDifference(
  before: EvidencePiece | undefined,
  after: EvidencePiece | undefined,
  artifacts: Artifacts,
): PieceDifference | undefined {
  const piece = after ?? before;
  if (!piece) return undefined;
  const text = { before: before?.text ?? '', after: after?.text ?? '' };
  const pointers = pointerDifference(before?.pointers ?? [], after?.pointers ?? [], artifacts);
  const isSame =
    text.before === text.after && pointers.added.length + pointers.removed.length + pointers.moved.length === 0;
  if (isSame) return undefined;
  return {
    place: piece.place,
    label: piece.label,
    change: isBlank(before) ? 'added' : isBlank(after) ? 'removed' : 'changed',
    ...(text.before !== text.after && { text }),
    pointers,
  };
}

function isBlank(piece: EvidencePiece | undefined): boolean {
  return !piece || (piece.text.trim() === '' && piece.pointers.length === 0);
}

/** What points elsewhere in the same file has moved; the rest came or went. */
function pointerDifference(
  before: EvidencePiece['pointers'],
  after: EvidencePiece['pointers'],
  artifacts: Artifacts,
): PieceDifference['pointers'] {
  const key = ({ artifact, locator }: EvidencePiece['pointers'][number]) => `${artifact} ${canonicalJson(locator)}`;
  const isReplaced = (id: string) => artifacts.before.get(id)?.id !== artifacts.after.get(id)?.id;
  const had = new Set(before.map(key));
  const has = new Set(after.map(key));
  const gone = before.filter((pointer) => !has.has(key(pointer)) || isReplaced(pointer.artifact));
  const came = after.filter((pointer) => !had.has(key(pointer)) || isReplaced(pointer.artifact));
  const moved: PieceDifference['pointers']['moved'] = [];
  const added: NamedPointer[] = [];
  const take = (isOrigin: (one: EvidencePiece['pointers'][number]) => boolean) => {
    const index = gone.findIndex(isOrigin);
    return index < 0 ? undefined : gone.splice(index, 1)[0];
  };
  // The same place in a new version is paired first, so that it is not taken for one that moved.
  const same = new Map(came.map((pointer) => [pointer, take((one) => key(one) === key(pointer))]));
  for (const pointer of came) {
    const to = named(pointer, artifacts.after);
    const origin = same.get(pointer) ?? take(({ artifact }) => artifact === pointer.artifact);
    const from = origin && named(origin, artifacts.before);
    if (from && to) moved.push({ before: from, after: to });
    else if (to) added.push(to);
  }
  return { added, moved, removed: gone.flatMap((pointer) => named(pointer, artifacts.before) ?? []) };
}

function named(
  { artifact, locator }: EvidencePiece['pointers'][number],
  artifacts: ReadonlyMap<string, SealedArtifact>,
): NamedPointer | undefined {
  const found = artifacts.get(artifact);
  return found && { artifact: found, locator };
}
