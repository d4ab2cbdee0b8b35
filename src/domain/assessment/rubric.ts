import type { Definition } from '#domain/definition/schema.ts';

/**
 * What raters are calibrated on: the scoring guides, and nothing else of the definition. Versions that differ elsewhere
 * share their rubric, and so their anchors and certifications.
 */
export function rubricOf(definition: Pick<Definition, 'guides'>): Definition['guides'] {
  return definition.guides;
}
