import { expect, test } from 'vitest';
import { attemptsOfOld, upgraded } from '../../test/support/upgraded.ts';

/** What a database holds in which judging goes on: checks, seats, an anchor in use with two copies, and goes at a set. */
const judgingOfOld = `
  insert into people (name, email) select n, lower(n) || '@example.org' from unnest(array['Ada', 'Ben', 'Lea', 'Nobody']) n;
  insert into issuers (slug, name, statement, palette) values ('issuer', 'Issuer', 'Publishes.', 'teal');
  create temporary table old as select * from (values
    ('checking', 'submitted', 'pre_check', 1), ('scoring', 'submitted', 'scoring', 2), ('returned', 'working', 'returned', 1),
    ('anchor', 'anchor', null, 1), ('scored-copy', 'anchor', 'scoring', 1), ('open-copy', 'anchor', 'scoring', 1))
    as o (slug, state, stage, independent);
  insert into micro_credentials (issuer_id, slug, title, statement, summary, audience, pd_hours)
    select i.id, o.slug, o.slug, 'Does.', 'Do.', '{teacher}', 1 from issuers i, old o;
  insert into definition_versions (issuer_id, micro_credential_id, number, sha256, document)
    select issuer_id, id, 1, repeat('a', 64), current_setting('test.document')::jsonb from micro_credentials;
  insert into enrolments (issuer_id, person_id, micro_credential_id, definition_version_id, state, attempts_count, submitted_at, due_at)
    select m.issuer_id, p.id, m.id, v.id, o.state, 1, now(), case o.state when 'submitted' then now() + interval '5 days' end
    from old o join micro_credentials m using (slug) join definition_versions v on v.micro_credential_id = m.id
    join people p on p.name = case o.state when 'anchor' then 'Nobody' else 'Ada' end;
  insert into attempts (issuer_id, enrolment_id, definition_version_id, number, sealed, sha256, submitted_at)
    select issuer_id, id, definition_version_id, 1, '{}', md5(id::text) || md5(id::text), now() from enrolments;
  create temporary table made as
    select o.*, m.id as micro_credential_id, m.issuer_id, e.id as enrolment_id, t.id as attempt_id, v.id as version_id, v.rubric_sha256
    from old o join micro_credentials m using (slug) join definition_versions v on v.micro_credential_id = m.id
    join enrolments e on e.micro_credential_id = m.id join attempts t on t.enrolment_id = e.id;
  insert into judgings (attempt_id, issuer_id, enrolment_id, micro_credential_id, definition_version_id, stage, independent,
      why_double, submitted_at, check_due_at, due_at, ended_at)
    select attempt_id, issuer_id, enrolment_id, micro_credential_id, version_id, stage, independent,
      case independent when 2 then 'policy' end, now(), now(), now(), case stage when 'returned' then now() end
    from made where stage is not null;
  insert into completeness_checks (attempt_id, issuer_id, outcome, reasons, checked_by, checked_at)
    select attempt_id, issuer_id, case slug when 'returned' then 'incomplete' else 'complete' end,
      case slug when 'returned' then '[{"requirement":"tally","code":"illegible","note":""}]' else '[]' end::jsonb, p.id, now()
    from made, people p where slug in ('returned', 'scoring') and p.name = 'Ben';
  insert into decisions (attempt_id, issuer_id, outcome, decided_by, released_at)
    select attempt_id, issuer_id, 'incomplete', p.id, now() from made, people p where slug = 'returned' and p.name = 'Ben';
  insert into anchors (issuer_id, micro_credential_id, definition_version_id, rubric_sha256, enrolment_id, attempt_id, title, source,
      created_by, created_at)
    select issuer_id, micro_credential_id, version_id, rubric_sha256, enrolment_id, attempt_id, 'An anchor', 'written', p.id, now()
    from made, people p where slug = 'anchor' and p.name = 'Lea';
  insert into anchor_ratings (anchor_id, look_for_key, value, rationale) select id, 'tally-counts', 'yes', 'It counts.' from anchors;
  update anchors set state = 'active';
  insert into anchor_seatings (attempt_id, anchor_id, person_id, seated_at)
    select m.attempt_id, n.id, p.id, now() from made m, anchors n, people p
    where (m.slug, p.name) in (('scored-copy', 'Ben'), ('open-copy', 'Lea'));
  insert into assessments (issuer_id, attempt_id, assessor_id, role, state, completed_at, lease_expires_at)
    select m.issuer_id, m.attempt_id, p.id, case m.slug when 'scoring' then 'first' else 'anchor' end, 'claimed', null, now() + interval '8 hours'
    from made m, people p where (m.slug, p.name) in (('scored-copy', 'Ben'), ('open-copy', 'Lea'), ('scoring', 'Ben'));
  insert into ratings (assessment_id, attempt_id, look_for_key, value, comment)
    select id, attempt_id, 'tally-counts', 'yes', 'Counted.' from assessments;
  update assessments a set state = 'completed', completed_at = '2026-10-01T12:00Z' from made m
    where m.attempt_id = a.attempt_id and m.slug = 'scored-copy';
  insert into qualification_sets (issuer_id, micro_credential_id, rubric_sha256, title, is_active, created_by, created_at)
    select issuer_id, micro_credential_id, rubric_sha256, 'A set', true, created_by, now() from anchors;
  insert into qualification_set_anchors (set_id, anchor_id, position) select s.id, n.id, 0 from qualification_sets s, anchors n;
  insert into qualifications (issuer_id, set_id, person_id, started_at, finished_at, exact, look_fors, passed)
    select s.issuer_id, s.id, p.id, now(), case p.name when 'Ben' then now() end, case p.name when 'Ben' then 1 end,
      case p.name when 'Ben' then 1 end, case p.name when 'Ben' then true end
    from qualification_sets s, people p where p.name in ('Ben', 'Lea');
  insert into certifications (issuer_id, micro_credential_id, rubric_sha256, person_id, qualification_id, certified_at)
    select n.issuer_id, n.micro_credential_id, n.rubric_sha256, q.person_id, q.id, now() from anchors n, qualifications q where q.passed`;

