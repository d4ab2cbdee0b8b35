import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, noon } from '../../../test/support/app.ts';
import { type Published, insertEnrolment } from '../../../test/support/factories.ts';
import { funnelQuery } from './dashboard.queries.ts';
import { programmesQuery } from './programmes.queries.ts';

let site: TestSite;
let published: Published;
beforeAll(async () => {
  site = await createTestApp();
  published = (await insertEnrolment(site)).published;
  for (let other = 0; other < 4; other += 1) await insertEnrolment(site);
  await enrolMany();
});
afterAll(() => site.close());

/** 5000 people with each of five issuers: of ten six earned it, one tried, three are new; one in a hundred waits. */
async function enrolMany(): Promise<void> {
  await site.db.transaction().execute(async (trx) => {
    // A vacuum marks a page as visible to all only once the commit of its rows is on the disk.
    await sql`set local synchronous_commit = on`.execute(trx);
    await sql`insert into people (name, email) select 'P' || n, n || '@many.example' from generate_series(1, 5000) n`.execute(
      trx,
    );
    await sql`
      insert into enrolments (issuer_id, person_id, micro_credential_id, definition_version_id, state, attempts_count, submitted_at, due_at, earned_at)
      select e.issuer_id, p.id, e.micro_credential_id, e.definition_version_id, s.state, s.attempts,
        case when s.attempts > 0 then now() end, case when s.state = 'submitted' then now() end,
        case when s.state = 'earned' then now() end
      from people p
      cross join enrolments e
      cross join lateral (select split_part(p.email, '@', 1)::int as n where p.email like '%@many.example') i
      cross join lateral (select
        case when n % 100 = 0 then 'submitted' when n % 10 < 6 then 'earned' else 'working' end as state,
        case when n % 10 < 7 then 1 else 0 end as attempts) s`.execute(trx);
  });
  await sql`vacuum analyze enrolments`.execute(site.db);
}

type Plan = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Plan[] };

/** How the enrolments are read: from which index alone, or their rows by which. */
function readsOf(plan: Plan): string[] {
  const { 'Node Type': type, 'Relation Name': relation, 'Index Name': index } = plan;
  const inner = (plan.Plans ?? []).flatMap(readsOf);
  if (index?.startsWith('enrolments_')) return [type === 'Index Only Scan' ? index : `rows by ${index}`, ...inner];
  return relation === 'enrolments' && inner.length === 0 ? ['every row'] : inner;
}

it.each([
  [
    'dashboard',
    () => funnelQuery(published.issuer.id, noon),
    ['enrolments_ever_submitted', 'enrolments_issuer', 'rows by enrolments_waiting'],
  ],
  ['programmes', () => programmesQuery(published.issuer.id), ['enrolments_issuer']],
])('the figures of the %s come from indexes, however many enrolled', async (_page, query, reads) => {
  const { rows } = await sql<{ 'QUERY PLAN': { Plan: Plan }[] }>`explain (format json) ${query()}`.execute(site.db);
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  expect(plan && readsOf(plan).sort()).toEqual(reads);
});

it('the figures are right', async () => {
  const [row] = (await funnelQuery(published.issuer.id, noon).execute(site.db)).rows;
  expect(row).toMatchObject({ enrolled: 5001, submitted: 3500, earned: 2950, waiting: 50 });
  const [programme] = (await programmesQuery(published.issuer.id).execute(site.db)).rows;
  expect(programme).toMatchObject({ enrolled: 5001, atWork: 2051 });
});
