import { sql } from 'kysely';
import type { ArtifactMeasure } from '#domain/evidence/kind.ts';
import type { Trx } from '#platform/database.ts';
import { addJob } from '#platform/jobs.ts';

/** Something in a file that could tell who made it, where or with what. */
export type MetadataItem = { label: string; value: string; kind: 'person' | 'place' | 'device' | 'time' | 'other' };

export type ScanState = 'none' | 'waiting' | 'clean' | 'infected';

/** What is known of a content as soon as it is here; the rest follows by `inspect-blob`. */
export type BlobFacts = {
  measure: ArtifactMeasure;
  metadata: readonly MetadataItem[];
  /** Such as 'macros'; `#domain/evidence/file-flags.ts` has the words for each. */
  flags: readonly string[];
  /** 'waiting' where this installation scans for viruses, else 'none'. */
  scan: Extract<ScanState, 'none' | 'waiting'>;
};

declare module '#platform/jobs.ts' {
  interface Jobs {
    'inspect-blob': { sha256: string };
    'scan-blob': { sha256: string };
  }
}

/**
 * Notes what is known of a content, in the transaction that hands it in and after its row in `blobs`, and asks for what
 * takes longer: its text and measures, and the scan. What is known already stays: the same bytes are the same content.
 */
export async function recordFacts(trx: Trx, sha256: string, facts: BlobFacts): Promise<void> {
  const { scan, isNew } = await trx
    .insertInto('blob_facts')
    .values({
      blob_sha256: sha256,
      measure: JSON.stringify(facts.measure),
      metadata: JSON.stringify(facts.metadata),
      flags: [...facts.flags],
      scan: facts.scan,
    })
    .onConflict((conflict) =>
      conflict.column('blob_sha256').doUpdateSet({
        scan: sql`case when blob_facts.scan = 'none' then excluded.scan else blob_facts.scan end`,
      }),
    )
    .returning(['scan', sql<boolean>`xmax = 0`.as('isNew')])
    .executeTakeFirstOrThrow();
  if (isNew) await addJob(trx, 'inspect-blob', { sha256 }, `inspect-blob:${sha256}`);
  // An infected one that comes again is taken out again.
  if (scan === 'waiting' || scan === 'infected') await addJob(trx, 'scan-blob', { sha256 }, `scan-blob:${sha256}`);
}
