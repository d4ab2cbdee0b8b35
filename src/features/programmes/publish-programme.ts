import { sql } from 'kysely';
import type { Issuer, ProgrammeDocument, Series } from '#domain/definition/schema.ts';
import { type AuditEvent, audit } from '#platform/audit.ts';
import type { Database, Trx } from '#platform/database.ts';
import { documentSha256 } from '#platform/hash.ts';
import { askToSweepStackAwards } from '../series/ask-for-stack-awards.ts';
import { publishVersion, type VersionedTables } from './publish-version.ts';

export type Published = {
  kind: 'issuer' | 'micro-credential' | 'series';
  slug: string;
  number?: number;
  /** Whether the version is an earlier one that is current again. */
  again?: boolean;
};

export type PublishResult =
  /** `published`: what is new or changed; everything else stood so already. */
  { ok: true; published: Published[] } | { ok: false; reason: PublishRefusal; slug: string };

/** Why nothing was published. */
export type PublishRefusal = 'unknown-issuer' | 'other-issuers-slug' | 'unknown-member';

export const publishRefusalMessages: Record<PublishRefusal, string> = {
  'unknown-issuer': 'its issuer is neither published nor among these documents',
  'other-issuers-slug': 'another issuer has published under this slug; choose another',
  'unknown-member': 'a micro-credential of this series is neither published nor among these documents',
};

class Refused extends Error {
  readonly refusal: { reason: PublishRefusal; slug: string };

  constructor(refusal: { reason: PublishRefusal; slug: string }) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

/**
 * Publishes documents that `check` has found valid: all of them, or none.
 *
 * Content with a new SHA-256 becomes the next version; content that is current already changes nothing, and that of an
 * earlier version makes it current again, unless `onlyNew` leaves it alone. Work in flight stays on the version that it
 * began with.
 */
export async function publishProgramme(
  db: Database,
  documents: readonly ProgrammeDocument[],
  publishedBy: string | null,
  { onlyNew = false }: { onlyNew?: boolean } = {},
): Promise<PublishResult> {
  try {
    return await db.transaction().execute(async (trx) => {
      // Two programs that start together publish one after the other; the second finds nothing to do.
      await sql`select pg_advisory_xact_lock(hashtextextended('publish', 0))`.execute(trx);
      return { ok: true, published: await publishAll(trx, documents, { publishedBy, onlyNew }) };
    });
  } catch (error) {
    if (error instanceof Refused) return { ok: false, ...error.refusal };
    throw error;
  }
}

async function publishAll(
  trx: Trx,
  documents: readonly ProgrammeDocument[],
  { publishedBy, onlyNew }: { publishedBy: string | null; onlyNew: boolean },
): Promise<Published[]> {
  const events: AuditEvent[] = [];
  const published: Published[] = [];
  const note = (item: Published, event: Omit<AuditEvent, 'actorId'>) => {
    published.push(item);
    events.push({ ...event, actorId: publishedBy });
  };

  for (const document of documents) {
    if (document.kind === 'issuer') await publishIssuer(trx, document, { onlyNew, note });
  }
  const issuers = new Map(
    (await trx.selectFrom('issuers').select(['id', 'slug']).execute()).map(({ id, slug }) => [slug, id]),
  );
  for (const kind of ['micro-credential', 'series'] as const) {
    const tables: VersionedTables = kind === 'series' ? 'series' : 'micro_credentials';
    for (const document of documents) {
      if (document.kind !== kind) continue;
      const issuerId = issuers.get(document.issuer);
      if (issuerId === undefined) throw new Refused({ reason: 'unknown-issuer', slug: document.slug });
      const version = await publishVersion(trx, tables, document, { issuerId, publishedBy, onlyNew });
      if (version === 'other-issuer') throw new Refused({ reason: 'other-issuers-slug', slug: document.slug });
      if (version === 'unchanged') continue;
      if (document.kind === 'series') {
        await replaceMembers(trx, version.ownerId, document);
        if (document.stackAward) await askToSweepStackAwards(trx, version.ownerId);
      }
      note(
        { kind, slug: document.slug, number: version.number, ...(version.again ? { again: true } : {}) },
        {
          issuerId,
          action: `${kind}.published`,
          subject: { type: kind, id: version.ownerId },
          details: { slug: document.slug, number: version.number },
          beforeSha256: version.before,
          afterSha256: version.sha256,
        },
      );
    }
  }
  for (const event of events) await audit(trx, event);
  return published;
}

type Note = (item: Published, event: Omit<AuditEvent, 'actorId'>) => void;

async function publishIssuer(
  trx: Trx,
  { slug, name, statement, website, email, palette }: Issuer,
  { onlyNew, note }: { onlyNew: boolean; note: Note },
): Promise<void> {
  const values = { name, statement, website: website ?? null, email: email ?? null, palette };
  const before = await trx
    .selectFrom('issuers')
    .select(['id', 'name', 'statement', 'website', 'email', 'palette'])
    .where('slug', '=', slug)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const { id, ...held } = before ?? { id: undefined };
  const beforeSha256 = id === undefined ? null : documentSha256(held);
  const afterSha256 = documentSha256(values);
  if (beforeSha256 === afterSha256) return;
  if (onlyNew && id !== undefined && (await wasPublished(trx, id, afterSha256))) return;

  const row = await trx
    .insertInto('issuers')
    .values({ slug, ...values })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet({ ...values, updated_at: sql`now()` }))
    .returning('id')
    .executeTakeFirstOrThrow();
  note(
    { kind: 'issuer', slug },
    {
      issuerId: row.id,
      action: 'issuer.published',
      subject: { type: 'issuer', id: row.id },
      details: { slug },
      beforeSha256,
      afterSha256,
    },
  );
}

/** An issuer has no versions; the audit trail knows what stood here before. */
async function wasPublished(trx: Trx, issuerId: string, sha256: string): Promise<boolean> {
  const event = await trx
    .selectFrom('audit_events')
    .select('id')
    .where('subject_type', '=', 'issuer')
    .where('subject_id', '=', issuerId)
    .where('action', '=', 'issuer.published')
    .where('after_sha256', '=', sha256)
    .limit(1)
    .executeTakeFirst();
  return event !== undefined;
}

async function replaceMembers(trx: Trx, seriesId: string, { slug, members }: Series): Promise<void> {
  const found = await trx
    .selectFrom('micro_credentials')
    .select(['id', 'slug'])
    .where(
      'slug',
      'in',
      members.map((member) => member.microCredential),
    )
    .execute();
  const ids = new Map(found.map((row) => [row.slug, row.id]));
  const rows = members.map(({ microCredential, tier, strand }, position) => {
    const id = ids.get(microCredential);
    if (id === undefined) throw new Refused({ reason: 'unknown-member', slug });
    return { series_id: seriesId, micro_credential_id: id, tier, strand, position };
  });
  await trx.deleteFrom('series_members').where('series_id', '=', seriesId).execute();
  await trx.insertInto('series_members').values(rows).execute();
}