test('attempts from before judging go on where they were, and what was decided stays decided', () =>
  upgraded('0011', attemptsOfOld, async (pool) => {
    const { rows } = await pool.query(`
      select m.slug, t.number, j.stage, d.outcome, n.attempt_id is not null as read, r.value
      from attempts t join enrolments e on e.id = t.enrolment_id join micro_credentials m on m.id = e.micro_credential_id
      left join judgings j on j.attempt_id = t.id left join decisions d on d.attempt_id = t.id
      left join decision_reads n on n.attempt_id = t.id left join decision_ratings r on r.attempt_id = t.id
      order by m.slug, t.number`);
    const decided = { stage: 'released', read: true, value: 'yes' };
    const undecided = { outcome: null, read: false, value: null };
    expect(rows).toEqual([
      { slug: 'again', number: 1, ...decided, outcome: 'not_yet' },
      { slug: 'again', number: 2, ...undecided, stage: 'scoring' },
      { slug: 'back', number: 1, ...decided, outcome: 'not_yet' },
      { slug: 'claimed', number: 1, ...undecided, stage: 'scoring' },
      { slug: 'earned', number: 1, ...decided, outcome: 'earned' },
      { slug: 'taken-back', number: 1, ...undecided, stage: null },
      { slug: 'waiting', number: 1, ...undecided, stage: 'scoring' },
    ]);
  }));

test('judging that has begun goes on: what waits, is checked, seated and in a go at a set is as it was', () =>
  upgraded('0021', judgingOfOld, async (pool) => {
    const judgings = await pool.query(`
      select m.slug, j.stage, j.independent, j.waived_at, j.unsettled, j.passed_over_at, c.outcome
      from judgings j join micro_credentials m on m.id = j.micro_credential_id
      left join completeness_checks c on c.attempt_id = j.attempt_id order by m.slug`);
    const untouched = { independent: 1, waived_at: null, unsettled: [], passed_over_at: null, outcome: null };
    expect(judgings.rows).toEqual([
      { slug: 'checking', ...untouched, stage: 'pre_check' },
      { slug: 'open-copy', ...untouched, stage: 'scoring' },
      { slug: 'returned', ...untouched, stage: 'returned', outcome: 'incomplete' },
      { slug: 'scored-copy', ...untouched, stage: 'scoring' },
      { slug: 'scoring', ...untouched, stage: 'scoring', independent: 2, outcome: 'complete' },
    ]);

    // A copy stops waiting once it is scored; the other is still somebody’s to take.
    const seatings = await pool.query(`select p.name, s.ended_at, n.state from anchor_seatings s
      join people p on p.id = s.person_id join anchors n on n.id = s.anchor_id order by p.name`);
    expect(seatings.rows).toEqual([
      { name: 'Ben', ended_at: new Date('2026-10-01T12:00Z'), state: 'active' },
      { name: 'Lea', ended_at: null, state: 'active' },
    ]);
    const goes =
      await pool.query(`select p.name, q.passed, q.void_at, c.id is not null as certified from qualifications q
      join people p on p.id = q.person_id left join certifications c on c.qualification_id = q.id order by p.name`);
    expect(goes.rows).toEqual([
      { name: 'Ben', passed: true, void_at: null, certified: true },
      { name: 'Lea', passed: null, void_at: null, certified: false },
    ]);

    // One go at a time, still; a check goes only by being taken back, which the rows of before allow, too.
    const again = `insert into qualifications (issuer_id, set_id, person_id, started_at)
      select issuer_id, set_id, person_id, now() from qualifications where passed is null`;
    await expect(pool.query(again)).rejects.toThrow('qualifications_one');
    await expect(pool.query('delete from completeness_checks')).rejects.toThrow('never change');
    await pool.query(`insert into recalled_checks (attempt_id, issuer_id, outcome, reasons, checked_by, checked_at, reason, recalled_by, recalled_at)
      select attempt_id, issuer_id, outcome, reasons, checked_by, checked_at, 'Legible.', checked_by, now() from completeness_checks
      where outcome = 'incomplete'`);
    expect((await pool.query(`delete from completeness_checks where outcome = 'incomplete'`)).rowCount).toBe(1);
  }));

