import { sql } from 'kysely';
import type { Database } from '#platform/database.ts';

/** Whose award it is: the earner's own, or one of the issuer in the path. */
export type AwardScope = { publicId: string } & ({ personId: string } | { issuerSlug: string });

export type Reissuable = {
  id: string;
  publicId: string;
  title: string;
  issuer: { id: string; slug: string; name: string };
  /** As the account has it now. */
  earner: { id: string; name: string; email: string };
  /** What the newest credential says. */
  number: number;
  name: string;
  did: string | null;
  emailHash: string | null;
  emailSalt: string | null;
  validUntil: Date | null;
  /** Of the earner, still bound. */
  wallets: { did: string; name: string }[];
};

/** What can be changed of an award by issuing it again. */
export async function findReissuable(db: Database, scope: AwardScope): Promise<Reissuable | undefined> {
  const mine = 'personId' in scope ? sql`p.id = ${scope.personId}` : sql`i.slug = ${scope.issuerSlug}`;
  const { rows } = await sql<Omit<Reissuable, 'validUntil'> & { validUntil: string | null }>`
    select a.id, a.public_id as "publicId", c.credential ->> 'name' as title,
      json_build_object('id', i.id, 'slug', i.slug, 'name', i.name) as issuer,
      json_build_object('id', p.id, 'name', p.name, 'email', p.email) as earner,
      c.number, c.recipient_name as name, c.subject_did as did, c.valid_until as "validUntil",
      hashed.value ->> 'identityHash' as "emailHash", hashed.value ->> 'salt' as "emailSalt",
      coalesce((select json_agg(json_build_object('did', w.did, 'name', w.name) order by w.bound_at)
        from wallets w where w.person_id = p.id and w.removed_at is null), '[]') as wallets
    from awards a join issuers i on i.id = a.issuer_id join people p on p.id = a.person_id
      join lateral (select * from award_credentials c where c.award_id = a.id order by c.number desc limit 1) c on true
      left join lateral (
        select value from jsonb_array_elements(c.credential -> 'credentialSubject' -> 'identifier')
        where value ->> 'identityType' = 'emailAddress' limit 1
      ) as hashed on true
    where a.public_id = ${scope.publicId} and ${mine}`.execute(db);
  const [row] = rows;
  return row && { ...row, validUntil: row.validUntil === null ? null : new Date(row.validUntil) };
}
