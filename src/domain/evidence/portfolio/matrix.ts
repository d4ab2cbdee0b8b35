import { countWords } from '#domain/text/count-words.ts';
import { type Finding, hasBlocking } from '../finding.ts';
import type { ArtifactContext, CheckContext, DetailContext } from '../kind.ts';
import type { Locator } from '../locator.ts';
import { findOutside } from '../locator-fit.ts';
import type { PortfolioData, PortfolioEntry, PortfolioRules } from './portfolio.ts';
import { portfolioDetails } from './portfolio.ts';
import { rememberByEntry } from './remember.ts';

/** One place of an artifact that is to show a detail, and what to correct of it where it is not in its file. */
export type MatrixPointer = { locator: Locator; outside: string | undefined };

export type MatrixState = 'complete' | 'started' | 'not-started';

/** What a detail rests on. Rows of an entry that did not change are the same objects as before. */
export type MatrixEntry = { words: number; pointers: ReadonlyMap<string, readonly MatrixPointer[]> };

export type MatrixRow = { detail: DetailContext; place: string; state: MatrixState; entry: MatrixEntry };

export type Matrix<Artifact extends ArtifactContext = ArtifactContext> = {
  /** The artifacts that show something, in the order in which the details first name them. */
  columns: Artifact[];
  outcomes: { id: string; title: string; rows: MatrixRow[] }[];
  /** Details that nothing blocks, of all that are asked for. */
  covered: number;
  asked: number;
};

/** What covers what: the details that a portfolio asks for against the artifacts that are to show them. */
export function portfolioMatrix<Artifact extends ArtifactContext>(
  data: PortfolioData,
  rules: PortfolioRules,
  context: { details: CheckContext['details']; artifacts: ReadonlyMap<string, Artifact> },
  findings: readonly Finding[],
): Matrix<Artifact> {
  const details = portfolioDetails(rules, context.details);
  const byPlace = Map.groupBy(findings, ({ place }) => place);
  const columns = new Map<string, Artifact>();
  const rows = details.map((detail): MatrixRow => {
    const place = `entry-${detail.id}`;
    const given = data.entries[detail.id];
    const entry = given ? matrixEntry(given, context.artifacts) : nothing;
    for (const id of entry.pointers.keys()) {
      const artifact = context.artifacts.get(id);
      if (artifact) columns.set(id, artifact);
    }
    const isBlocked = hasBlocking(byPlace.get(place) ?? []);
    const isBegun = entry.pointers.size > 0 || (given?.explanation ?? '') !== '';
    return { detail, place, entry, state: isBlocked ? (isBegun ? 'started' : 'not-started') : 'complete' };
  });
  return {
    columns: [...columns.values()],
    outcomes: [...Map.groupBy(rows, ({ detail }) => detail.outcomeId)].map(([id, ofOutcome]) => ({
      id,
      title: ofOutcome[0]?.detail.outcomeTitle ?? '',
      rows: ofOutcome,
    })),
    covered: rows.filter(({ state }) => state === 'complete').length,
    asked: rows.length,
  };
}

const nothing: MatrixEntry = { words: 0, pointers: new Map() };

const matrixEntry = rememberByEntry(
  ({ sources, explanation }: PortfolioEntry, artifacts: ReadonlyMap<string, ArtifactContext>): MatrixEntry => {
    const pointers = new Map<string, MatrixPointer[]>();
    for (const { artifact: id, locator } of sources) {
      const artifact = artifacts.get(id);
      if (!artifact) continue;
      const pointer = { locator, outside: findOutside(artifact, locator) };
      const there = pointers.get(id);
      if (there) there.push(pointer);
      else pointers.set(id, [pointer]);
    }
    return { words: countWords(explanation), pointers };
  },
);
