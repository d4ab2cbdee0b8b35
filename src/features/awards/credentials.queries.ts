import type { Database } from '#platform/database.ts';

export type CredentialRow = { credential: Record<string, unknown>; jwt: string | null };

/** One of an award's credentials. */
export async function findCredential(
  db: Database,
  publicId: string,
  number: number,
): Promise<CredentialRow | undefined> {
  const row = await db
    .selectFrom('award_credentials as c')
    .innerJoin('awards as a', 'a.id', 'c.award_id')
    .select(['c.credential', 'c.jwt'])
    .where('a.public_id', '=', publicId)
    .where('c.number', '=', number)
    .executeTakeFirst();
  return row && { credential: row.credential as Record<string, unknown>, jwt: row.jwt };
}
