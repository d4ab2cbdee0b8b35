import type { Database } from '#platform/database.ts';

export type CredentialRow = {
  credential: Record<string, unknown>;
  jwt: string | null;
  /** The number of the award's newest credential. */
  newest: number;
  /** It bears another name than the newest one does. */
  isOfFormerName: boolean;
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
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('award_credentials as n')
          .select(['n.number', 'n.recipient_name'])
          .whereRef('n.award_id', '=', 'a.id')
          .orderBy('n.number', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .select(['c.credential', 'c.jwt', 'c.recipient_name', 'a.person_id', 'i.slug'])
    .select(['newest.number as newest', 'newest.recipient_name as newestName'])
    .where('a.public_id', '=', publicId)
    .where('c.number', '=', number)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    credential: row.credential as Record<string, unknown>,
    jwt: row.jwt,
    newest: row.newest,
    isOfFormerName: row.recipient_name !== row.newestName,
    personId: row.person_id,
    issuerSlug: row.slug,
  };
}
