import type { DetailContext } from '#domain/evidence/kind.ts';
import type { Definition, LookFor, Requirement } from './schema.ts';

/** Every outcome detail, in order, with its outcome. */
export function listDetails(definition: Pick<Definition, 'outcomes'>): DetailContext[] {
  return definition.outcomes.flatMap((outcome) =>
    outcome.details.map((detail) => ({
      id: detail.id,
      text: detail.text,
      outcomeId: outcome.id,
      outcomeTitle: outcome.title,
    })),
  );
}

/** Every requirement, in order. */
export function listRequirements(definition: Pick<Definition, 'parts'>): Requirement[] {
  return definition.parts.flatMap((part) => part.requirements);
}

export function findRequirement(definition: Pick<Definition, 'parts'>, key: string): Requirement | undefined {
  return listRequirements(definition).find((requirement) => requirement.id === key);
}

/** Every look-for, in order, with the guide that it stands in. */
export function listLookFors(
  definition: Pick<Definition, 'guides'>,
): (LookFor & { guideId: string; guideTitle: string })[] {
  return definition.guides.flatMap((guide) =>
    guide.lookFors.map((lookFor) => ({ ...lookFor, guideId: guide.id, guideTitle: guide.title })),
  );
}
