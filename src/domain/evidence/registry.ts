import { artifact } from './artifact/artifact.ts';
import type { Finding } from './finding.ts';
import type {
  CheckContext,
  Concealment,
  DetailContext,
  EvidenceKind,
  EvidencePiece,
  EvidenceQuestion,
  Withheld,
} from './kind.ts';
import { narrative } from './narrative/narrative.ts';
import { portfolio } from './portfolio/portfolio.ts';

/** Every kind of evidence. A new kind is one folder and one line here. */
export const evidenceKinds = { narrative, artifact, portfolio } as const;

export type EvidenceKindName = keyof typeof evidenceKinds;

type AnyKind = EvidenceKind<unknown, unknown>;

/** What a definition says of one piece of evidence, as far as its kind is concerned. */
export type KindOfEvidence = { kind: EvidenceKindName; rules: unknown };

/** The kind behind a requirement, its rules and data checked at run time by its own schemas. */
function kindOf(requirement: KindOfEvidence): AnyKind {
  return evidenceKinds[requirement.kind];
}

export function kindLabel(requirement: KindOfEvidence): string {
  return kindOf(requirement).label;
}

/** The questions that it answers; see `EvidenceKind.questions`. */
export function evidenceQuestions(requirement: KindOfEvidence): EvidenceQuestion[] {
  return kindOf(requirement).questions(requirement.rules);
}

export function describeEvidence(requirement: KindOfEvidence, details: readonly DetailContext[]): string[] {
  return kindOf(requirement).describe(requirement.rules, details);
}

/** Findings for the data of a requirement; data of the wrong shape, or none, is checked as nothing made yet. */
export function checkEvidence(requirement: KindOfEvidence, data: unknown, context: CheckContext): Finding[] {
  return kindOf(requirement).check(readEvidence(requirement, data), requirement.rules, context);
}

/** The data in its kind's shape, or the kind's empty data. */
export function readEvidence(requirement: KindOfEvidence, data: unknown): unknown {
  const kind = kindOf(requirement);
  const parsed = kind.data.safeParse(data ?? undefined);
  return parsed.success ? parsed.data : kind.empty(requirement.rules);
}

/** Parses data from outside; `undefined` when it has not the kind's shape. */
export function parseEvidence(requirement: KindOfEvidence, data: unknown): { data: unknown } | undefined {
  const parsed = kindOf(requirement).data.safeParse(data);
  return parsed.success ? { data: parsed.data } : undefined;
}

export function evidenceArtifactIds(requirement: KindOfEvidence, data: unknown): string[] {
  return kindOf(requirement).artifactIds(readEvidence(requirement, data));
}

/** The data, read, in step with the artifacts that there are; see `EvidenceKind.reconcile`. */
export function reconcileEvidence(
  requirement: KindOfEvidence,
  data: unknown,
  artifacts: { present: ReadonlySet<string>; own: readonly string[] },
): unknown {
  return kindOf(requirement).reconcile(readEvidence(requirement, data), artifacts);
}

/** Everything that was made for a requirement, piece by piece; see `EvidencePiece`. */
export function evidencePieces(
  requirement: KindOfEvidence,
  data: unknown,
  context: Pick<CheckContext, 'details' | 'artifacts'>,
): EvidencePiece[] {
  return kindOf(requirement).pieces(readEvidence(requirement, data), requirement.rules, context);
}

/** The data, read, with every text as `change` gives it back. */
export function mapEvidenceTexts(
  requirement: KindOfEvidence,
  data: unknown,
  change: (text: string, place: string) => string,
): unknown {
  return kindOf(requirement).mapTexts(readEvidence(requirement, data), change);
}

/** The data, read, with one artifact in the place of another. */
export function replaceEvidenceArtifact(requirement: KindOfEvidence, data: unknown, from: string, to: string): unknown {
  return kindOf(requirement).replaceArtifact(readEvidence(requirement, data), from, to);
}

/** The data, read, without what is kept from its reader; see `EvidenceKind.withhold`. */
export function withholdEvidence(requirement: KindOfEvidence, data: unknown, hidden: Withheld): unknown {
  return kindOf(requirement).withhold(readEvidence(requirement, data), hidden);
}

/** The data, read, without who is quoted in it; see `EvidenceKind.conceal`. */
export function concealEvidence(requirement: KindOfEvidence, data: unknown, hide: Concealment): unknown {
  return kindOf(requirement).conceal(readEvidence(requirement, data), hide);
}

export function evidenceText(requirement: KindOfEvidence, data: unknown, context: CheckContext): string {
  return kindOf(requirement).toText(readEvidence(requirement, data), requirement.rules, context);
}

export function checkEvidenceRules(
  requirement: KindOfEvidence,
  details: readonly DetailContext[] | undefined,
): { path: (string | number)[]; message: string }[] {
  return kindOf(requirement).checkRules(requirement.rules, details);
}
