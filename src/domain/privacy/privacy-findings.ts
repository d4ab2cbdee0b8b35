import { mediaOf } from '#domain/checks/media.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { countOf } from '#domain/evidence/finding.ts';
import type { ArtifactContext, DetailContext } from '#domain/evidence/kind.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import { findPersonal, personalWords } from './find-personal.ts';

type PrivacyArtifact = ArtifactContext & { metadata: readonly { label: string; kind: string }[] };

/** Something to look at before handing in: a sentence, and the file or the place of a requirement that it speaks of. */
export type PrivacyFinding = {
  code: 'personal-data' | 'metadata' | 'media-unanswered';
  message: string;
  at: { artifact: string } | { requirement: string; place: string };
};

type Made = { requirement: Requirement; data: unknown };

/**
 * What could tell who somebody is, as far as it can be seen without knowing any name. It is advice alone: much of it is
 * the earner’s own, or there with leave.
 */
export function privacyFindings(
  made: readonly Made[],
  context: { details: readonly DetailContext[]; artifacts: ReadonlyMap<string, PrivacyArtifact> },
): PrivacyFinding[] {
  const used = new Set<string>();
  const texts = made.flatMap(({ requirement, data }) =>
    evidencePieces(requirement, data, context).flatMap(({ place, label, text, pointers }): PrivacyFinding[] => {
      for (const { artifact } of pointers) used.add(artifact);
      const kinds = [...new Set(findPersonal(text).map(({ kind }) => personalWords[kind]))];
      if (kinds.length === 0) return [];
      const message = `There is ${kinds.join(' and ')} in “${label}”: take it out, unless it is meant to be there`;
      return [{ code: 'personal-data', message, at: { requirement: requirement.id, place } }];
    }),
  );
  const files = [...used].flatMap((id) => context.artifacts.get(id) ?? []);
  return [...texts, ...files.flatMap(ofFile)];
}

function ofFile(artifact: PrivacyArtifact): PrivacyFinding[] {
  const { id, name, metadata } = artifact;
  const telling = metadata.filter(({ kind }) => kind === 'person' || kind === 'place');
  const findings: PrivacyFinding[] = [];
  if (telling.length > 0) {
    const labels = [...new Set(telling.map(({ label }) => label.toLowerCase()))];
    const what = `${countOf(telling.length, 'detail')} of who or where (${labels.slice(0, 3).join(', ')}${labels.length > 3 ? ' …' : ''})`;
    findings.push({
      code: 'metadata',
      message: `“${name}” holds ${what}: remove them on its page`,
      at: { artifact: id },
    });
  }
  if (mediaOf(artifact, false) !== undefined && (artifact.showsPeople ?? null) === null) {
    const message = `Say whether “${name}” shows people, or lets one hear them`;
    findings.push({ code: 'media-unanswered', message, at: { artifact: id } });
  }
  return findings;
}
