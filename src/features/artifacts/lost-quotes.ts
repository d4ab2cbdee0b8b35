import { sql } from 'kysely';
import type { Locator } from '#domain/evidence/locator.ts';
import { quoteLetters } from '#domain/evidence/quote.ts';
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

/** The quotes among some pointers into artifacts. */
export function quotesOf(
  pointers: readonly { artifact: string; locator: Locator }[],
  artifacts: ReadonlyMap<string, { sha256: string | null }>,
): QuotePointer[] {
  return pointers.flatMap(({ artifact, locator }) => {
    const sha256 = artifacts.get(artifact)?.sha256;
    return locator.type === 'quote' && sha256 != null ? [{ sha256, exact: locator.exact }] : [];
  });
}
