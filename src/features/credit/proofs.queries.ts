import type { Database } from '#platform/database.ts';
import { refuseUnscanned } from '../artifacts/artifacts.queries.ts';

/** The file that shows a line of the ledger. */
export type Proof = { name: string; sha256: string; size: number; mediaType: string };

/** Of this person only. */
export async function findProof(
  db: Database,
  { entryId, personId }: { entryId: string | null; personId: string },
): Promise<Proof | undefined> {
  // Of recognition, which is of no line.
  if (entryId === null) return undefined;
  const row = await db
    .selectFrom('credit_proofs as p')
    .innerJoin('credit_entries as e', 'e.id', 'p.entry_id')
    .innerJoin('blobs as b', 'b.sha256', 'p.blob_sha256')
    .leftJoin('blob_facts as f', 'f.blob_sha256', 'b.sha256')
    .select(['p.name', 'b.sha256', 'b.size', 'b.media_type as mediaType', 'f.scan'])
    .where('p.entry_id', '=', entryId)
    .where('e.person_id', '=', personId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { scan, ...proof } = row;
  refuseUnscanned(scan);
  return proof;
}
