import { type JudgedAttempt, openRequirements, standings } from '#domain/assessment/standing.ts';
import type { AttestationContext } from '#domain/attestation/attestation.ts';
import { type AiUse, checkPart } from '#domain/checks/check-part.ts';
import { type RequirementPeople, checkRequirement } from '#domain/checks/check-requirement.ts';
import { listDetails, listRequirements } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import { type Finding, hasBlocking } from '#domain/evidence/finding.ts';
import type { ArtifactContext } from '#domain/evidence/kind.ts';

/** The work on one enrolment, as far as its progress depends on it. */
export type Work = {
  definition: Definition;
  /** By requirement key; absent where nothing was saved yet. */
  evidence: ReadonlyMap<string, { data: unknown; updatedAt: Date | undefined }>;
  artifacts: ReadonlyMap<string, ArtifactContext>;
  people: PeopleOfWork;
  judged: readonly JudgedAttempt[];
  /** When the last decision was released. */
  judgedAt: Date | undefined;
  /** The requirements that a completeness check named, where the last attempt came back without being judged. */
  returnedFor?: ReadonlySet<string> | undefined;
};

/** The people beside the evidence, and what is declared of it. */
export type PeopleOfWork = Pick<RequirementPeople, 'releases' | 'captioned'> & {
  /** By requirement key. */
  attestations: ReadonlyMap<string, readonly AttestationContext[]>;
  /** By part. */
  aiUse: ReadonlyMap<string, AiUse>;
  /** The requirements for which other evidence was agreed on. */
  agreed?: ReadonlySet<string>;
};

/** The people beside one requirement’s evidence, as its checks want them. */
export function peopleOf({ people }: Pick<Work, 'people'>, requirement: string, now: Date): RequirementPeople {
  const { releases, captioned, attestations, agreed } = people;
  const beside = { now: now.toISOString(), releases, captioned, attestations: attestations.get(requirement) ?? [] };
  return agreed?.has(requirement) ? { ...beside, agreed: true } : beside;
}

/**
 * `locked`: every look-for that judges it is demonstrated, so it stays as it is. `to-revise`: sent back and not touched
 * since; what came back without being judged sends back only what was missing.
 */
export type RequirementState = 'not-started' | 'started' | 'complete' | 'to-revise' | 'locked';

export type RequirementProgress = { requirement: Requirement; state: RequirementState; findings: Finding[] };

/**
 * Where every requirement stands, in the definition's order. What is to be said of a part as a whole comes with its last
 * requirement: it is asked once the rest is made.
 */
export function progressOf(work: Work, now: Date): RequirementProgress[] {
  const open = openKeys(work);
  const details = listDetails(work.definition);
  return work.definition.parts.flatMap((part) =>
    part.requirements.map((requirement, index) => {
      const item = work.evidence.get(requirement.id);
      const context = { details, artifacts: work.artifacts, people: peopleOf(work, requirement.id, now) };
      const findings = checkRequirement(requirement, item?.data, context);
      if (index === part.requirements.length - 1) findings.push(...checkPart(part, work.people.aiUse.get(part.id)));
      return {
        requirement,
        findings,
        state: stateOf(open.has(requirement.id), item, findings, sentBackAt(work, requirement)),
      };
    }),
  );
}

/** The requirements that may be changed now: all of them until a first decision. */
export function openKeys({ definition, judged }: Pick<Work, 'definition' | 'judged'>): Set<string> {
  if (judged.length === 0) return new Set(listRequirements(definition).map((requirement) => requirement.id));
  return new Set(openRequirements(definition, standings(definition, judged)));
}

function sentBackAt({ judgedAt, returnedFor }: Work, { id }: Requirement): Date | undefined {
  return returnedFor === undefined || returnedFor.has(id) ? judgedAt : undefined;
}

function stateOf(
  open: boolean,
  item: { updatedAt: Date | undefined } | undefined,
  findings: readonly Finding[],
  sentBack: Date | undefined,
): RequirementState {
  if (!open) return 'locked';
  if (hasBlocking(findings)) return item ? 'started' : 'not-started';
  if (sentBack && (item?.updatedAt ?? sentBack) <= sentBack) return 'to-revise';
  return 'complete';
}

export function countDone(progress: readonly RequirementProgress[]): number {
  return progress.filter((item) => item.state === 'complete' || item.state === 'locked').length;
}
