import type { Database } from '#platform/database.ts';

export type CredentialRow = {
  credential: Record<string, unknown>;
  jwt: string | null;
  /** The number of the award's newest credential: a lower one was replaced. */
  newest: number;
  /** Whose award it is, and who gave it. */
  personId: string;
  issuerSlug: string;
};

/** One of an award's credentials. */
export async function findCredential(
  db: Database,
  publicId: string,
  number: number,
): Promise<CredentialRow | undefined> {
  const row = await db
    .selectFrom('award_credentials as c')
    .innerJoin('awards as a', 'a.id', 'c.award_id')
    .innerJoin('issuers as i', 'i.id', 'a.issuer_id')
    .select(['c.credential', 'c.jwt', 'a.person_id', 'i.slug'])
    .select((eb) =>
      eb
        .selectFrom('award_credentials as n')
        .select((of) => of.fn.max('n.number').as('newest'))
        .whereRef('n.award_id', '=', 'a.id')
        .as('newest'),
    )
    .where('a.public_id', '=', publicId)
    .where('c.number', '=', number)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    credential: row.credential as Record<string, unknown>,
    jwt: row.jwt,
    newest: row.newest ?? number,
    personId: row.person_id,
    issuerSlug: row.slug,
  };
}
