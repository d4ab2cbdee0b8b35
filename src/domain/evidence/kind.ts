import type { z } from 'zod';
import type { Finding } from './finding.ts';
import type { LocatorType } from './locator.ts';

/** One outcome detail that evidence can be asked for. */
export type DetailContext = { id: string; text: string; outcomeId: string; outcomeTitle: string };

/** What the rules may know of an artifact: its name and measure, never its content. */
export type ArtifactContext = {
  id: string;
  kind: 'file' | 'link';
  name: string;
  /** Sniffed from the content, not from the name; `null` for a link. */
  mediaType: string | null;
  /** Bytes; `null` for a link. */
  size: number | null;
  /** Pages of a document or slides, where known. */
  pages: number | null;
};

/** What a check may look at beside the rules and the data. */
export type CheckContext = {
  details: readonly DetailContext[];
  artifacts: ReadonlyMap<string, ArtifactContext>;
};

/**
 * A kind of evidence: pure code for its data and its rules.
 *
 * The same `check` drives the live checklist, the self-check, the submit gate and the assessor's pre-check.
 */
export interface EvidenceKind<Rules, Data> {
  readonly kind: string;
  /** What people call it: "Narrative". */
  readonly label: string;
  readonly rules: z.ZodType<Rules>;
  readonly data: z.ZodType<Data>;
  /** What the locators of this kind may point at; empty for a kind without locators. */
  readonly locators: readonly LocatorType[];
  /** Data before the earner has made anything. */
  empty(rules: Rules): Data;
  /** Problems in the rules themselves that the schema can't see, as path + sentence. */
  checkRules(rules: Rules, outcomes: readonly DetailContext[]): { path: (string | number)[]; message: string }[];
  /** Runs the rules over the evidence. */
  check(data: Data, rules: Rules, context: CheckContext): Finding[];
  /** What is asked for, as short sentences for the catalogue and the checklist. */
  describe(rules: Rules, details: readonly DetailContext[]): string[];
  /** The artifacts that the data refers to, in order. */
  artifactIds(data: Data): string[];
  /**
   * The data in step with the artifacts that there are: references to others are left out, and what was handed in for
   * this requirement (`own`) without being named in the data is added.
   */
  reconcile(data: Data, artifacts: { present: ReadonlySet<string>; own: readonly string[] }): Data;
  /** A plain-text rendering, for search, comparison and print. */
  toText(data: Data, rules: Rules, context: CheckContext): string;
}
