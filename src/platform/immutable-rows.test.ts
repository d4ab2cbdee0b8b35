import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp } from '../../test/support/app.ts';
import { insertIssuer } from '../../test/support/factories.ts';
import { handIn, startWork } from '../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

/** What the database answers to a statement that it must refuse. */
function refusal(statement: string): Promise<string> {
  return sql
    .raw(statement)
    .execute(site.db)
    .then(
      () => 'done',
      (error: unknown) => String(error),
    );
}

it.each([
  'definition_versions',
  'series_versions',
  'attempts',
  'attempt_files',
  'assessments',
  'ratings',
  'decisions',
  'awards',
  'award_credentials',
  'status_entries',
  'award_status_events',
  'issuer_keys',
  'audit_events',
  'evidence_history',
  'blobs',
])('refuses to empty %s', async (table) => {
  expect(await refusal(`truncate ${table} cascade`)).toContain('rows never change (truncate refused)');
});

it('keeps work on its version and with its earner', async () => {
  const mine = await startWork(site);
  const other = await startWork(site);
  for (const column of ['definition_version_id', 'person_id', 'micro_credential_id', 'issuer_id'])
    expect
      .soft(
        await refusal(
          `update enrolments set ${column} = (select ${column} from enrolments where id = '${other.id}') where id = '${mine.id}'`,
        ),
        column,
      )
      .toContain('enrolments rows never change');
});

it('keeps the content of an artifact, which may still be taken out', async () => {
  const desk = await startWork(site);
  const id = await handIn(site, desk, 'tally');
  expect(await refusal(`update artifacts set name = 'another.pdf' where id = '${id}'`)).toContain(
    'artifacts rows never',
  );
  expect(await refusal(`update artifacts set removed_at = now() where id = '${id}'`)).toBe('done');
});

it('keeps the public half of a key, which may still retire', async () => {
  const issuer = await insertIssuer(site);
  const key = `where public_multibase = 'z-immutable'`;
  await refusal(
    `insert into issuer_keys (issuer_id, public_multibase, secret_encrypted) values ('${issuer.id}', 'z-immutable', 'x')`,
  );
  expect(await refusal(`update issuer_keys set public_multibase = 'z-other' ${key}`)).toContain(
    'issuer_keys rows never',
  );
  expect(await refusal(`delete from issuer_keys ${key}`)).toContain('issuer_keys rows never');
  expect(await refusal(`update issuer_keys set retired_at = now() ${key}`)).toBe('done');
});
