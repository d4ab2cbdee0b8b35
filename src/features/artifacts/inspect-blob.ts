import { sql } from 'kysely';
import { ArtifactMeasure } from '#domain/evidence/kind.ts';
import { quoteLetters } from '#domain/evidence/quote.ts';
import type { Deps } from '#platform/deps.ts';
import type { MetadataItem } from './blob-facts.ts';
import { UnmeasurableError, measureApart } from './measure-apart.ts';
import { cutText, type Measured } from './measured.ts';

/** What is read apart; an image has told everything when it came. */
const isReadApart = /^(application|text|video|audio)\//;

/**
 * Adds to what is known of a content: its text, measures and authors. Asked for when the content comes, and by whoever needs
 * it before that is done. What can’t be read has an empty text, and is not tried again.
 */
export async function inspectBlob({ db, storage }: Pick<Deps, 'db' | 'storage'>, sha256: string): Promise<void> {
  const blob = await db
    .selectFrom('blobs as b')
    .leftJoin('blob_facts as f', 'f.blob_sha256', 'b.sha256')
    .select(['b.media_type', 'f.body_text', 'f.measure', 'f.metadata'])
    .where('b.sha256', '=', sha256)
    .executeTakeFirst();
  if (!blob || blob.body_text !== null || !isReadApart.test(blob.media_type)) return;

  const local = await storage.openLocally(sha256);
  let found: Measured;
  try {
    found = await measureApart(local.path, blob.media_type);
  } catch (error) {
    if (!(error instanceof UnmeasurableError)) throw error;
    found = {};
  } finally {
    await local.done();
  }
  const { text = '', flags = [] } = found.text === undefined ? found : { ...found, ...cutText(found.text) };
  const measure = ArtifactMeasure.safeParse({ ...(blob.measure as object | null), ...found.measure });
  const facts = {
    measure: JSON.stringify(measure.success ? measure.data : (blob.measure ?? {})),
    metadata: JSON.stringify([...((blob.metadata as MetadataItem[] | null) ?? []), ...(found.metadata ?? [])]),
    body_text: text,
    // Nothing can be said of words in a text that is not known whole.
    quote_text: text === '' || flags.includes('text-cut') ? null : quoteLetters(text),
    updated_at: new Date(),
  };
  await db
    .insertInto('blob_facts')
    .values({ blob_sha256: sha256, flags: [...flags, ...(found.flags ?? [])], ...facts })
    .onConflict((conflict) =>
      conflict
        .column('blob_sha256')
        .doUpdateSet({
          ...facts,
          flags: sql<string[]>`array(select distinct unnest(blob_facts.flags || excluded.flags) order by 1)`,
        })
        // Two at once find the same; the second has nothing to add.
        .where('blob_facts.body_text', 'is', null),
    )
    .execute();
}
