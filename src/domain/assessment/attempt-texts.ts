import { type SealedAttempt, sealedArtifactContext } from '#domain/attempt/sealed-attempt.ts';
import { listDetails, listRequirements } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';

/** What an earner wrote for one requirement, as one text. */
export type AttemptText = { requirement: string; title: string; text: string };

/** Every text of an attempt, in the order of the definition; requirements for which nothing was written are left out. */
export function textsOf(definition: Pick<Definition, 'outcomes' | 'parts'>, sealed: SealedAttempt): AttemptText[] {
  const context = { details: listDetails(definition), artifacts: sealedArtifactContext(sealed) };
  const dataOf = new Map(sealed.evidence.map((item) => [item.requirement, item.data]));
  return listRequirements(definition).flatMap((requirement) => {
    const pieces = evidencePieces(requirement, dataOf.get(requirement.id), context);
    const text = pieces
      .map((piece) => piece.text.trim())
      .filter((one) => one !== '')
      .join('\n\n');
    return text === '' ? [] : [{ requirement: requirement.id, title: requirement.title, text }];
  });
}
