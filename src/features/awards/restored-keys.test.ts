import type { Pool } from 'pg';
import { expect, it } from 'vitest';
import { type TestSite, createTestApp } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { type Published, insertEnrolment, insertPublished } from '../../../test/support/factories.ts';
import { checkKeys } from './check-keys.ts';
import { issueAward } from './issue-award.ts';
import { listIssuerKeys } from './issuer-keys.queries.ts';
import { KeyUnreadableError } from './key-vault.ts';
import { revokeKey } from './revoke-key.ts';
import { rotateKey } from './rotate-key.ts';

it('restored from a backup, every older award verifies and the keys sign on, with the same SECRET and no other', async () => {
  const site = await createTestApp();
  const restored = await createTestApp();
  try {
    const published = await insertPublished(site);
    const { issuer } = published;
    const publicIds = [await award(site, published)];
    const active = (await listIssuerKeys(site.db, issuer.id)).map(({ id }) => id);
    for (const keyId of active) await rotateKey(site.deps, { issuer, keyId, actorId: null });
    publicIds.push(await award(site, published));
    const lost = (await listIssuerKeys(site.db, issuer.id)).find(
      ({ state, algorithm }) => state === 'active' && algorithm === 'ed25519',
    );
    await revokeKey(site.deps, { issuer, keyId: lost?.id ?? '', reason: 'Lost.', actorId: null });
    await site.runJobs();
    const waiting = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });

    await copyDatabase(site.deps.pool, restored.deps.pool);

    // One was signed before the keys were rotated and is as it was; the other was signed again after one was revoked.
    expect(await verdictsOf(restored, publicIds)).toEqual([
      ['1 credential: verified', '1 jwt: verified'],
      ['1 credential: failed', '1 jwt: failed', '2 credential: verified', '2 jwt: verified'],
    ]);
    const stranger = { ...restored.deps, secret: 'another secret, also long enough to be one' };
    await expect(issueAward(stranger, waiting)).rejects.toThrow(KeyUnreadableError);
    expect((await checkKeys(stranger)).map(({ problem }) => problem)).toEqual(
      Array.from({ length: 4 }, () => expect.stringContaining('can’t be read with the present SECRET') as string),
    );

    expect((await checkKeys(restored.deps)).map(({ problem }) => problem)).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
    const issued = await issueAward(restored.deps, waiting);
    const [verdicts] = await verdictsOf(restored, [issued.ok ? issued.publicId : '']);
    expect(verdicts).toEqual(['1 credential: verified', '1 jwt: verified']);
  } finally {
    await Promise.all([site.close(), restored.close()]);
  }
});

async function award(site: TestSite, published: Published): Promise<string> {
  const { attemptId } = await insertDecided(site, { enrolment: await insertEnrolment(site, { published }) });
  const result = await issueAward(site.deps, { attemptId });
  if (!result.ok) throw new Error(result.reason);
  return result.publicId;
}

/** What our own verifier says of every credential of these awards, with the keys and the status lists that the site serves. */
async function verdictsOf(site: TestSite, publicIds: readonly string[]): Promise<string[][]> {
  const verdicts = [];
  for (const publicId of publicIds) {
    const rows = await site.db
      .selectFrom('award_credentials as c')
      .innerJoin('awards as a', 'a.id', 'c.award_id')
      .select(['c.number', 'c.credential', 'c.jwt'])
      .where('a.public_id', '=', publicId)
      .orderBy('c.number')
      .execute();
    const ofAward = [];
    for (const { number, credential, jwt } of rows)
      for (const [form, award] of Object.entries({ credential, jwt })) {
        const answer = await site.app.inject({ method: 'POST', url: '/api/verify', payload: { award } });
        ofAward.push(`${number} ${form}: ${answer.json<{ outcome: string }>().outcome}`);
      }
    verdicts.push(ofAward);
  }
  return verdicts;
}

/** Every row of every table, as a dump holds them, into a database that has the tables alone. */
async function copyDatabase(from: Pool, to: Pool): Promise<void> {
  const client = await to.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    const { rows: tables } = await from.query<{ name: string; columns: string }>(
      `select table_name as name, string_agg(quote_ident(column_name), ', ') as columns
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
       where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER' group by 1`,
    );
    for (const { name, columns } of tables) {
      const { rows } = await from.query<{ rows: unknown }>(`select coalesce(json_agg(t), '[]') as rows from ${name} t`);
      await client.query(`delete from ${name}`);
      await client.query(
        `insert into ${name} (${columns}) overriding system value select ${columns} from json_populate_recordset(null::${name}, $1)`,
        [JSON.stringify(rows[0]?.rows)],
      );
    }
    const { rows: counters } = await client.query<{ name: string; column: string }>(
      `select table_name as name, column_name as column from information_schema.columns
       where table_schema = 'public' and is_identity = 'YES'`,
    );
    for (const { name, column } of counters)
      await client.query(
        `select setval(pg_get_serial_sequence('${name}', '${column}'), (select coalesce(max(${column}), 1) from ${name}))`,
      );
    await client.query('commit');
  } finally {
    client.release();
  }
}
