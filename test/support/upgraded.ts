import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { migrate } from '#platform/migrate.ts';
import { projectRoot } from '#platform/root.ts';
import { baseDefinition } from './factories.ts';
import { createDatabase } from './postgres.ts';

const migrations = join(projectRoot, 'migrations');

/** What a database from before judging holds: attempts that wait, are being rated, came back, were earned and were withdrawn. */
export const attemptsOfOld = `
  insert into people (name, email) values ('Ada', 'ada@example.org'), ('Ben', 'ben@example.org');
  insert into issuers (slug, name, statement, palette) values ('issuer', 'Issuer', 'Publishes.', 'teal');
  create temporary table old as select * from (values
    ('waiting', 'submitted', 1), ('claimed', 'submitted', 1), ('back', 'working', 1), ('again', 'submitted', 2),
    ('earned', 'earned', 1), ('taken-back', 'working', 1)) as o (slug, state, attempts);
  insert into micro_credentials (issuer_id, slug, title, statement, summary, audience, pd_hours)
    select i.id, o.slug, o.slug, 'Does.', 'Do.', '{teacher}', 1 from issuers i, old o;
  insert into definition_versions (issuer_id, micro_credential_id, number, sha256, document)
    select issuer_id, id, 1, repeat('a', 64), current_setting('test.document')::jsonb from micro_credentials;
  insert into enrolments (issuer_id, person_id, micro_credential_id, definition_version_id, state, attempts_count, submitted_at, due_at, earned_at)
    select m.issuer_id, p.id, m.id, v.id, o.state, o.attempts, now(),
      case o.state when 'submitted' then now() + interval '5 days' end, case o.state when 'earned' then now() end
    from old o join micro_credentials m using (slug) join definition_versions v on v.micro_credential_id = m.id, people p
    where p.name = 'Ada';
  insert into attempts (issuer_id, enrolment_id, definition_version_id, number, sealed, sha256, submitted_at)
    select e.issuer_id, e.id, e.definition_version_id, n, '{}', md5(e.id::text || n) || md5(n::text), now()
    from enrolments e, generate_series(1, e.attempts_count) as n;
  insert into assessments (issuer_id, attempt_id, assessor_id, lease_expires_at)
    select t.issuer_id, t.id, p.id, now() + interval '8 hours'
    from attempts t join enrolments e on e.id = t.enrolment_id join micro_credentials m on m.id = e.micro_credential_id, people p
    where p.name = 'Ben' and t.number = 1 and m.slug in ('claimed', 'back', 'again', 'earned');
  insert into ratings (assessment_id, attempt_id, look_for_key, value, comment)
    select a.id, a.attempt_id, 'tally-counts', 'yes', 'Counted.' from assessments a;
  update assessments a set state = 'completed', completed_at = now()
    from attempts t join enrolments e on e.id = t.enrolment_id join micro_credentials m on m.id = e.micro_credential_id
    where t.id = a.attempt_id and m.slug <> 'claimed';
  insert into decisions (attempt_id, issuer_id, assessment_id, outcome, decided_by, released_at)
    select a.attempt_id, a.issuer_id, a.id, case e.state when 'earned' then 'earned' else 'not_yet' end, a.assessor_id, now()
    from assessments a join attempts t on t.id = a.attempt_id join enrolments e on e.id = t.enrolment_id where a.state = 'completed'`;

/** Fills a database as it was before a migration, brings it up to date, and hands it over. */
export async function upgraded(before: string, rows: string, look: (pool: Pool) => Promise<void>): Promise<void> {
  const database = await createDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  try {
    await database.pool.query('drop schema public cascade; drop schema graphile_worker cascade; create schema public');
    for (const name of await readdir(migrations))
      if (name < before) await copyFile(join(migrations, name), join(folder, name));
    await migrate(database.url, folder);
    const old = await database.pool.connect();
    try {
      await old.query(`select set_config('test.document', $1, false)`, [JSON.stringify(baseDefinition())]);
      await old.query(rows);
    } finally {
      old.release();
    }
    await migrate(database.url);
    await look(database.pool);
  } finally {
    await database.drop();
    await rm(folder, { recursive: true });
  }
}
