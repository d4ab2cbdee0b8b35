import type pg from 'pg';

/** How many ratings there are: attempts × two assessors × look-fors. */
export type RatedSize = { attempts: number; lookFors: number; assessors: number };

/** 50,000 attempts that two assessors scored over 10 look-fors: 1,000,000 ratings. */
export const millionRatings: RatedSize = { attempts: 50_000, lookFors: 10, assessors: 40 };

/**
 * Attempts of one micro-credential, each scored by two assessors on their own, by set-based SQL. Two of three ratings are
 * Yes, and the second assessor agrees with the first in four of five. Triggers rest meanwhile.
 */
export async function populateRated(pool: pg.Pool, size: RatedSize): Promise<{ issuerId: string }> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(insertOffer);
    const { rows } = await client.query<{ issuer_id: string }>(insertPeople, [size.attempts, size.assessors]);
    await client.query(insertAttempts);
    await client.query(insertAssessments, [size.assessors]);
    await client.query(insertRatings, [size.lookFors]);
    // The trigger that does this rests, too.
    await client.query(insertSheets);
    await client.query('commit');
    for (const table of ['people', 'enrolments', 'attempts', 'judgings', 'assessments', 'ratings', 'rating_sheets'])
      await client.query(`vacuum analyze ${table}`);
    return { issuerId: rows[0]?.issuer_id ?? '' };
  } finally {
    client.release();
  }
}

const insertOffer = `
  with issuer as (
    insert into issuers (slug, name, statement, palette) values ('rated', 'Rated', 'For measuring.', 'teal') returning id
  ), offer as (
    insert into micro_credentials (issuer_id, slug, title, statement, summary, audience, pd_hours)
    select id, 'rated', 'Rated', 'For measuring.', 'For measuring.', '{teacher}', '10' from issuer returning id, issuer_id
  )
  insert into definition_versions (issuer_id, micro_credential_id, number, sha256, document, published_at)
  select issuer_id, id, 1, repeat('ab', 32), '{"guides": []}', now() from offer`;

const insertPeople = `
  with person as (
    insert into people (name, email, email_verified)
    select 'Rated ' || n, 'rated' || n || '@bench.example', true from generate_series(1, $1::int) n returning id
  ), assessor as (
    insert into people (name, email, email_verified)
    select 'Rater ' || n, 'rater' || n || '@bench.example', true from generate_series(1, $2::int) n returning id
  ), offer as (
    select m.id, m.issuer_id, v.id as current_version_id from micro_credentials m
      join definition_versions v on v.micro_credential_id = m.id where m.slug = 'rated'
  ), enrolment as (
    insert into enrolments (issuer_id, person_id, micro_credential_id, definition_version_id, state, attempts_count, submitted_at, earned_at)
    select o.issuer_id, p.id, o.id, o.current_version_id, 'earned', 1, now(), now() from person p, offer o
  )
  select issuer_id from offer`;

const insertAttempts = `
  with attempt as (
    insert into attempts (issuer_id, enrolment_id, definition_version_id, number, sealed, sha256, submitted_at)
    select e.issuer_id, e.id, e.definition_version_id, 1, '{}', md5(e.id::text) || md5(e.id::text),
      now() - interval '2 days' - random() * interval '400 days'
    from enrolments e join people p on p.id = e.person_id where p.email like 'rated%@bench.example' returning *
  )
  insert into judgings (attempt_id, issuer_id, enrolment_id, micro_credential_id, definition_version_id, stage, independent,
    why_double, submitted_at, check_due_at, due_at, ended_at)
  select t.id, t.issuer_id, t.enrolment_id, e.micro_credential_id, t.definition_version_id, 'released', 2, 'policy',
    t.submitted_at, t.submitted_at + interval '1 day', t.submitted_at + interval '7 days', t.submitted_at + interval '2 days'
  from attempt t join enrolments e on e.id = t.enrolment_id`;

const insertAssessments = `
  with assessor as (select row_number() over (order by id) - 1 as k, id from people where email like 'rater%@bench.example'),
    attempt as (select row_number() over (order by id) as n, id, issuer_id, submitted_at from attempts where sealed = '{}')
  insert into assessments (issuer_id, attempt_id, assessor_id, role, state, lease_expires_at, claimed_at, completed_at)
  select t.issuer_id, t.id, a.id, seat.role, 'completed', now(), t.submitted_at, t.submitted_at + interval '1 day'
  from attempt t cross join (values ('first', 0), ('second', 7)) seat(role, shift)
  join assessor a on a.k = (t.n + seat.shift) % $1::int`;

/** By hashing the attempt and look-for, so that both assessors meet the same evidence. */
const insertRatings = `
  insert into ratings (assessment_id, attempt_id, look_for_key, value, comment)
  select s.id, s.attempt_id, 'look-for-' || n,
    case when (hashtext(s.attempt_id::text || n) & 1023) % 100 < 66 then
      case when random() < 0.9 then 'yes' else 'almost' end
      else case when random() < 0.7 then 'almost' when random() < 0.5 then 'no' else 'yes' end end,
    repeat('The evidence shows it on page three. ', 3)
  from assessments s, generate_series(1, $1::int) n
  where s.role in ('first', 'second') order by s.id`;

const insertSheets = `
  with sheet as (
    select assessment_id, array_agg(look_for_key order by look_for_key) as keys,
      string_agg(case value when 'no' then '0' when 'almost' then '1' else '2' end, '' order by look_for_key) as scores
    from ratings group by assessment_id
  ), known as (insert into look_for_sets (keys) select distinct keys from sheet returning id, keys)
  insert into rating_sheets
  select a.id, a.issuer_id, a.attempt_id, j.micro_credential_id, j.definition_version_id, 1, a.assessor_id, a.role,
    j.submitted_at, a.completed_at, k.id, s.scores
  from sheet s join assessments a on a.id = s.assessment_id join judgings j on j.attempt_id = a.attempt_id
    join known k on k.keys = s.keys`;
