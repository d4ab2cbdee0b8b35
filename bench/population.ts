import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { listLookFors, listRequirements } from '#domain/definition/outline.ts';
import { Definition } from '#domain/definition/schema.ts';
import { largeDefinition, largePortfolio } from '../test/support/large-portfolio.ts';
import { artifactsNeeded, sampleEvidence } from '../test/support/sample-evidence.ts';

export type PopulationSize = { earners: number; enrolmentsPerEarner: number };

/** 10,000 earners with 4 enrolments each; every second enrolment has two attempts: 60,000 attempts. */
export const fullPopulation: PopulationSize = { earners: 10_000, enrolmentsPerEarner: 4 };

/** Assessors, each for every issuer. */
export const assessorsInAll = 50;

/** One hundredth of it. */
export const smallPopulation: PopulationSize = { earners: 100, enrolmentsPerEarner: 4 };

const artifactMark = (index: number) => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;

/**
 * Fills a database, whose programmes are published, with people and their work, by set-based SQL. Triggers rest
 * meanwhile, since they refuse what is inserted as already judged.
 */
export async function populate(pool: pg.Pool, size: PopulationSize): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await insertPeople(client, size);
    await insertEnrolments(client, size);
    await insertWork(client);
    await insertLargePortfolio(client);
    await insertSheets(client);
    await client.query('commit');
  } finally {
    client.release();
  }
  for (const table of [
    'people',
    'sessions',
    'memberships',
    'enrolments',
    'evidence_items',
    'artifacts',
    'attempts',
    'attempt_files',
    'assessments',
    'ratings',
    'rating_sheets',
    'decisions',
    'decision_ratings',
    'decision_reads',
    'judgings',
    'completeness_checks',
  ]) {
    await pool.query(`vacuum analyze ${table}`);
  }
}

async function insertPeople(client: pg.PoolClient, { earners }: PopulationSize): Promise<void> {
  await client.query(
    `insert into people (name, email, email_verified)
     select 'Earner ' || n, 'earner' || n || '@bench.example', true from generate_series(1, $1::int) n`,
    [earners],
  );
  await client.query(`insert into people (name, email, email_verified)
     select 'Assessor ' || n, 'assessor' || n || '@bench.example', true from generate_series(1, ${assessorsInAll}) n`);
  await client.query(`insert into memberships (issuer_id, person_id, role)
     select i.id, p.id, 'assessor' from issuers i, people p where p.email like 'assessor%@bench.example'`);
  await client.query(`with lead as (
       insert into people (name, email, email_verified) values ('Lead', 'lead@bench.example', true) returning id
     ) insert into memberships (issuer_id, person_id, role) select i.id, l.id, 'lead_assessor' from issuers i, lead l`);
  await client.query(`insert into sessions (person_id, token, expires_at)
     select id, 'bench-' || email, now() + interval '20 days' from people where email like '%@bench.example'`);
  await client.query(
    `insert into blobs (sha256, size, media_type) values (repeat('ab', 32), 250000, 'application/pdf')`,
  );
}

/** Of every ten enrolments seven are earned, two at work and one waits for its assessor. */
async function insertEnrolments(
  client: pg.PoolClient,
  { earners, enrolmentsPerEarner }: PopulationSize,
): Promise<void> {
  await client.query(
    `with offer as (
       select row_number() over (order by slug) - 1 as k, count(*) over () as n, id, issuer_id, current_version_id from micro_credentials
     ), earner as (
       select row_number() over (order by id) as n, id from people where email like 'earner%@bench.example'
     ), pick as (
       select e.id as person_id, (e.n - 1) * $2 + j as serial, o.*
       from earner e cross join generate_series(0, $2 - 1) j join offer o on o.k = (e.n + j * 7) % o.n
       where e.n <= $1
     )
     insert into enrolments (issuer_id, person_id, micro_credential_id, definition_version_id, state, attempts_count, submitted_at, due_at, earned_at, created_at)
     select issuer_id, person_id, id, current_version_id, state, 1 + serial % 2,
       now() - interval '3 days', case when state = 'submitted' then now() + ((serial % 100) - 20) * interval '2 hours' end,
       case when state = 'earned' then now() - interval '1 day' end, now() - (serial % 300) * interval '1 day'
     from (select *, case when serial % 10 < 7 then 'earned' when serial % 10 < 9 then 'working' else 'submitted' end as state from pick) p`,
    [earners, enrolmentsPerEarner],
  );
}

