import type pg from 'pg';
import { cookieOf } from './population.ts';

type Served = { app: string; secret: string };

/** Requests that each save one rating: a claimed assessment per lane, its look-fors in turn, each with the revision that it has. */
export async function ratingTasks(
  pool: pg.Pool,
  { app, secret }: Served,
  count: number,
): Promise<(() => Promise<void>)[]> {
  const cookie = cookieOf('assessor2@bench.example', secret);
  const { rows } = await pool.query<{ id: string; look_for: string }>(
    `with waiting as (
       select a.id, a.issuer_id, (v.document #>> '{guides,0,lookFors,0,id}') as look_for
       from enrolments e join attempts a on a.enrolment_id = e.id and a.number = e.attempts_count join definition_versions v on v.id = a.definition_version_id
       where e.state = 'submitted' and not exists (select 1 from assessments s where s.attempt_id = a.id) order by a.id limit $1
     ), made as (
       insert into assessments (issuer_id, attempt_id, assessor_id, lease_expires_at)
       select w.issuer_id, w.id, p.id, now() + interval '8 hours' from waiting w join people p on p.email = 'assessor2@bench.example'
       returning id, attempt_id
     )
     select m.id, w.look_for from made m join waiting w on w.id = m.attempt_id`,
    [count],
  );
  return rows.map(({ id, look_for }) => async () => {
    const response = await fetch(`${app}/desk/assessments/${id}/ratings/${look_for}`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ value: 'yes', comment: 'Shown on the second page.', revision: 0 }),
    });
    if (!response.ok) throw new Error(`Saving a rating answered ${response.status}: ${await response.text()}`);
  });
}

/** Requests that each submit the next attempt of an enrolment whose evidence is complete. */
export async function submitTasks(
  pool: pg.Pool,
  { app, secret }: Served,
  count: number,
): Promise<(() => Promise<void>)[]> {
  const { rows } = await pool.query<{ id: string; email: string; number: number }>(
    `select e.id, p.email, e.attempts_count + 1 as number from enrolments e join people p on p.id = e.person_id join micro_credentials m on m.id = e.micro_credential_id
     where e.state = 'working' and m.slug = 'constructing-and-growing-equity' order by e.id limit $1`,
    [count],
  );
  return rows.map(({ id, email, number }) => async () => {
    const response = await fetch(`${app}/work/${id}/submit`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        cookie: cookieOf(email, secret),
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'text/html',
      },
      body: new URLSearchParams({ number: String(number) }).toString(),
    });
    await response.arrayBuffer();
    if (response.status !== 303) throw new Error(`Submitting answered ${response.status}`);
  });
}
