import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, textOf } from '../../../test/support/app.ts';
import { insertAttempt } from '../../../test/support/attempts.ts';
import {
  type Person,
  type TestIssuer,
  insertEnrolment,
  insertMember,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { insertRated } from '../../../test/support/rated.ts';
import { row } from '../../../test/support/report-row.ts';

let site: TestSite;
let issuer: TestIssuer;
let lead: { cookie: string };
let ruth: Person;
let sam: Person;
beforeAll(async () => {
  site = await createTestApp();
  const member = await insertMember(site, 'lead_assessor', { name: 'Hannah Weiss' });
  issuer = member.issuer;
  lead = await signIn(site, member.person);
  ruth = await insertPerson(site, { name: 'Ruth Lindqvist' });
  sam = await insertPerson(site, { name: 'Samuel Adeyemi' });
});
afterAll(() => site.close());

const page = async (url: string, as = lead) => pageOf(await get(site, url, as));

it('does not count twice what was rated again, nor an attempt that could not be judged', async () => {
  const own = await insertPublished(site, { issuer });
  await insertRated(site, { published: own, assessors: [ruth], attempts: [{ first: '0222' }, { first: '2' }] });
  await insertRated(site, {
    published: own,
    assessors: [ruth],
    attempts: [{ first: '-222', outcome: 'incomplete' }, { first: '2222' }],
  });
  const document = await page(`/lead/reports/look-fors?micro-credential=${own.definition.slug}`);
  const cells = row(document, 'Look-fors: difficulty and agreement', 'The class and its routines are described');
  expect([cells[0], cells[2]]).toEqual(['50 %', '2']);
  const times = await page(`/lead/reports/turn-around?micro-credential=${own.definition.slug}`);
  expect(row(times, 'Attempts to an award', '1')[0]).toBe('1');
  expect(row(times, 'Attempts to an award', '2')[0]).toBe('1');
});

it('measures assessors against anchors, and links each to their months', async () => {
  const { person, issuer: other } = await insertMember(site, 'lead_assessor');
  const definition = await insertPublished(site, { issuer: other });
  const { attemptIds, enrolmentId } = await insertRated(site, {
    published: definition,
    assessors: [person],
    attempts: [{ first: '2222' }],
  });
  const [attempt_id = ''] = attemptIds;
  const { id: anchor_id } = await site.db
    .insertInto('anchors')
    .values({
      issuer_id: other.id,
      micro_credential_id: definition.microCredentialId,
      rubric_sha256: 'ab'.repeat(32),
      attempt_id,
      enrolment_id: enrolmentId,
      definition_version_id: definition.versionId,
      title: 'An anchor',
      source: 'written',
      created_by: person.id,
      created_at: noon,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const lookFors = ['overview-complete', 'tally-readable', 'noticed-shown', 'changed-shown'];
  await site.db
    .insertInto('anchor_ratings')
    .values(lookFors.map((key) => ({ anchor_id, look_for_key: key, value: 'yes' as const, rationale: 'It is there.' })))
    .execute();
  const { id } = await site.db
    .insertInto('assessments')
    .values({ issuer_id: other.id, attempt_id, assessor_id: sam.id, role: 'anchor', lease_expires_at: noon })
    .returning('id')
    .executeTakeFirstOrThrow();
  const given = ['yes', 'almost', 'no', 'yes'] as const;
  await site.db
    .insertInto('ratings')
    .values(lookFors.map((key, at) => ({ assessment_id: id, attempt_id, look_for_key: key, value: given[at] ?? 'no' })))
    .execute();
  await site.db
    .updateTable('assessments')
    .set({ state: 'completed', completed_at: noon })
    .where('id', '=', id)
    .execute();
  const document = await page('/lead/reports/assessors', await signIn(site, person));
  const cells = row(document, 'Assessors', 'Samuel Adeyemi');
  expect(cells.slice(0, 5)).toEqual(['−0.75', 'no data', '0.75', '50 %', '4']);
  const link = [...document.querySelectorAll('a')].find((a) => textOf(a) === 'Samuel Adeyemi');
  const months = await page(link?.getAttribute('href') ?? '', await signIn(site, person));
  expect(row(months, 'Samuel Adeyemi by month', '2026-11').slice(0, 2)).toEqual(['−0.75', '50 %']);
});

it('reckons in working days of the issuer, without pauses', async () => {
  const { person, issuer: other } = await insertMember(site, 'lead_assessor');
  await site.db
    .insertInto('assessing_settings')
    .values({ issuer_id: other.id, time_zone: 'UTC', holidays: ['2026-11-11'] as never })
    .execute();
  const own = await insertPublished(site, { issuer: other });
  // Friday noon to Friday noon a week later, a holiday between, and a pause over the second Thursday.
  const { attemptIds } = await insertRated(site, {
    published: own,
    assessors: [person],
    attempts: [
      {
        first: '2222',
        submittedAt: new Date('2026-11-06T12:00:00Z'),
        checkedAt: new Date('2026-11-09T12:00:00Z'),
        releasedAt: new Date('2026-11-13T12:00:00Z'),
      },
    ],
  });
  const pause = (from: string, to: string, reason: 'question' | 'privacy') => ({
    attempt_id: attemptIds[0] ?? '',
    paused_at: new Date(from),
    resumed_at: new Date(to),
    reason,
  });
  await site.db
    .insertInto('judging_pauses')
    .values([
      pause('2026-11-12T00:00:00Z', '2026-11-12T18:00:00Z', 'question'),
      pause('2026-11-12T12:00:00Z', '2026-11-13T00:00:00Z', 'privacy'),
    ])
    .execute();
  // What waits for its check is no check yet, neither in time nor late.
  const enrolment = await insertEnrolment(site, { published: own });
  await insertAttempt(site, { enrolment, judging: { stage: 'pre_check' } });
  const document = await page('/lead/reports/turn-around', await signIn(site, person));
  const [check, , checked, decide] = row(document, 'Working days by month of handing in', '2026-11');
  expect([check, checked, decide]).toEqual(['1.0', '1', '3.0']);
});

it('reckons without the time for which a check that was taken back had left it with its earner', async () => {
  const { person, issuer: other } = await insertMember(site, 'lead_assessor');
  await site.db.insertInto('assessing_settings').values({ issuer_id: other.id, time_zone: 'UTC' }).execute();
  const own = await insertPublished(site, { issuer: other });
  const { attemptIds } = await insertRated(site, {
    published: own,
    assessors: [person],
    attempts: [
      {
        first: '2222',
        submittedAt: new Date('2026-11-06T12:00:00Z'),
        checkedAt: new Date('2026-11-11T12:00:00Z'),
        releasedAt: new Date('2026-11-12T12:00:00Z'),
      },
    ],
  });
  const attempt_id = attemptIds[0] ?? '';
  // Sent back on Monday, taken back on Wednesday; a pause that began meanwhile goes on to Thursday midnight.
  await site.db
    .insertInto('recalled_checks')
    .values({
      ...{ attempt_id, issuer_id: other.id, outcome: 'incomplete', reasons: '[]', checked_by: ruth.id },
      checked_at: new Date('2026-11-09T12:00:00Z'),
      ...{ reason: 'It is legible.', recalled_by: person.id, recalled_at: new Date('2026-11-11T12:00:00Z') },
    })
    .execute();
  await site.db
    .insertInto('judging_pauses')
    .values({
      ...{ attempt_id, reason: 'privacy', paused_at: new Date('2026-11-11T06:00:00Z') },
      resumed_at: new Date('2026-11-12T00:00:00Z'),
    })
    .execute();
  const document = await page('/lead/reports/turn-around', await signIn(site, person));
  const [check, , checked, decide] = row(document, 'Working days by month of handing in', '2026-11');
  expect([check, checked, decide]).toEqual(['1.0', '1', '1.5']);
});