async function insertWork(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ id: string; number: number; sha256: string; document: unknown }>(
    'select id, number, sha256, document from definition_versions',
  );
  for (const version of rows) await insertWorkOn(client, version);
  await client.query(`insert into attempt_files (attempt_id, artifact_id, blob_sha256)
    select a.id, f.id, f.blob_sha256 from attempts a join artifacts f on f.enrolment_id = a.enrolment_id`);
}

async function insertWorkOn(
  client: pg.PoolClient,
  version: { id: string; number: number; sha256: string; document: unknown },
): Promise<void> {
  const definition = Definition.parse(version.document);
  const needed = artifactsNeeded(definition);
  const marks = Array.from({ length: needed }, (_, index) => artifactMark(index));
  const requirements = listRequirements(definition);
  const evidence = requirements.map((requirement) => ({
    requirement: requirement.id,
    kind: requirement.kind,
    data: sampleEvidence(requirement, definition, marks),
  }));

  await client.query(
    `insert into artifacts (issuer_id, enrolment_id, owner_id, requirement_key, kind, name, blob_sha256, pages)
     select e.issuer_id, e.id, e.person_id, $2, 'file', 'Artifact ' || n || '.pdf', repeat('ab', 32), 9
     from enrolments e, generate_series(1, $3::int) n where e.definition_version_id = $1`,
    [version.id, requirements[0]?.id, needed],
  );
  for (const item of evidence) {
    await client.query(
      `insert into evidence_items (issuer_id, enrolment_id, requirement_key, kind, data, revision)
       select e.issuer_id, e.id, $2, $3, ${replaceMarks('$4::text', needed)}::jsonb, 3
       from enrolments e ${joinArtifacts} where e.definition_version_id = $1`,
      [version.id, item.requirement, item.kind, JSON.stringify(item.data)],
    );
  }
  const sealed = {
    format: 'tessera/attempt/1',
    definition: { slug: definition.slug, version: version.number, sha256: version.sha256 },
    evidence,
    artifacts: marks.map((id, index) => ({
      id,
      kind: 'file',
      name: `Artifact ${index + 1}.pdf`,
      mediaType: 'application/pdf',
      size: 250000,
      sha256: 'ab'.repeat(32),
      url: null,
      pages: 9,
    })),
    carriedOver: [],
  };
  await client.query(
    `insert into attempts (issuer_id, enrolment_id, definition_version_id, number, sealed, sha256, submitted_at)
     select e.issuer_id, e.id, e.definition_version_id, n,
       ${replaceMarks('$2::text', needed)}::jsonb || jsonb_build_object('enrolment', e.id, 'number', n, 'submittedAt', '2026-11-01T08:00:00.000Z',
         'earner', jsonb_build_object('id', p.id, 'name', p.name)),
       encode(sha256(convert_to(e.id::text || n, 'UTF8')), 'hex'), now() - (10 - n) * interval '1 day'
     from enrolments e join people p on p.id = e.person_id cross join lateral generate_series(1, e.attempts_count) n ${joinArtifacts}
     where e.definition_version_id = $1`,
    [version.id, JSON.stringify(sealed)],
  );
  await insertJudgings(client, version.id);
  await insertDecisions(
    client,
    version.id,
    listLookFors(definition).map((lookFor) => lookFor.id),
  );
}

export const largeSlug = 'large-portfolio';

