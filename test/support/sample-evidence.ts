import { listDetails, listRequirements } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import type { ArtifactData } from '#domain/evidence/artifact/artifact.ts';
import { type NarrativeData, narrativeFields } from '#domain/evidence/narrative/narrative.ts';
import { type PortfolioData, portfolioDetails } from '#domain/evidence/portfolio/portfolio.ts';

const sentence =
  'Our team read the attendance data together and agreed on two changes to the morning routine of grade four.';
const words = sentence.split(' ');

/** So many words of prose, in paragraphs. */
export function sampleText(count: number): string {
  const paragraphs: string[] = [];
  for (let left = count; left > 0; left -= 80) {
    paragraphs.push(Array.from({ length: Math.min(80, left) }, (_, index) => words[index % words.length]).join(' '));
  }
  return paragraphs.join('\n\n');
}

/** Evidence for a requirement that its rules let pass, made of the given artifacts (each of a type that it accepts). */
export function sampleEvidence(
  requirement: Requirement,
  definition: Definition,
  artifactIds: readonly string[],
): unknown {
  const [first = ''] = artifactIds;
  switch (requirement.kind) {
    case 'narrative': {
      const { rules } = requirement;
      const fields = narrativeFields(rules);
      const all = Math.ceil(Math.max(rules.words?.min ?? 0, Math.min(60, rules.words?.max ?? 60)) / fields.length);
      const texts = fields.map((field) => [field.id, sampleText(Math.max(all, field.words?.min ?? 0))]);
      return { texts: Object.fromEntries(texts) as Record<string, string> } satisfies NarrativeData;
    }
    case 'artifact': {
      const items = Array.from({ length: requirement.rules.min }, (_, index) => ({
        artifact: artifactIds[index] ?? first,
        note: `What it is: item ${index + 1}`,
      }));
      return { items } satisfies ArtifactData;
    }
    case 'portfolio': {
      const { rules } = requirement;
      const entries = portfolioDetails(rules, listDetails(definition)).map((detail) => [
        detail.id,
        {
          sources: first === '' ? [] : [{ artifact: first, locator: { type: 'whole' as const } }],
          explanation: sampleText(Math.max(rules.explanation.min ?? 0, 40)),
        },
      ]);
      return { entries: Object.fromEntries(entries) as PortfolioData['entries'] } satisfies PortfolioData;
    }
  }
}

/** The artifacts that `sampleEvidence` needs for a whole definition: the most that one requirement asks for. */
export function artifactsNeeded(definition: Definition): number {
  return Math.max(
    1,
    ...listRequirements(definition).map((requirement) => (requirement.kind === 'artifact' ? requirement.rules.min : 1)),
  );
}
