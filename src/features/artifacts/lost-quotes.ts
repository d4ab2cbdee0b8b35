import { sql } from 'kysely';
import { listDetails, listRequirements } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { ArtifactContext } from '#domain/evidence/kind.ts';
import { quoteLetters } from '#domain/evidence/quote.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import type { Database, Trx } from '#platform/database.ts';

export type QuotePointer = { sha256: string; exact: string };

/**
 * Which of these quotes are not in the text of their content, by content; a content whose text is not known, or not whole,
 * loses none. One statement, and none where nothing is quoted.
 */
export async function findLostQuotes(
  db: Database | Trx,
  pointers: readonly QuotePointer[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (pointers.length === 0) return new Map();
  const { rows } = await sql<{ sha256: string; exact: string }>`
    select q.sha256, q.exact
    from unnest(${pointers.map(({ sha256 }) => sha256)}::text[],
                ${pointers.map(({ exact }) => exact)}::text[],
                ${pointers.map(({ exact }) => quoteLetters(exact))}::text[]) as q (sha256, exact, letters)
    join blob_facts f on f.blob_sha256 = q.sha256
    where position(q.letters in f.quote_text) = 0`.execute(db);
  const lost = Map.groupBy(rows, ({ sha256 }) => sha256);
  return new Map([...lost].map(([sha256, quotes]) => [sha256, quotes.map(({ exact }) => exact)]));
}

type Quoting = {
  definition: Definition;
  evidence: ReadonlyMap<string, { data: unknown }>;
  artifacts: ReadonlyMap<string, ArtifactContext & { sha256: string | null }>;
};

/** The same work, its artifacts told which quotes out of them are not in their text. */
export async function markLostQuotes<Work extends Quoting>(
  db: Database | Trx,
  works: readonly Work[],
): Promise<Work[]> {
  const quotes = works.map(quotesOf);
  const lost = await findLostQuotes(db, quotes.flat());
  if (lost.size === 0) return [...works];
  return works.map((work) => ({
    ...work,
    artifacts: new Map(
      [...work.artifacts].map(([id, artifact]) => {
        const lostQuotes = lost.get(artifact.sha256 ?? '');
        return [id, lostQuotes ? { ...artifact, lostQuotes } : artifact];
      }),
    ),
  }));
}

function quotesOf({ definition, evidence, artifacts }: Quoting): QuotePointer[] {
  const context = { details: listDetails(definition), artifacts };
  return listRequirements(definition).flatMap((requirement) => {
    const data = evidence.get(requirement.id)?.data;
    // Text that holds no such word holds no such place: most work quotes nothing.
    if (data === undefined || !JSON.stringify(data).includes('"quote"')) return [];
    return evidencePieces(requirement, data, context).flatMap(({ pointers }) =>
      pointers.flatMap(({ artifact, locator }) => {
        const sha256 = artifacts.get(artifact)?.sha256;
        return locator.type === 'quote' && sha256 != null ? [{ sha256, exact: locator.exact }] : [];
      }),
    );
  });
}
