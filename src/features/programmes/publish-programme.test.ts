import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Definition, ProgrammeDocument, Series } from '#domain/definition/schema.ts';
import { createDatabase as createKysely, type Database } from '#platform/database.ts';
import { projectRoot } from '#platform/root.ts';
import { createDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { checkProgrammes } from './check-programmes.ts';
import { compareVersions, listVersions } from './programmes.queries.ts';
import { publishProgramme } from './publish-programme.ts';

const slug = 'constructing-and-growing-equity';
let programmes: ProgrammeDocument[];
let test: TestDatabase;
let db: Database;

beforeAll(async () => {
  const { documents } = await checkProgrammes(join(projectRoot, 'programmes'));
  programmes = documents.map(({ document }) => document);
});
beforeEach(async () => {
  test = await createDatabase();
  db = createKysely(test.pool);
  return () => test.drop();
});

/** The programmes with one definition changed. */
function change(update: (definition: Definition) => Partial<Definition>): ProgrammeDocument[] {
  return programmes.map((document) =>
    document.slug === slug && document.kind === 'micro-credential' ? { ...document, ...update(document) } : document,
  );
}

async function issuerId(): Promise<string> {
  return (
    await db.selectFrom('issuers').select('id').where('slug', '=', 'ed-leaders-network').executeTakeFirstOrThrow()
  ).id;
}

describe('publishing programmes', () => {
  it('publishes every document with version 1, its series members and an audit event each', async () => {
    const result = await publishProgramme(db, programmes, null);

    expect(result).toMatchObject({ ok: true });
    expect(result.ok && result.published).toHaveLength(programmes.length);
    const rows = await db.selectFrom('definition_versions').select(['number', 'sha256']).execute();
    expect(rows).toHaveLength(22);
    expect(rows.every(({ number }) => number === 1)).toBe(true);
    const members = await db
      .selectFrom('series_members')
      .select(sql<number>`count(*)`.as('count'))
      .executeTakeFirst();
    expect(members?.count).toBe(19);
    const events = await db.selectFrom('audit_events').select('action').execute();
    expect(events).toHaveLength(programmes.length);
  });

  it('publishes nothing when the content is the same', async () => {
    await publishProgramme(db, programmes, null);

    expect(await publishProgramme(db, programmes, null)).toEqual({ ok: true, published: [] });
    expect(await db.selectFrom('audit_events').select('id').execute()).toHaveLength(programmes.length);
  });

  it('gives changed content the next number, shows it in the catalogue and keeps the old version', async () => {
    await publishProgramme(db, programmes, null);

    const result = await publishProgramme(
      db,
      change(() => ({ title: 'Growing Equity' })),
      null,
    );

    expect(result).toEqual({ ok: true, published: [{ kind: 'micro-credential', slug, number: 2 }] });
    const shown = await db.selectFrom('micro_credentials').select('title').where('slug', '=', slug).executeTakeFirst();
    expect(shown?.title).toBe('Growing Equity');
    const versions = await listVersions(db, await issuerId(), slug);
    expect(versions.map(({ number, isCurrent }) => [number, isCurrent])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it('makes a version current again when its content returns', async () => {
    await publishProgramme(db, programmes, null);
    await publishProgramme(
      db,
      change(() => ({ title: 'Growing Equity' })),
      null,
    );

    expect(await publishProgramme(db, programmes, null)).toMatchObject({
      published: [{ slug, number: 1, again: true }],
    });
    const versions = await listVersions(db, await issuerId(), slug);
    expect(versions.find(({ isCurrent }) => isCurrent)?.number).toBe(1);
  });

  it('publishes nothing at all when one document is refused', async () => {
    const stray: ProgrammeDocument[] = programmes.map((document) =>
      document.slug === slug && document.kind === 'micro-credential' ? { ...document, issuer: 'nobody' } : document,
    );

    expect(await publishProgramme(db, stray, null)).toEqual({ ok: false, reason: 'unknown-issuer', slug });
    expect(await db.selectFrom('issuers').select('id').execute()).toEqual([]);
  });

  it('refuses a slug that another issuer has published', async () => {
    await publishProgramme(db, programmes, null);
    const taken = change(() => ({ issuer: 'teaching-matters' }));

    expect(await publishProgramme(db, taken, null)).toEqual({ ok: false, reason: 'other-issuers-slug', slug });
  });

  it('refuses a series with a member that nobody published', async () => {
    const lost = programmes.filter((document) => document.slug !== 'collecting-data');

    expect(await publishProgramme(db, lost, null)).toMatchObject({ ok: false, reason: 'unknown-member' });
  });

  it('replaces the members of a series', async () => {
    await publishProgramme(db, programmes, null);
    const shorter = programmes.map((document): ProgrammeDocument =>
      document.kind === 'series' && document.slug === 'leadership-for-equity'
        ? ({ ...document, members: document.members.slice(0, 2), prerequisites: [] } satisfies Series)
        : document,
    );

    await publishProgramme(db, shorter, null);

    const members = await db
      .selectFrom('series_members as m')
      .innerJoin('series as s', 's.id', 'm.series_id')
      .select('m.position')
      .where('s.slug', '=', 'leadership-for-equity')
      .execute();
    expect(members).toHaveLength(2);
  });

  it('waits for a publication already under way, then finds nothing to do', async () => {
    const first = await db.startTransaction().execute();
    await sql`select pg_advisory_xact_lock(hashtextextended('publish', 0))`.execute(first);
    const second = publishProgramme(db, programmes, null);
    const waiting = async () =>
      (await sql`select 1 from pg_locks where locktype = 'advisory' and not granted`.execute(db)).rows.length;
    try {
      await expect.poll(waiting).toBe(1);
      expect(await db.selectFrom('issuers').select('id').execute()).toEqual([]);
    } finally {
      await first.rollback().execute();
    }

    expect(await second).toMatchObject({ ok: true });
  });
});

describe('comparing versions', () => {
  it('names what changed, with its value before and after', async () => {
    await publishProgramme(db, programmes, null);
    await publishProgramme(
      db,
      change(({ worth }) => ({ worth: { ...worth, pdHours: worth.pdHours + 2 } })),
      null,
    );

    const comparison = await compareVersions(db, await issuerId(), slug, { before: 1, after: 2 });

    expect(comparison?.differences).toEqual([{ path: 'worth › pdHours', before: 20, after: 22 }]);
  });

  it('finds nothing for another issuer', async () => {
    await publishProgramme(db, programmes, null);
    const other = await db
      .selectFrom('issuers')
      .select('id')
      .where('slug', '=', 'teaching-matters')
      .executeTakeFirstOrThrow();

    expect(await compareVersions(db, other.id, slug, { before: 1, after: 1 })).toBeUndefined();
  });
});
