import { sql } from 'kysely';
import type { AwardState } from '#domain/award/status.ts';
import { issuerDid } from '#domain/credential/did-web.ts';
import type { Database } from '#platform/database.ts';
import { awardStatus } from '../status/status.queries.ts';

/** A credential that this installation issued, and what became of its award. */
export type OwnCredential = {
  publicId: string;
  state: AwardState;
  /** When a newer one of the same award took its place; `null` for the newest. */
  replacedAt: Date | null;
};

type Row = { slug: string; state: AwardState; replacedAt: Date | null };

/**
 * The credential of this installation with this id. Its issuer has to be the one that gave the award: anybody can write one of our
 * ids into a credential of their own.
 */
export async function findOwnCredential(
  db: Database,
  { id, issuerId, baseUrl, now }: { id: string | undefined; issuerId: string; baseUrl: string; now: Date },
): Promise<OwnCredential | undefined> {
  const named = id?.startsWith(`${baseUrl}/`) ? id.slice(baseUrl.length) : '';
  const [, publicId, number = '1'] =
    /^\/verify\/([\w-]{16,64})\/(?:credentials\/([1-9]\d{0,8})|credential\.json)$/.exec(named) ?? [];
  if (publicId === undefined) return undefined;
  const { rows } = await sql<Row>`
    select i.slug, status.state, (select n.created_at from award_credentials n
      where n.award_id = a.id and n.number > c.number order by n.number limit 1) as "replacedAt"
    from awards a join issuers i on i.id = a.issuer_id
      join award_credentials c on c.award_id = a.id and c.number = ${Number(number)}
      cross join lateral ${awardStatus(sql.ref('a.id'), now)} as status
    where a.public_id = ${publicId}`.execute(db);
  const [found] = rows;
  if (!found || issuerDid(baseUrl, found.slug) !== issuerId) return undefined;
  return { publicId, state: found.state, replacedAt: found.replacedAt };
}
