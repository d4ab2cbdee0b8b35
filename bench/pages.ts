import type pg from 'pg';
import { reportTitles } from '../src/features/reports/report.ts';
import { cookieOf, largeSlug } from './population.ts';

export type BenchPage = { name: string; url: string; cookie: string | undefined };

/** The pages that are measured, on rows of this database. */
export async function listBenchPages(pool: pg.Pool, secret: string): Promise<BenchPage[]> {
  const working = await one<{ id: string; email: string; key: string }>(
    pool,
    `select e.id, p.email, i.requirement_key as key from enrolments e join people p on p.id = e.person_id join evidence_items i on i.enrolment_id = e.id
     where e.state = 'working' order by e.id, i.id limit 1`,
  );
  const large = await one<{ id: string; email: string }>(
    pool,
    `select e.id, p.email from enrolments e join people p on p.id = e.person_id join micro_credentials m on m.id = e.micro_credential_id where m.slug = '${largeSlug}'`,
  );
  const claimed = await one<{ id: string; attempt_id: string; email: string }>(
    pool,
    `with waiting as (select a.id, a.issuer_id from enrolments e join attempts a on a.enrolment_id = e.id and a.number = e.attempts_count where e.state = 'submitted' and not exists (select 1 from assessments s where s.attempt_id = a.id) order by a.id limit 1)
     insert into assessments (issuer_id, attempt_id, assessor_id, lease_expires_at)
     select w.issuer_id, w.id, p.id, now() + interval '8 hours' from waiting w join people p on p.email = 'assessor1@bench.example'
     returning id, attempt_id, 'assessor1@bench.example' as email`,
  );
  const award = await one<{ public_id: string }>(pool, 'select public_id from awards order by id limit 1');
  const earner = cookieOf(working.email, secret);
  const assessor = cookieOf(claimed.email, secret);
  const lead = cookieOf('lead@bench.example', secret);
  const reports = Object.keys(reportTitles).map((key) => ({
    name: `report-${key}`,
    url: key === 'overview' ? '/lead/reports' : `/lead/reports/${key}`,
    cookie: lead,
  }));
  return [
    { name: 'library', url: '/library', cookie: undefined },
    { name: 'search', url: '/library?q=equitable+culture', cookie: undefined },
    { name: 'my-work', url: '/work', cookie: earner },
    { name: 'workspace', url: `/work/${working.id}`, cookie: earner },
    { name: 'workspace-200', url: `/work/${large.id}`, cookie: cookieOf(large.email, secret) },
    { name: 'portfolio-200', url: `/work/${large.id}/requirements/portfolio`, cookie: cookieOf(large.email, secret) },
    { name: 'queue', url: '/desk', cookie: assessor },
    { name: 'scoring', url: `/desk/assessments/${claimed.id}`, cookie: assessor },
    { name: 'own-comments', url: '/desk/comments', cookie: assessor },
    { name: 'lead', url: '/lead', cookie: lead },
    { name: 'decisions', url: '/lead/decisions', cookie: lead },
    { name: 'led-attempt', url: `/lead/attempts/${claimed.attempt_id}`, cookie: lead },
    { name: 'workload', url: '/lead/workload', cookie: lead },
    { name: 'concerns', url: '/lead/concerns', cookie: lead },
    { name: 'calibration', url: '/lead/calibration', cookie: lead },
    { name: 'norming', url: '/lead/norming/new', cookie: lead },
    { name: 'ledger', url: '/lead/ledger', cookie: lead },
    ...reports,
    { name: 'verification', url: `/verify/${award.public_id}`, cookie: undefined },
  ];
}

async function one<Row extends pg.QueryResultRow>(pool: pg.Pool, text: string): Promise<Row> {
  const { rows } = await pool.query<Row>(text);
  const [row] = rows;
  if (!row) throw new Error(`The population has no row for: ${text}`);
  return row;
}
