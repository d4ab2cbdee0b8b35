import { expect, test } from 'vitest';
import { upgraded } from '../../../test/support/upgraded.ts';

/** A line that was answered and one that left its batch, as they stood while numbers were kept for ever. */
const batchOfOld = `
  insert into people (name, email) values ('Ada', 'ada@example.org');
  insert into issuers (slug, name, statement, palette) values ('issuer', 'Issuer', 'Publishes.', 'teal');
  insert into credit_rules (slug, title) values ('rule', 'Rule');
  insert into credit_rule_versions (rule_id, number, sha256, document, effective_from)
    select id, 1, repeat('c', 64), '{}', '2019-01-01' from credit_rules;
  insert into licences (person_id, rule_id, licence_type, number_sealed, cycle_begins, cycle_ends, created_at, updated_at)
    select p.id, r.id, 'teacher', 'v1.a.b.c', '2019-07-01', '2024-06-30', now(), now() from people p, credit_rules r;
  insert into credit_entries (person_id, issuer_id, source, recorded_as, recorded_by, quarters, title, provider, nature, begins_on, ends_on, how, created_at)
    select p.id, i.id, 'session', 'issuer', p.id, 4, 'A day', 'Issuer', 'workshop', '2020-10-01', '2020-10-01', 'Counted.', now() from people p, issuers i;
  insert into credit_claims (person_id, issuer_id, licence_id, rule_id, rule_version_id, entry_id, cycle_begins, cycle_ends, state,
      counted_quarters, form, created_at, ended_at)
    select l.person_id, e.issuer_id, l.id, l.rule_id, v.id, e.id, l.cycle_begins, l.cycle_ends, 'accepted', 4, '{}', now(), now()
    from licences l, credit_entries e, credit_rule_versions v;
  insert into provider_agencies (issuer_id, name, created_at) select id, 'Agency', now() from issuers;
  insert into agency_batches (issuer_id, agency_id, number, made_by, made_at, sent_at)
    select g.issuer_id, g.id, 1, p.id, now(), now() from provider_agencies g, people p;
  insert into agency_lines (line, issuer_id, batch_id, position, claim_id, number_sealed, left_at, answer, answered_at)
    select n.line, b.issuer_id, b.id, n.position, c.id, 'v1.a.b.c', n.left_at::timestamptz, n.answer, n.answered_at::timestamptz
    from agency_batches b, credit_claims c, (values
      ('AAAA-AAAA-AAAA', 1, '2020-11-01T12:00Z', null, null), ('BBBB-BBBB-BBBB', 2, null, 'accepted', '2020-12-01T12:00Z'))
      as n (line, position, left_at, answer, answered_at)`;

test('lines of batches from before keep their numbers, which go once and never change, and nothing else goes', () =>
  upgraded('0049', batchOfOld, async (pool) => {
    const lines = () =>
      pool.query('select position, number_sealed as number, answer from agency_lines order by position');
    const kept = [
      { position: 1, number: 'v1.a.b.c', answer: null },
      { position: 2, number: 'v1.a.b.c', answer: 'accepted' },
    ];
    expect((await lines()).rows).toEqual(kept);
    const gone = `number_sealed = null, disposed_at = '2026-11-22T12:00Z'`;
    for (const [change, refusal] of [
      [`number_sealed = 'v1.d.e.f'`, 'never change'],
      ['number_sealed = null', 'violates check'],
      [`${gone}, answer = 'refused', reason = 'Late'`, 'never change'],
      [`${gone}, left_at = now()`, 'never change'],
      [`${gone}, provider_number = 'P-1'`, 'never change'],
    ] as const)
      await expect(pool.query(`update agency_lines set ${change}`)).rejects.toThrow(refusal);
    expect((await pool.query(`update agency_lines set ${gone}`)).rowCount).toBe(2);
    expect((await lines()).rows).toEqual(kept.map((line) => ({ ...line, number: null })));
    for (const back of [`number_sealed = 'v1.a.b.c', disposed_at = null`, 'disposed_at = now()'])
      await expect(pool.query(`update agency_lines set ${back}`)).rejects.toThrow('never change');
  }));
