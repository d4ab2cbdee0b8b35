import { type JudgedAttempt, openRequirements, standings } from '#domain/assessment/standing.ts';
import { listDetails, listRequirements } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import { type Finding, hasBlocking } from '#domain/evidence/finding.ts';
import type { ArtifactContext } from '#domain/evidence/kind.ts';
import { checkEvidence } from '#domain/evidence/registry.ts';

/** The work on one enrolment, as far as its progress depends on it. */
export type Work = {
  definition: Definition;
  /** By requirement key; absent where nothing was saved yet. */
  evidence: ReadonlyMap<string, { data: unknown; updatedAt: Date | undefined }>;
  artifacts: ReadonlyMap<string, ArtifactContext>;
  judged: readonly JudgedAttempt[];
  /** When the last decision was released. */
  judgedAt: Date | undefined;
};

/**
 * `locked`: every look-for that judges it is demonstrated, so it stays as it is. `to-revise`: sent back and not touched
 * since.
 */
export type RequirementState = 'not-started' | 'started' | 'complete' | 'to-revise' | 'locked';

export type RequirementProgress = { requirement: Requirement; state: RequirementState; findings: Finding[] };

/** Where every requirement stands, in the definition's order. */
export function progressOf(work: Work): RequirementProgress[] {
  const open = openKeys(work);
  const context = { details: listDetails(work.definition), artifacts: work.artifacts };
  return listRequirements(work.definition).map((requirement) => {
    const item = work.evidence.get(requirement.id);
    const findings = checkEvidence(requirement, item?.data, context);
    return { requirement, findings, state: stateOf(open.has(requirement.id), item, findings, work.judgedAt) };
  });
}

/** The requirements that may be changed now: all of them until a first decision. */
export function openKeys({ definition, judged }: Pick<Work, 'definition' | 'judged'>): Set<string> {
  if (judged.length === 0) return new Set(listRequirements(definition).map((requirement) => requirement.id));
  return new Set(openRequirements(definition, standings(definition, judged)));
}

function stateOf(
  open: boolean,
  item: { updatedAt: Date | undefined } | undefined,
  findings: readonly Finding[],
  judgedAt: Date | undefined,
): RequirementState {
  if (!open) return 'locked';
  if (hasBlocking(findings)) return item ? 'started' : 'not-started';
  if (judgedAt && (item?.updatedAt ?? judgedAt) <= judgedAt) return 'to-revise';
  return 'complete';
}

export type NextStep =
  | { kind: 'mend'; requirement: Requirement; finding: Finding }
  | { kind: 'revise'; requirement: Requirement }
  | { kind: 'submit' };

/** The next smallest step: the first thing that blocks, then the first thing sent back, then handing in. */
export function nextStep(progress: readonly RequirementProgress[]): NextStep {
  for (const { requirement, findings } of progress) {
    const finding = findings.find((candidate) => candidate.level === 'blocking');
    if (finding) return { kind: 'mend', requirement, finding };
  }
  const sentBack = progress.find((item) => item.state === 'to-revise');
  return sentBack ? { kind: 'revise', requirement: sentBack.requirement } : { kind: 'submit' };
}

export function countDone(progress: readonly RequirementProgress[]): number {
  return progress.filter((item) => item.state === 'complete' || item.state === 'locked').length;
}
