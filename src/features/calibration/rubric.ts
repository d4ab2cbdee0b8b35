import { rubricOf } from '#domain/assessment/rubric.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { documentSha256 } from '#platform/hash.ts';

/** SHA-256 of the canonical JSON of the scoring guides; `definition_versions.rubric_sha256` has the same. */
export function rubricSha256(definition: Pick<Definition, 'guides'>): string {
  return documentSha256(rubricOf(definition));
}
