import { sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';

/** An upload that comes in several requests. */
export type UploadRow = {
  id: string;
  personId: string;
  enrolmentId: string;
  requirementKey: string;
  replacesId: string | null;
  name: string;
  size: number;
  expiresAt: Date;
  finishedAt: Date | null;
  artifactId: string | null;
  refusal: string | null;
};

const columns = [
  'id',
  'person_id as personId',
  'enrolment_id as enrolmentId',
  'requirement_key as requirementKey',
  'replaces_id as replacesId',
  'name',
  'size',
  'expires_at as expiresAt',
  'finished_at as finishedAt',
  'artifact_id as artifactId',
  'refusal',
] as const;

/** The person's own upload, unless it has expired; another's is as good as none. */
export async function findUpload(
  db: Database | Trx,
  personId: string,
  id: string,
  now: Date,
): Promise<UploadRow | undefined> {
  return db
    .selectFrom('uploads')
    .select(columns)
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/** Locks an upload until the transaction ends. */
export async function lockUpload(trx: Trx, id: string): Promise<UploadRow | undefined> {
  return trx.selectFrom('uploads').select(columns).where('id', '=', id).forUpdate().executeTakeFirst();
}

/** What a person has begun and not finished, of one enrolment or of all, oldest first. */
export async function listUnfinished(
  db: Database,
  personId: string,
  enrolmentId: string | undefined,
  now: Date,
): Promise<UploadRow[]> {
  return db
    .selectFrom('uploads')
    .select(columns)
    .where('person_id', '=', personId)
    .where('finished_at', 'is', null)
    .where('expires_at', '>', now)
    .$if(enrolmentId !== undefined, (query) => query.where('enrolment_id', '=', enrolmentId ?? ''))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** Files that a person has begun to send and not finished, and the bytes that they will have: room that is spoken for. */
export async function countUnfinished(
  db: Database | Trx,
  personId: string,
  now: Date,
  enrolmentId?: string,
): Promise<{ files: number; bytes: number }> {
  const found = await db
    .selectFrom('uploads')
    .select((eb) => [eb.fn.countAll<number>().as('files'), sql<number>`coalesce(sum(size), 0)::bigint`.as('bytes')])
    .where('person_id', '=', personId)
    .where('finished_at', 'is', null)
    .where('expires_at', '>', now)
    .$if(enrolmentId !== undefined, (query) => query.where('enrolment_id', '=', enrolmentId ?? ''))
    .executeTakeFirstOrThrow();
  return { files: Number(found.files), bytes: Number(found.bytes) };
}
