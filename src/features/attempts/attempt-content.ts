import type { SealedAgreementRow } from '#domain/attempt/agreed-evidence.ts';
import type { SealedArtifact, SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { sealedArtifactContext } from '#domain/attempt/sealed-attempt.ts';
import { listDetails } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import type { Locator } from '#domain/evidence/locator.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';

type Piece = {
  place: string;
  label: string;
  text: string;
  pointers: { artifact: SealedArtifact; locator: Locator }[];
};

type AttestationOf = NonNullable<SealedAttempt['attestations']>[number];

export type AttemptPart = {
  id: string;
  title: string;
  aiUse: { used: boolean; how: string } | undefined;
  requirements: {
    requirement: Requirement;
    pieces: Piece[];
    attestations: AttestationOf[];
    agreements: SealedAgreementRow[];
  }[];
};

/** What an attempt holds, in the order of the definition, as the pack and the PDF set it: the same for every kind. */
export function attemptContent(definition: Definition, sealed: SealedAttempt): AttemptPart[] {
  const context = { details: listDetails(definition), artifacts: sealedArtifactContext(sealed) };
  const artifacts = new Map(sealed.artifacts.map((artifact) => [artifact.id, artifact]));
  const dataOf = new Map(sealed.evidence.map((item) => [item.requirement, item.data]));
  return definition.parts.map((part) => ({
    id: part.id,
    title: part.title,
    aiUse: sealed.aiUse?.find((declared) => declared.part === part.id),
    requirements: part.requirements.map((requirement) => ({
      requirement,
      attestations: (sealed.attestations ?? []).filter((one) => one.requirement === requirement.id),
      agreements: (sealed.agreements ?? []).filter((one) => one.requirement === requirement.id),
      pieces: evidencePieces(requirement, dataOf.get(requirement.id), context).map((piece) => ({
        ...piece,
        pointers: piece.pointers.flatMap(({ artifact: id, locator }) => {
          const artifact = artifacts.get(id);
          return artifact ? [{ artifact, locator }] : [];
        }),
      })),
    })),
  }));
}

/** “Other evidence was agreed on, November 22, 2026” */
export function agreedOn({ agreedAt }: Pick<SealedAgreementRow, 'agreedAt'>): string {
  return `Other evidence was agreed on, ${formatDate(new Date(agreedAt))}`;
}

/** "Confirmed by Ana Ruiz, host teacher, on November 22, 2026, on the earner’s device". */
export function confirmedBy({ typedName, peer, at, channel }: Omit<AttestationOf, 'statement'>): string {
  const role = peer.role && `, ${peer.role}`;
  const where = channel === 'device' ? ', on the earner’s device' : ', by a link mailed to them';
  return `Confirmed by ${typedName}${role}, on ${formatDate(new Date(at))}${where}`;
}
