import type { SealedArtifact, SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { sealedArtifactContext } from '#domain/attempt/sealed-attempt.ts';
import { findRequirement, listDetails } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import type { ArtifactContext } from '#domain/evidence/kind.ts';
import { evidencePieces, withholdEvidence } from '#domain/evidence/registry.ts';
import { formatDate } from '#domain/text/format-date.ts';

/** A text that was hidden: where, since when, and the attempt that it was seen in. */
export type HiddenText = { requirement: string; place: string; on: Date; attempt: number; sealed: SealedAttempt };

/** What of somebody’s work is hidden from everyone but them. */
export type HiddenOfWork = {
  texts: readonly HiddenText[];
  /** By artifact: the sentence that stands in its place. */
  files: ReadonlyMap<string, string>;
};

/** An artifact of which nothing is told but that it is there, and why. */
export type WithheldArtifact = SealedArtifact & { hidden?: string };

type Outcomes = Pick<Definition, 'outcomes' | 'parts'>;

const start = 'Hidden for privacy on ';

/** What stands in the place of something hidden. */
export function hiddenSentence(on: Date): string {
  return `${start}${formatDate(on)}.`;
}

/** Whether a text is no more than such a sentence: it is shown as one, and its words are nobody’s. */
export function isHiddenSentence(text: string): boolean {
  return text.startsWith(start) && text.length < 60;
}

/**
 * Where the texts of one requirement are hidden in an attempt, with what stands there instead. What was hidden once is
 * hidden in every attempt up to that one, and in later ones as long as the same words stand there.
 */
export function hiddenPlaces(
  definition: Outcomes,
  { number, sealed }: { number: number; sealed: SealedAttempt },
  hidden: HiddenOfWork,
  requirement: string,
): Map<string, string> {
  const here = hidden.texts.filter((text) => text.requirement === requirement);
  return new Map(
    here.flatMap(({ place, on, ...seen }) => {
      const isSame =
        number <= seen.attempt ||
        words(definition, sealed, requirement, place) === words(definition, seen.sealed, requirement, place);
      return isSame ? [[place, hiddenSentence(on)] as const] : [];
    }),
  );
}

/** An attempt as others than its earner see it: nothing that is hidden is in it, whatever is made of it then. */
export function withholdAttempt(
  definition: Outcomes,
  attempt: { number: number; sealed: SealedAttempt },
  hidden: HiddenOfWork,
): SealedAttempt {
  const { sealed } = attempt;
  if (hidden.texts.length === 0 && hidden.files.size === 0) return sealed;
  const artifacts = new Set(hidden.files.keys());
  return {
    ...sealed,
    evidence: sealed.evidence.map((item) => {
      const requirement = findRequirement(definition, item.requirement);
      if (!requirement) return item;
      const places = hiddenPlaces(definition, attempt, hidden, item.requirement);
      return { ...item, data: withholdEvidence(requirement, item.data, { places, artifacts }) };
    }),
    artifacts: sealed.artifacts.map((artifact): WithheldArtifact => {
      const why = hidden.files.get(artifact.id);
      if (why === undefined) return artifact;
      const { link: _link, ...rest } = artifact;
      return { ...rest, ...withheldFile(artifact), sha256: null, hidden: why };
    }),
  };
}

/** A draft’s evidence for one requirement as others than its earner see it: the same words stay hidden in it. */
export function withholdDraft(
  definition: Outcomes,
  requirement: Requirement,
  data: unknown,
  artifacts: ReadonlyMap<string, ArtifactContext>,
  hidden: HiddenOfWork,
): unknown {
  const pieces = evidencePieces(requirement, data, { details: listDetails(definition), artifacts });
  const places = hidden.texts.flatMap((seen) => {
    const piece = seen.requirement === requirement.id && pieces.find(({ place }) => place === seen.place);
    const isSame = piece && piece.text === words(definition, seen.sealed, requirement.id, seen.place);
    return isSame ? [[seen.place, hiddenSentence(seen.on)] as const] : [];
  });
  return withholdEvidence(requirement, data, { places: new Map(places), artifacts: new Set(hidden.files.keys()) });
}

/** What is told of a hidden file or link: a name may say as much as the file. */
export function withheldFile({ kind }: Pick<ArtifactContext, 'kind'>): { name: string; url: null } {
  return { name: kind === 'link' ? 'A link' : 'A file', url: null };
}

function words(definition: Outcomes, sealed: SealedAttempt, key: string, place: string): string | undefined {
  const requirement = findRequirement(definition, key);
  const data = sealed.evidence.find((item) => item.requirement === key)?.data;
  if (!requirement) return undefined;
  const context = { details: listDetails(definition), artifacts: sealedArtifactContext(sealed) };
  return evidencePieces(requirement, data, context).find((piece) => piece.place === place)?.text;
}
