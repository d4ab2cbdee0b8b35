import { sql } from 'kysely';
import type { Definition, Series } from '#domain/definition/schema.ts';
import { canonicalJson } from '#domain/definition/canonical.ts';
import type { Trx } from '#platform/database.ts';
import { sha256 as hash } from '#platform/hash.ts';

/** What is published in numbered versions. */
export type VersionedTables = 'micro_credentials' | 'series';

export type NewVersion = {
  ownerId: string;
  number: number;
  /** Whether it is an earlier version that is current again. */
  again: boolean;
  sha256: string;
  before: string | null;
};

/** `onlyNew`: content that any version of this slug has had is left alone. */
type By = { issuerId: string; publishedBy: string | null; onlyNew: boolean };

/**
 * Makes the document the current version. Content that was published before becomes current again under its old number:
 * a version is its content.
 */
export async function publishVersion(
  trx: Trx,
  tables: VersionedTables,
  document: Definition | Series,
  { issuerId, publishedBy, onlyNew }: By,
): Promise<NewVersion | 'unchanged' | 'other-issuer'> {
  const text = canonicalJson(document);
  const sha256 = hash(text);
  const { slug, title, statement, summary, audience } = document;
  const owner = await lockOwner(trx, tables, slug);
  if (owner && owner.issuerId !== issuerId) return 'other-issuer';
  if (owner?.sha256 === sha256) return 'unchanged';
  if (owner && onlyNew && (await findVersion(trx, tables, owner.id, sha256))) return 'unchanged';

  const shown = {
    title,
    statement,
    summary,
    audience,
    ...(document.kind === 'micro-credential' ? { pd_hours: document.worth.pdHours } : {}),
  };
  const ownerId = owner?.id ?? (await insertOwner(trx, tables, { issuer_id: issuerId, slug, ...shown }));
  const version = await insertVersion(trx, tables, { ownerId, issuerId, publishedBy, sha256, text });
  await sql`update ${sql.table(tables)} set ${assignments({ ...shown, current_version_id: version.id })}, updated_at = now() where id = ${ownerId}`.execute(
    trx,
  );
  return { ownerId, number: version.number, again: version.again, sha256, before: owner?.sha256 ?? null };
}

const versionTables = {
  micro_credentials: { table: 'definition_versions', owner: 'micro_credential_id' },
  series: { table: 'series_versions', owner: 'series_id' },
} as const;

async function lockOwner(trx: Trx, tables: VersionedTables, slug: string) {
  const { rows } = await sql<{ id: string; issuerId: string; sha256: string | null }>`
    select o.id, o.issuer_id as "issuerId", v.sha256
    from ${sql.table(tables)} o left join ${sql.table(versionTables[tables].table)} v on v.id = o.current_version_id
    where o.slug = ${slug} for update of o`.execute(trx);
  return rows[0];
}

async function insertOwner(trx: Trx, tables: VersionedTables, values: Record<string, unknown>): Promise<string> {
  const columns = sql.join(Object.keys(values).map((column) => sql.ref(column)));
  const { rows } = await sql<{ id: string }>`
    insert into ${sql.table(tables)} (${columns}) values (${sql.join(Object.values(values))}) returning id`.execute(
    trx,
  );
  return rows[0]!.id;
}

type VersionRow = { ownerId: string; issuerId: string; publishedBy: string | null; sha256: string; text: string };

async function insertVersion(
  trx: Trx,
  tables: VersionedTables,
  row: VersionRow,
): Promise<{ id: string; number: number; again: boolean }> {
  const { table, owner } = versionTables[tables];
  const inserted = await sql<{ id: string; number: number }>`
    insert into ${sql.table(table)} (issuer_id, ${sql.ref(owner)}, number, sha256, document, published_by)
    select ${row.issuerId}, ${row.ownerId}::uuid, coalesce(max(number), 0) + 1, ${row.sha256}, ${row.text}::jsonb, ${row.publishedBy}
    from ${sql.table(table)} where ${sql.ref(owner)} = ${row.ownerId}
    on conflict (${sql.ref(owner)}, sha256) do nothing returning id, number`.execute(trx);
  if (inserted.rows[0]) return { ...inserted.rows[0], again: false };
  const held = await findVersion(trx, tables, row.ownerId, row.sha256);
  return { ...held!, again: true };
}

async function findVersion(trx: Trx, tables: VersionedTables, ownerId: string, sha256: string) {
  const { table, owner } = versionTables[tables];
  const { rows } = await sql<{ id: string; number: number }>`
    select id, number from ${sql.table(table)} where ${sql.ref(owner)} = ${ownerId} and sha256 = ${sha256}`.execute(
    trx,
  );
  return rows[0];
}

function assignments(values: Record<string, unknown>) {
  return sql.join(Object.entries(values).map(([column, value]) => sql`${sql.ref(column)} = ${value}`));
}