/** The first earner is at work on a portfolio of 60 details, with 200 files in it. */
async function insertLargePortfolio(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ issuer_id: string; document: unknown }>(
    'select issuer_id, document from definition_versions order by id limit 1',
  );
  const [base] = rows;
  if (!base) throw new Error('No definition is published');
  const definition = { ...largeDefinition(Definition.parse(base.document)), slug: largeSlug };
  const { rows: made } = await client.query<{ id: string; person_id: string }>(
    `with m as (
       insert into micro_credentials (issuer_id, slug, title, statement, summary, audience, pd_hours)
       values ($1, $2, $3, $4, $5, $6, $7) returning id
     ), v as (
       insert into definition_versions (issuer_id, micro_credential_id, number, sha256, document)
       select $1, m.id, 1, repeat('cd', 32), $8::jsonb from m returning id, micro_credential_id
     )
     insert into enrolments (issuer_id, person_id, micro_credential_id, definition_version_id)
     select $1, p.id, v.micro_credential_id, v.id from v, people p where p.email = 'earner1@bench.example'
     returning id, person_id`,
    [
      base.issuer_id,
      largeSlug,
      definition.title,
      definition.statement,
      definition.summary,
      definition.audience,
      definition.worth.pdHours,
      JSON.stringify(definition),
    ],
  );
  const { rows: files } = await client.query<{ id: string }>(
    `insert into artifacts (issuer_id, enrolment_id, owner_id, requirement_key, kind, name, blob_sha256, pages)
     select $1, $2, $3, 'portfolio', 'file', 'Minutes of the team, meeting ' || n || '.pdf', repeat('ab', 32), 20
     from generate_series(1, 200) n returning id`,
    [base.issuer_id, made[0]?.id, made[0]?.person_id],
  );
  const data = largePortfolio(
    definition,
    files.map(({ id }) => id),
  );
  await client.query(
    `insert into evidence_items (issuer_id, enrolment_id, requirement_key, kind, data, revision)
     values ($1, $2, 'portfolio', 'portfolio', $3, 1)`,
    [base.issuer_id, made[0]?.id, JSON.stringify(data)],
  );
}

/** Every attempt was found complete; the last ones of what is handed in wait to be scored, the others are released. */
async function insertJudgings(client: pg.PoolClient, versionId: string): Promise<void> {
  await client.query(
    `insert into judgings (attempt_id, issuer_id, enrolment_id, micro_credential_id, definition_version_id, stage, submitted_at, check_due_at, due_at, ended_at)
     select a.id, a.issuer_id, e.id, e.micro_credential_id, a.definition_version_id,
       case when waits then 'scoring' else 'released' end, a.submitted_at, a.submitted_at + interval '1 day',
       coalesce(e.due_at, a.submitted_at + interval '5 days'), case when waits then null else now() - interval '1 day' end
     from attempts a join enrolments e on e.id = a.enrolment_id
     cross join lateral (select e.state = 'submitted' and a.number = e.attempts_count as waits) w
     where a.definition_version_id = $1`,
    [versionId],
  );
  await client.query(
    `insert into completeness_checks (attempt_id, issuer_id, outcome, checked_by, checked_at)
     select a.id, a.issuer_id, 'complete', p.id, a.submitted_at + interval '2 hours'
     from attempts a cross join (select id from people where email = 'assessor1@bench.example') p
     where a.definition_version_id = $1`,
    [versionId],
  );
}

/** A last attempt is all Yes where it was earned; every other decided attempt has one Almost and the rest Yes. */
async function insertDecisions(client: pg.PoolClient, versionId: string, lookFors: string[]): Promise<void> {
  await client.query(
    `with assessor as (select row_number() over (order by id) - 1 as k, count(*) over () as n, id from people where email like 'assessor%@bench.example'),
     decided as (
       select a.id, a.issuer_id, e.state = 'earned' and a.number = e.attempts_count as earned, row_number() over (order by a.id) as serial
       from attempts a join enrolments e on e.id = a.enrolment_id
       where a.definition_version_id = $1 and not (e.state = 'submitted' and a.number = e.attempts_count)
     ), made as (
       insert into assessments (issuer_id, attempt_id, assessor_id, state, lease_expires_at, overall_comment, completed_at)
       select d.issuer_id, d.id, s.id, 'completed', now(), 'Clear, well-chosen evidence.', now() - interval '1 day'
       from decided d join assessor s on s.k = d.serial % s.n
       returning id, attempt_id, issuer_id, assessor_id
     ), judged as (
       insert into decisions (attempt_id, issuer_id, assessment_id, outcome, decided_by, released_at)
       select m.attempt_id, m.issuer_id, m.id, case when d.earned then 'earned' else 'not_yet' end, m.assessor_id, now() - interval '1 day'
       from made m join decided d on d.id = m.attempt_id
     ), heard as (
       insert into decision_ratings (attempt_id, look_for_key, value, comment)
       select d.id, l.key, case when not d.earned and l.position = 1 then 'almost' else 'yes' end,
         case when not d.earned and l.position = 1 then 'Say which students this concerns, and what changed for them.' else '' end
       from decided d cross join unnest($2::text[]) with ordinality as l (key, position)
     ), seen as (
       insert into decision_reads (attempt_id, read_at) select id, now() - interval '12 hours' from decided
     )
     insert into ratings (assessment_id, attempt_id, look_for_key, value, comment)
     select m.id, m.attempt_id, l.key, case when not d.earned and l.position = 1 then 'almost' else 'yes' end,
       case when not d.earned and l.position = 1 then 'Say which students this concerns, and what changed for them.' else '' end
     from made m join decided d on d.id = m.attempt_id cross join unnest($2::text[]) with ordinality as l (key, position)`,
    [versionId, lookFors],
  );
}

