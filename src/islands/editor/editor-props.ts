import type { Choice } from '#domain/draft/merge-evidence.ts';
import type { RequirementPeople } from '#domain/checks/check-requirement.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import type { EvidenceKindName } from '#domain/evidence/registry.ts';
import type { ArtifactContext, DetailContext } from '#domain/evidence/kind.ts';
import type { FormErrors } from '#ui/form.tsx';

export type EditorArtifact = ArtifactContext & {
  url: string | null;
  requirement: string;
  /** The version before. */
  replaces?: string | null;
  /** Of a link: what its page was called, and when (ISO 8601). */
  link?: { title: string | null; seenAt: string | Date } | null;
  /** Such as 'macros'. */
  flags?: readonly string[];
  /** What in it could tell who or where. */
  metadata?: readonly { label: string; value: string; kind: string }[];
  captions?: readonly { id: string; language: string; label: string }[];
};

/** What every editor of evidence starts from. `Draft` is what is being typed; `Data` is what is saved. */
export type EditorProps<Kind extends EvidenceKindName, Data, Draft = Data> = {
  urls: {
    post: string;
    draft: string;
    artifacts: string;
    back: string;
    files: string;
    /** Set where nothing can be taken over from other work. */
    noReuse?: boolean;
  };
  /** Names the copy in this browser; it holds the person, so that another who signs in here never meets it. */
  localKey: string;
  requirement: Extract<Requirement, { kind: Kind }>;
  details: DetailContext[];
  artifacts: EditorArtifact[];
  /** The details of a portfolio that the assessor sent back. */
  toRevise: string[];
  /** The people beside this evidence. */
  people: RequirementPeople;
  /** What the server has. */
  saved: { data: Data; revision: number };
  /** What was typed and not saved: after an error, or because it was made to an older version than the saved one. */
  typed: Draft | null;
  isStale: boolean;
  /** Beside `isStale`, where it is known: what it was made to, and what has been chosen between the two versions. */
  base?: { data: unknown; revision: number; chosen: Readonly<Record<string, Choice>> } | null;
  errors: FormErrors;
};
