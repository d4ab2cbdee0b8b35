import { sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';

/** Who keeps comments: an assessor, and where they lead. */
export type Keeper = { id: string; issuerIds: readonly string[]; leadIssuerIds: readonly string[] };

export type SavedComment = {
  id: string;
  issuerId: string;
  issuerName: string;
  microCredential: { id: string; title: string } | null;
  lookFor: { key: string; text: string } | null;
  body: string;
  isShared: boolean;
  isOwn: boolean;
};

/** Most that are shown: they are there to be found again, and search finds the others. */
const mostListed = 200;

/** What a keeper may use: their own, and those that leads of the same issuer share; the latest first. */
export async function listSavedComments(
  db: Database,
  keeper: Keeper,
  filter: { q?: string | undefined; microCredential?: string | undefined } = {},
): Promise<{ comments: SavedComment[]; hasMore: boolean }> {
  const pattern = filter.q ? `%${filter.q.replaceAll(/[\\%_]/g, '\\$&')}%` : null;
  const { rows } = await sql<SavedComment>`
    select s.id, s.issuer_id as "issuerId", i.name as "issuerName", s.body, s.is_shared as "isShared", s.owner_id = ${keeper.id} as "isOwn",
      case when m.id is null then null else json_build_object('id', m.id, 'title', m.title) end as "microCredential",
      case when s.look_for_key is null then null
        else json_build_object('key', s.look_for_key, 'text', coalesce(l.text, s.look_for_key)) end as "lookFor"
    from saved_comments s join issuers i on i.id = s.issuer_id
    left join micro_credentials m on m.id = s.micro_credential_id
    left join lateral (
      select one ->> 'text' as text from definition_versions v,
        jsonb_path_query(v.document, '$.guides[*].lookFors[*] ? (@.id == $k)', jsonb_build_object('k', s.look_for_key)) as one
      where v.micro_credential_id = s.micro_credential_id and s.look_for_key is not null
      order by v.number desc limit 1
    ) l on true
    where s.issuer_id = any(${[...keeper.issuerIds]}::uuid[]) and (s.owner_id = ${keeper.id} or s.is_shared)
      and (${pattern}::text is null or s.body ilike ${pattern})
      and (${filter.microCredential ?? null}::uuid is null or s.micro_credential_id = ${filter.microCredential ?? null}::uuid)
    order by s.updated_at desc, s.id desc limit ${mostListed + 1}`.execute(db);
  return { comments: rows.slice(0, mostListed), hasMore: rows.length > mostListed };
}

export type FittingComment = { id: string; body: string; lookFor: string | null; isShared: boolean };

/** For one assessment: those of its micro-credential, and those that fit everywhere at its issuer. */
export async function listFittingComments(
  db: Database,
  keeper: Keeper,
  assessmentId: string,
): Promise<FittingComment[]> {
  const { rows } = await sql<FittingComment>`
    select s.id, s.body, s.look_for_key as "lookFor", s.is_shared as "isShared"
    from assessments a join attempts t on t.id = a.attempt_id join definition_versions v on v.id = t.definition_version_id
    join saved_comments s on s.issuer_id = a.issuer_id
      and (s.micro_credential_id is null or s.micro_credential_id = v.micro_credential_id)
      and (s.owner_id = ${keeper.id} or s.is_shared)
    where a.id = ${assessmentId}
    order by s.updated_at desc, s.id desc limit ${mostListed}`.execute(db);
  return rows;
}

/** A micro-credential of an issuer where the keeper assesses, for the choice in forms. */
export async function listKeptFor(
  db: Database,
  keeper: Keeper,
): Promise<{ id: string; title: string; issuerId: string }[]> {
  if (keeper.issuerIds.length === 0) return [];
  return db
    .selectFrom('micro_credentials')
    .select(['id', 'title', 'issuer_id as issuerId'])
    .where('issuer_id', 'in', [...keeper.issuerIds])
    .orderBy('title')
    .execute();
}

/** One that the keeper may change: their own, or a shared one where they lead. */
export async function lockSavedComment(trx: Trx, keeper: Keeper, id: string) {
  const { rows } = await sql<{ id: string; issuerId: string; body: string; isShared: boolean }>`
    select id, issuer_id as "issuerId", body, is_shared as "isShared" from saved_comments
    where id = ${id} and issuer_id = any(${[...keeper.issuerIds]}::uuid[])
      and (owner_id = ${keeper.id} or (is_shared and issuer_id = any(${[...keeper.leadIssuerIds]}::uuid[])))
    for update`.execute(trx);
  return rows[0];
}
