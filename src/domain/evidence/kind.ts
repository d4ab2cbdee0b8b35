import { z } from 'zod';
import type { Finding } from './finding.ts';
import type { Locator, LocatorType } from './locator.ts';

/** One outcome detail that evidence can be asked for. */
export type DetailContext = { id: string; text: string; outcomeId: string; outcomeTitle: string };

/** How large a content is in the units that locators count in; each where it is known. */
export const ArtifactMeasure = z.strictObject({
  /** Length of a recording, in seconds. */
  seconds: z.number().min(0).optional(),
  /** Of an image or a film, in pixels. */
  width: z.int().min(1).optional(),
  height: z.int().min(1).optional(),
  /** Of a text. */
  paragraphs: z.int().min(0).optional(),
  /** Of a spreadsheet, in order. */
  sheets: z
    .array(z.strictObject({ name: z.string(), rows: z.int().min(0), columns: z.int().min(0) }))
    .max(200)
    .optional(),
});
export type ArtifactMeasure = z.output<typeof ArtifactMeasure>;

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
  measure?: ArtifactMeasure;
  /** Whether it shows or lets one hear people; `null` until the earner has said. */
  showsPeople?: boolean | null;
  /** Of the scan for viruses: nothing is used before it is clean, where an installation scans. */
  scan?: 'none' | 'waiting' | 'clean' | 'infected';
  /** Whether it is an original that its owner blacked out: nobody else opens it. */
  isPrivate?: boolean;
  /** Quotes that locators point at and that its text does not hold. */
  lostQuotes?: readonly string[];
};

/**
 * One piece of evidence, as everything that serves every kind sees it: the difference between attempts, the privacy gate,
 * the evidence pack, a coach’s comments, the locators to check again.
 */
export type EvidencePiece = {
  /** The id of its field in the editor: `text`, `entry-vision-shared`. */
  place: string;
  /** What people call it: the question, the file, the outcome detail. */
  label: string;
  /** The outcome detail that it speaks of, where it speaks of one. */
  detail?: string;
  /** What the earner wrote, Markdown; empty where nothing is written yet. */
  text: string;
  /** What it points at, in order. */
  pointers: readonly { artifact: string; locator: Locator }[];
};

/** What is kept from a reader: places with what stands there instead, and artifacts. */
export type Withheld = { places: ReadonlyMap<string, string>; artifacts: ReadonlySet<string> };

/** How what tells on somebody beside the texts is kept from a reader: who is quoted, and the words that a place quotes. */
export type Concealment = {
  person: (person: { by: string; role: string }) => { by: string; role: string };
  locator: (locator: Locator) => Locator;
};

/** A question that evidence answers. */
export type EvidenceQuestion = { id: string; text: string; hasField: boolean };

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
  /**
   * Problems in the rules themselves that the schema can't see, as path + sentence. Without `details`, which not all could be
   * read of a definition that is still being written, nothing is said of those that the rules name.
   */
  checkRules(
    rules: Rules,
    details: readonly DetailContext[] | undefined,
  ): { path: (string | number)[]; message: string }[];
  /** Runs the rules over the evidence. */
  check(data: Data, rules: Rules, context: CheckContext): Finding[];
  /** The questions that it answers, in order, and whether the editor has a field of its own for each, called by it. */
  questions(rules: Rules): EvidenceQuestion[];
  /** What is asked for, as short sentences for the catalogue and the checklist. */
  describe(rules: Rules, details: readonly DetailContext[]): string[];
  /** The artifacts that the data refers to, in order. */
  artifactIds(data: Data): string[];
  /**
   * The data in step with the artifacts that there are: references to others are left out, and what was handed in for
   * this requirement (`own`) without being named in the data is added.
   */
  reconcile(data: Data, artifacts: { present: ReadonlySet<string>; own: readonly string[] }): Data;
  /** Everything that was made, piece by piece, in the order of the editor. */
  pieces(data: Data, rules: Rules, context: Pick<CheckContext, 'details' | 'artifacts'>): EvidencePiece[];
  /** The data with every text as `change` gives it back; `place` is the piece’s. */
  mapTexts(data: Data, change: (text: string, place: string) => string): Data;
  /** The data with one artifact in the place of another, its locators kept. */
  replaceArtifact(data: Data, from: string, to: string): Data;
  /**
   * The data for readers who may not see all of it: what was written in these places gives way to a sentence, and nothing
   * quoted from these artifacts is left.
   */
  withhold(data: Data, hidden: Withheld): Data;
  /** The data for readers who may not know who is in it; its texts go by `mapTexts`. */
  conceal(data: Data, hide: Concealment): Data;
  /** A plain-text rendering, for search, comparison and print. */
  toText(data: Data, rules: Rules, context: CheckContext): string;
}