/** What a database holds once awards have credentials: awards of much and little worth, one suspended, a stack award, a wallet. */
const awardsOfOld = `
  insert into people (name, email) select n, lower(n) || '@example.org' from unnest(array['Ada', 'Ben']) n;
  insert into issuers (slug, name, statement, palette) values ('issuer', 'Issuer', 'Publishes.', 'teal');
  create temporary table old as select * from (values ('whole', 2.5), ('scant', 0.2), ('suspended', 1)) as o (slug, hours);
  insert into micro_credentials (issuer_id, slug, title, statement, summary, audience, pd_hours)
    select i.id, o.slug, o.slug, 'Does.', 'Do.', '{teacher}', o.hours from issuers i, old o;
  insert into definition_versions (issuer_id, micro_credential_id, number, sha256, document)
    select m.issuer_id, m.id, 1, repeat('a', 64), jsonb_set(current_setting('test.document')::jsonb, '{worth,pdHours}', to_jsonb(o.hours))
    from micro_credentials m join old o using (slug);
  insert into enrolments (issuer_id, person_id, micro_credential_id, definition_version_id, state, attempts_count, submitted_at, earned_at)
    select m.issuer_id, p.id, m.id, v.id, 'earned', 1, now(), now() from micro_credentials m
    join definition_versions v on v.micro_credential_id = m.id, people p where p.name = 'Ada';
  insert into attempts (issuer_id, enrolment_id, definition_version_id, number, sealed, sha256, submitted_at)
    select issuer_id, id, definition_version_id, 1, '{}', md5(id::text) || md5(id::text), now() from enrolments;
  insert into decisions (attempt_id, issuer_id, outcome, decided_by, released_at)
    select t.id, t.issuer_id, 'earned', p.id, now() from attempts t, people p where p.name = 'Ben';
  insert into series (issuer_id, slug, title, statement, summary, audience)
    select id, 'series', 'Series', 'Does.', 'Do.', '{teacher}' from issuers;
  insert into series_versions (issuer_id, series_id, number, sha256, document)
    select issuer_id, id, 1, repeat('b', 64), '{"stackAward":{"title":"A stack"}}' from series;
  update series set current_version_id = v.id from series_versions v;
  insert into series_members (series_id, micro_credential_id, tier, strand, position)
    select s.id, m.id, 'one', 'one', row_number() over () from series s, micro_credentials m;
  insert into issuer_keys (issuer_id, public_multibase, secret_encrypted) select id, 'zKey', 'v1.a.b.c' from issuers;
  insert into awards (public_id, issuer_id, enrolment_id, attempt_id, person_id, micro_credential_id, definition_version_id, recipient_name, awarded_at)
    select 'award-of-old-' || m.slug, e.issuer_id, e.id, t.id, e.person_id, m.id, e.definition_version_id, 'Ada', '2026-11-01T12:00Z'
    from enrolments e join attempts t on t.enrolment_id = e.id join micro_credentials m on m.id = e.micro_credential_id;
  insert into awards (kind, public_id, issuer_id, person_id, series_id, series_version_id, recipient_name, awarded_at)
    select 'stack', 'award-of-old-stack', v.issuer_id, p.id, v.series_id, v.id, 'Ada', '2026-11-02T12:00Z'
    from series_versions v, people p where p.name = 'Ada';
  insert into award_pieces select s.id, a.id from awards s, awards a where s.kind = 'stack' and a.kind <> 'stack';
  insert into status_lists (issuer_id, number, revoked, suspended)
    select id, 1, decode(repeat('00', 16384), 'hex'), decode(repeat('00', 16384), 'hex') from issuers;
  insert into award_credentials (issuer_id, award_id, number, reason, identity, recipient_name, credential, issuer_key_id, valid_from, valid_until)
    select a.issuer_id, a.id, 1, 'issued', 'email', 'Ada', '{}', k.id, a.awarded_at, '2027-11-01T12:00Z' from awards a, issuer_keys k;
  insert into status_entries (award_credential_id, issuer_id, list_number, index)
    select id, issuer_id, 1, row_number() over () from award_credentials;
  insert into award_status_events (issuer_id, award_id, status, reason, at)
    select issuer_id, id, 'suspended', 'It is looked into.', now() from awards where public_id like '%suspended';
  insert into revocations (issuer_id, award_id, code, reason, started_by, started_at, suspends, appeal_until)
    select a.issuer_id, a.id, 'other', 'It is looked into.', p.id, now(), true, now() from awards a, people p
    where public_id like '%suspended' and p.name = 'Ben';
  insert into wallets (person_id, did, name, bound_at) select id, 'did:key:z6Mk', 'A phone', now() from people where name = 'Ada'`;

