import { type RequirementContext, type RequirementPeople, checkRequirement } from '#domain/checks/check-requirement.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import type { Finding } from '#domain/evidence/finding.ts';
import type { CheckContext } from '#domain/evidence/kind.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';

/** What an editor was opened with. */
type Opened = { requirement: Requirement; people: RequirementPeople; saved: { data: unknown } };

/**
 * What the checks say of what stands in the editor now. A confirmation holds for the evidence that was saved when the page
 * was opened: with the first change to that it is shown as void, before the server says so.
 */
export function liveFindings({ requirement, people, saved }: Opened, data: unknown, context: CheckContext): Finding[] {
  const held = people.attestations.some((one) => one.attestedAt !== null && one.isCurrent);
  const isSame = !held || piecesOf(requirement, data, context) === piecesOf(requirement, saved.data, context);
  const now: RequirementContext = {
    ...context,
    people: isSame
      ? people
      : { ...people, attestations: people.attestations.map((one) => ({ ...one, isCurrent: false })) },
  };
  return checkRequirement(requirement, data, now);
}

function piecesOf(requirement: Requirement, data: unknown, context: CheckContext): string {
  return JSON.stringify(evidencePieces(requirement, data, context));
}