/** The short row of every completed assessment that reports count: the trigger that makes it rests meanwhile. */
async function insertSheets(client: pg.PoolClient): Promise<void> {
  await client.query(`
    with sheet as (
      select assessment_id, array_agg(look_for_key order by look_for_key) as keys,
        string_agg(case value when 'no' then '0' when 'almost' then '1' else '2' end, '' order by look_for_key) as scores
      from ratings group by assessment_id
    ), known as (insert into look_for_sets (keys) select distinct keys from sheet returning id, keys)
    insert into rating_sheets
    select a.id, a.issuer_id, a.attempt_id, j.micro_credential_id, j.definition_version_id, t.number, a.assessor_id, a.role,
      j.submitted_at, a.completed_at, k.id, s.scores
    from sheet s join assessments a on a.id = s.assessment_id join judgings j on j.attempt_id = a.attempt_id
      join attempts t on t.id = a.attempt_id join known k on k.keys = s.keys`);
}

const joinArtifacts =
  'cross join lateral (select array_agg(f.id order by f.name, f.id) as ids from artifacts f where f.enrolment_id = e.id) files';

function replaceMarks(text: string, count: number): string {
  return Array.from({ length: count }, (_, index) => index).reduce(
    (sql, index) => `replace(${sql}, '${artifactMark(index)}', files.ids[${index + 1}]::text)`,
    text,
  );
}

/** The cookie header of a generated person. */
export function cookieOf(email: string, secret: string): string {
  const token = `bench-${email}`;
  const signature = createHmac('sha256', secret).update(token).digest('base64');
  return `tessera.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
}

/** Gives every earned enrolment that has no award one, with a copy of a signed credential under a public id of its own. */
export async function copyAwards(pool: pg.Pool): Promise<void> {
  await pool.query(
    `with copied as (
       insert into awards (public_id, issuer_id, enrolment_id, attempt_id, person_id, micro_credential_id, definition_version_id, recipient_name, awarded_at)
       select replace(e.id::text, '-', ''), e.issuer_id, e.id, a.id, e.person_id, e.micro_credential_id, e.definition_version_id, p.name, e.earned_at
       from enrolments e join people p on p.id = e.person_id join attempts a on a.enrolment_id = e.id and a.number = e.attempts_count
       where e.state = 'earned' and not exists (select 1 from awards w where w.enrolment_id = e.id)
       returning id, issuer_id, recipient_name, awarded_at)
     insert into award_credentials (issuer_id, award_id, number, reason, identity, recipient_name, credential, jwt, issuer_key_id, jwt_key_id, valid_from)
     select c.issuer_id, c.id, 1, 'issued', 'email', c.recipient_name, t.credential, t.jwt, t.issuer_key_id, t.jwt_key_id, c.awarded_at
     from copied c cross join lateral (select credential, jwt, issuer_key_id, jwt_key_id from award_credentials limit 1) t`,
  );
  await pool.query('vacuum analyze awards, award_credentials');
}