test('awards from before renewals, endorsements, profiles and credit keep all they have, and their hours are in the ledger', () =>
  upgraded('0032', awardsOfOld, async (pool) => {
    const awards = await pool.query(`
      select a.public_id, count(distinct c.id)::int as credentials, count(distinct e.index)::int as places,
        (select count(*)::int from award_pieces p where p.stack_award_id = a.id) as pieces
      from awards a join award_credentials c on c.award_id = a.id join status_entries e on e.award_credential_id = c.id
      group by a.id order by a.public_id`);
    const usual = { credentials: 1, places: 1, pieces: 0 };
    expect(awards.rows).toEqual([
      { public_id: 'award-of-old-scant', ...usual },
      { public_id: 'award-of-old-stack', ...usual, pieces: 3 },
      { public_id: 'award-of-old-suspended', ...usual },
      { public_id: 'award-of-old-whole', ...usual },
    ]);

    // Down to whole quarters; what is worth none of them has no line, nor has a stack beside its pieces.
    const entries = await pool.query(`
      select a.public_id, e.source, e.recorded_as, e.quarters, e.ends_on::text from credit_entries e join awards a on a.id = e.award_id
      order by a.public_id`);
    const line = { source: 'award', recorded_as: 'award', ends_on: '2026-11-01' };
    expect(entries.rows).toEqual([
      { public_id: 'award-of-old-suspended', ...line, quarters: 4 },
      { public_id: 'award-of-old-whole', ...line, quarters: 10 },
    ]);

    const settings = `select count(*)::int as count from assessing_settings where revocation_appeal_days <> 14`;
    expect((await pool.query(settings)).rows).toEqual([{ count: 0 }]);
    const kept = `select (select count(*)::int from wallets) as wallets, (select count(*)::int from revocations where state = 'announced') as open`;
    expect((await pool.query(kept)).rows).toEqual([{ wallets: 1, open: 1 }]);
    await expect(pool.query('delete from award_credentials')).rejects.toThrow('never change');
  }));

test('stack awards stay one of a person, and endorsements end when they first say that they do', () => {
  const endorsements = `
    insert into endorsements (issuer_id, endorser_name, endorser_did, endorser_document, credential, jwt, sha256, valid_until, added_by, added_at, removed_by, removed_at)
    select i.id, e.name, 'did:web:partner.example', '{}', e.credential::jsonb, e.jwt, e.sha256, (e.credential::jsonb ->> 'validUntil')::timestamptz,
      p.id, now(), case e.name when 'removed' then p.id end, case e.name when 'removed' then now() end
    from issuers i, people p, (values
      ('never', '{}', null, repeat('1', 64)),
      ('said', '{"validUntil": "2028-01-01T00:00:00Z", "exp": 1}', null, repeat('2', 64)),
      ('jwt', '{"validUntil": "2028-01-01T00:00:00Z", "exp": 1798761600}', 'a.b.c', repeat('3', 64)),
      ('removed', '{"expirationDate": "2027-01-01T02:00:00+02:00"}', null, repeat('4', 64)),
      ('proof', '{"proof": [{"expires": "2027-01-01T00:00:00Z"}, {}]}', null, repeat('5', 64))
    ) as e (name, credential, jwt, sha256) where p.name = 'Ben'`;
  return upgraded('0041', `${awardsOfOld}; ${endorsements}`, async (pool) => {
    const ends = await pool.query<{ name: string; until: Date | null }>(
      'select endorser_name as name, valid_until as until from endorsements order by sha256',
    );
    const early = new Date('2027-01-01T00:00:00Z');
    expect(ends.rows).toEqual([
      { name: 'never', until: null },
      { name: 'said', until: new Date('2028-01-01T00:00:00Z') },
      { name: 'jwt', until: early },
      { name: 'removed', until: early },
      { name: 'proof', until: early },
    ]);
    await expect(pool.query('update endorsements set valid_until = null')).rejects.toThrow('never change');
    const another = `insert into awards (kind, public_id, issuer_id, person_id, series_id, series_version_id, recipient_name, awarded_at)
      select kind, 'award-of-old-again', issuer_id, person_id, series_id, series_version_id, recipient_name, awarded_at from awards where kind = 'stack'`;
    await expect(pool.query(another)).rejects.toThrow('awards_stack');
  });
});
