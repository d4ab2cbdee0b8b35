import pg from 'pg';
import { Kysely, PostgresDialect } from 'kysely';
import { startThrowawayPostgres } from './support/postgres-cluster.ts';
import { countWaiting, listQueue } from '../src/features/queue/queue.queries.ts';
const server = await startThrowawayPostgres();
try {
  const pool = new pg.Pool({ connectionString: `${server.serverUrl}/tessera_template`, max: 2 });
  const c = await pool.connect();
  await c.query('set session_replication_role = replica');
  await c.query(`do $$ declare r record; begin for r in select conrelid::regclass t, conname from pg_constraint where contype='c' and conrelid<>0 and connamespace='public'::regnamespace loop execute format('alter table %s drop constraint %I', r.t, r.conname); end loop;
   for r in select table_name t, column_name c from information_schema.columns where table_schema='public' and is_nullable='NO' and column_default is null and table_name in ('issuers','micro_credentials','definition_versions','attempts','enrolments','people','schools','judgings') and column_name not in ('id','attempt_id','rubric_sha256') loop execute format('alter table %I alter column %I drop not null', r.t, r.c); end loop; end $$`);
  await c.query(`
    insert into issuers (name, slug, statement, palette) values ('I','i','s','x')`).catch(async (e) => { console.log(e.message); const r = await c.query(`select column_name, is_nullable, column_default from information_schema.columns where table_name='issuers'`); console.log(r.rows); });
  const iss = (await c.query('select id from issuers')).rows[0].id;
  await c.query(`insert into people (name,email,email_verified) select 'P'||n,'p'||n||'@x.example',true from generate_series(1,10020) n`);
  await c.query(`insert into micro_credentials (issuer_id, slug, title) select $1,'m'||n,'M'||n from generate_series(1,8) n`, [iss]).catch(async (e) => { console.log(e.message); const r = await c.query(`select column_name, is_nullable, column_default from information_schema.columns where table_name='micro_credentials'`); console.log(r.rows); throw e; });
  await c.query(`insert into definition_versions (micro_credential_id, number, document, sha256, published_by) select id,1,'{"guides":[]}',repeat('a',64),(select id from people limit 1) from micro_credentials`).catch(async (e) => { console.log(e.message); const r = await c.query(`select column_name, is_nullable, column_default from information_schema.columns where table_name='definition_versions'`); console.log(r.rows); throw e; });
  await c.query(`insert into enrolments (issuer_id, person_id, micro_credential_id, definition_version_id, state, attempts_count, submitted_at)
    select $1, p.id, v.micro_credential_id, v.id, 'submitted', 1, now() from (select id, row_number() over () n from people where substr(email,2,6) < '99999' limit 10000) p
    cross join generate_series(1,6) j join (select *, row_number() over () k from definition_versions) v on v.k = (p.n + j) % 8 + 1`, [iss]);
  await c.query(`insert into attempts (enrolment_id, issuer_id, number, definition_version_id, sealed, sha256, submitted_at) select id, issuer_id, 1, definition_version_id, '{}', repeat('b',64), now() from enrolments`).catch(async (e) => { console.log(e.message); const r = await c.query(`select column_name, is_nullable, column_default from information_schema.columns where table_name='attempts'`); console.log(r.rows); throw e; });
  await c.query(`insert into judgings (attempt_id, issuer_id, enrolment_id, micro_credential_id, definition_version_id, stage, language, submitted_at, check_due_at, due_at)
    select t.id, t.issuer_id, e.id, e.micro_credential_id, e.definition_version_id, case when random()<0.2 then 'pre_check' when random()<0.97 then 'scoring' else 'adjudication' end, case when random()<.15 then 'es-MX' else 'en' end, now(), now() + random()*interval '3 days', now() + random()*interval '9 days' from attempts t join enrolments e on e.id=t.enrolment_id
    `).catch((e) => { console.log(e.message); throw e; });
  await c.query(`update judgings set adjudication_round=1, contested='{a}' where stage='adjudication'`);
  const me = (await c.query(`select id from people where email='p10020@x.example'`)).rows[0].id;
  await c.query(`insert into memberships (issuer_id, person_id, role) values ($1,$2,'assessor')`, [iss, me]);
  await c.query(`insert into schools (name) values ('S')`);
  await c.query(`insert into affiliations (person_id, school_id, since) select p.id, s.id, now() from schools s, (select id from people order by email limit 60) p where p.id <> $1 union all select $1, id, now() from schools`, [me]);
  for (const ddl of (process.env.DDL ?? '').split(';').filter(Boolean)) await c.query(ddl);
  await c.query('vacuum analyze');
  const sqls: { sql: string; params: readonly unknown[] }[] = [];
  const db = new Kysely<any>({ dialect: new PostgresDialect({ pool }), log: (e: any) => { sqls.push({ sql: e.query.sql, params: e.query.parameters }); } });
  const who = { id: me, issuerIds: [iss] };
  const now = new Date();
  const timed = async (name: string, run: () => Promise<any>) => {
    const ts: number[] = []; let r: any;
    for (let i = 0; i < 7; i++) { const t = performance.now(); r = await run(); ts.push(performance.now() - t); }
    ts.sort((a, b) => a - b);
    console.log(name, ts.map((t) => t.toFixed(1)).join(' '), JSON.stringify(r).length, r.length ?? r.attempts.length, JSON.stringify(r).slice(0, 160));
  };
  await timed('queue', () => listQueue(db as any, who, { now }));
  await timed('queue es', () => listQueue(db as any, who, { now, language: 'es' }));
  await timed('queue fr (nobody)', () => listQueue(db as any, who, { now, language: 'fr' }));
  await timed('adj fr (nobody)', () => listQueue(db as any, who, { now, language: 'fr', stage: 'adjudication' }));
  await timed('checks fr (nobody)', () => listQueue(db as any, who, { now, language: 'fr', stage: 'pre_check' }));
  await timed('queue m1 fr', () => listQueue(db as any, who, { now, language: 'fr', microCredential: 'm1' }));
  await timed('count', () => countWaiting(db as any, who, { now }));
  await timed('count all', () => countWaiting(db as any, who, { now, language: 'all' }));
  await c.query(`insert into assessor_profiles (issuer_id, person_id, languages) values ($1,$2,'{fr,de}')`, [iss, me]);
  await timed('queue profile fr,de', () => listQueue(db as any, who, { now }));
  await timed('count profile fr,de', () => countWaiting(db as any, who, { now }));
  await c.query(`update assessor_profiles set languages='{en,es}'`);
  await timed('queue profile en,es', () => listQueue(db as any, who, { now }));
  await timed('count profile en,es', () => countWaiting(db as any, who, { now }));
  if (process.env.EXPLAIN) {
    const seen = new Set<string>();
    for (const q of sqls) { if (seen.has(q.sql) || !/judgings/.test(q.sql)) continue; seen.add(q.sql);
      const r = await c.query('explain (analyze, buffers off, costs off, timing on) ' + q.sql, q.params as any[]);
      console.log('-----', q.sql.slice(0, 120)); console.log(r.rows.map((x: any) => x['QUERY PLAN']).join('\n')); }
  }
  c.release(); await pool.end();
} catch (e) { console.log(e); } finally { await server.stop(); }
