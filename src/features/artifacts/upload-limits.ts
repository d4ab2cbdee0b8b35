import { sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';
import { TooLargeError } from '#platform/errors.ts';
import { personLimit } from '#platform/person-limit.ts';
import { formatBytes } from '#domain/evidence/file-types.ts';
import { countUnfinished } from './uploads.queries.ts';

/** Per person: far more than anybody hands in by hand. */
export const uploadRate = personLimit({ max: 300, timeWindow: 10 * 60_000 });

/** What is on its way for a person, in this process: uploads side by side can't each take all the room there is. */
const arriving = new Map<string, number>();

/**
 * Bytes that a person may still hand in. A file that was removed counts as long as its removal can be undone, and so does
 * the whole of every upload that was begun.
 */
export async function findRoom(
  { db, maxEarnerBytes }: { db: Database | Trx; maxEarnerBytes: number },
  personId: string,
  now: Date,
): Promise<number> {
  const { bytes } = await countUnfinished(db, personId, now);
  return Math.max(0, maxEarnerBytes - (await keptBytes(db, personId)) - bytes - (arriving.get(personId) ?? 0));
}

/** Holds so many bytes of a person's room until the returned function is called. */
export function holdRoom(personId: string, bytes: number): () => void {
  arriving.set(personId, (arriving.get(personId) ?? 0) + bytes);
  return () => {
    const rest = (arriving.get(personId) ?? 0) - bytes;
    if (rest > 0) arriving.set(personId, rest);
    else arriving.delete(personId);
  };
}

export function noRoom(maxEarnerBytes: number): TooLargeError {
  return new TooLargeError(
    `This does not fit any more: one person’s files may come to ${formatBytes(maxEarnerBytes)} here, removed ones too. Make it smaller, or hand in a link.`,
  );
}

async function keptBytes(db: Database | Trx, personId: string): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(size), 0)::bigint as bytes from blobs where sha256 in (
      select a.blob_sha256 from enrolments e join artifacts a on a.enrolment_id = e.id where e.person_id = ${personId}
      union all
      select c.blob_sha256 from enrolments e join artifacts a on a.enrolment_id = e.id
        join artifact_captions c on c.artifact_id = a.id where e.person_id = ${personId}
      union all
      select form_sha256 from releases where person_id = ${personId}
      union all
      select p.blob_sha256 from credit_entries e join credit_proofs p on p.entry_id = e.id where e.person_id = ${personId}
    )`.execute(db);
  return rows[0]?.bytes ?? 0;
}
