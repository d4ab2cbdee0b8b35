import { type MarkedPiece, markPassages } from '#domain/assessment/mark-passages.ts';
import { sharedPassages } from '#domain/assessment/shared-passages.ts';
import type { Database } from '#platform/database.ts';
import type { Judge } from '../blind/blindness.queries.ts';
import { type ComparedAttempt, findCompared } from './attempt-texts.queries.ts';
import type { FoundEvidence } from './concern-evidence.ts';

/** Texts up to this length are shown whole, in letters; of longer ones what stands around the passages. */
const longestWhole = 20_000;
const around = 400;

/** The same wording in two texts, each cut at it. */
export type SideBySide = {
  title: string;
  otherTitle: string;
  /** Jaccard similarity, 0 to 1. */
  similarity: number;
  words: number;
  own: MarkedPiece[];
  other: MarkedPiece[];
};

export type SharedFile = { id: string; name: string; otherId: string; otherName: string };

export type Shared = {
  attempt: ComparedAttempt;
  other: ComparedAttempt;
  texts: SideBySide[];
  files: SharedFile[];
};

/** What two attempts share, as whoever leads sees it: without what is hidden for privacy. */
export async function findSharedOf(
  db: Database,
  attemptId: string,
  found: FoundEvidence,
  lead?: Judge,
): Promise<Shared | undefined> {
  const attempt = await findCompared(db, attemptId, 'reader', lead);
  const other = await findCompared(db, found.other.attempt, 'reader', lead);
  if (!attempt || !other) return undefined;
  const nameOf = ({ sealed }: ComparedAttempt, id: string) =>
    sealed.artifacts.find((artifact) => artifact.id === id)?.name ?? 'A file';
  return {
    attempt,
    other,
    texts: found.texts.flatMap(({ source, otherSource, similarity }) => {
      const own = attempt.texts.find((text) => text.source === source);
      const theirs = other.texts.find((text) => text.source === otherSource);
      if (!own || !theirs) return [];
      const passages = sharedPassages(own.own, theirs.own);
      const cut = (text: string, spans: { start: number; end: number }[]) =>
        markPassages(text, spans, text.length > longestWhole ? around : undefined);
      return [
        {
          ...{ title: own.title, otherTitle: theirs.title, similarity },
          words: passages.reduce((sum, { words }) => sum + words, 0),
          own: cut(
            own.text,
            passages.map(({ a }) => a),
          ),
          other: cut(
            theirs.text,
            passages.map(({ b }) => b),
          ),
        },
      ];
    }),
    files: found.files.map(({ artifact, otherArtifact }) => ({
      ...{ id: artifact, name: nameOf(attempt, artifact) },
      ...{ otherId: otherArtifact, otherName: nameOf(other, otherArtifact) },
    })),
  };
}

/** The earner’s side of it: their own text alone, with what is shared marked, and their own files. */
export type OwnSide = { texts: { title: string; own: MarkedPiece[] }[]; files: { id: string; name: string }[] };

export async function findOwnSide(db: Database, attemptId: string, found: FoundEvidence): Promise<OwnSide> {
  const shared = await findSharedOf(db, attemptId, found);
  return {
    texts: (shared?.texts ?? []).map(({ title, own }) => ({ title, own })),
    files: (shared?.files ?? []).map(({ id, name }) => ({ id, name })),
  };
}
