import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import readXlsxFile from 'read-excel-file/node';
import type { RatingValue } from '#domain/assessment/standing.ts';
import { postRevised } from '../../../test/support/calibrated.ts';
import { insertAnchor } from '../../../test/support/anchors.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertAssessment, insertAttempt, insertRating } from '../../../test/support/attempts.ts';
import {
  type Person,
  insertEnrolment,
  insertMember,
  insertMembership,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { listDisputed } from './norming.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

type Rated = {
  isDecided?: boolean;
  by?: Person;
  lookFor?: string;
  /** Null: not read yet. */
  readDaysAgo?: number | null;
  appeal?: 'open' | 'withdrawn';
};

const daysAgo = (days: number) => new Date(noon.getTime() - days * 86_400_000);

async function desk() {
  const { person: lead, issuer } = await insertMember(site, 'lead_assessor', { name: 'Hannah Weiss' });
  const { person: one } = await insertMember(site, 'assessor', { issuer, name: '=Ruth "R" Lindqvist' });
  const { person: other } = await insertMember(site, 'assessor', { issuer, name: 'Otto Brandt' });
  const published = await insertPublished(site, { issuer });
  const rated = async (
    first: RatingValue,
    second: RatingValue,
    { isDecided = true, by, lookFor = 'tally-readable', readDaysAgo = 31, appeal }: Rated = {},
  ) => {
    const enrolment = await insertEnrolment(site, { published, ...(by && { person: by }) });
    const attempt = await insertAttempt(site, { enrolment, judging: { whyDouble: 'policy' } });
    for (const [role, who, value] of [
      ['first', one, first],
      ['second', other, second],
    ] as const) {
      const id = await insertAssessment(site, attempt, who, { role });
      await insertRating(site, id, attempt, lookFor, { value, comment: 'Why' });
      await site.db
        .updateTable('assessments')
        .set({ state: 'completed', completed_at: noon, active_seconds: 900 })
        .where('id', '=', id)
        .execute();
    }
    const decision = { attempt_id: attempt.id, issuer_id: issuer.id, outcome: 'not_yet', decided_by: lead.id } as const;
    if (!isDecided) return attempt;
    const readAt = daysAgo(readDaysAgo ?? 31);
    await site.db
      .insertInto('decisions')
      .values({ ...decision, released_at: readAt, overall_comment: '' })
      .execute();
    if (readDaysAgo !== null)
      await site.db.insertInto('decision_reads').values({ attempt_id: attempt.id, read_at: readAt }).execute();
    if (appeal) {
      const raised = { issuer_id: issuer.id, enrolment_id: enrolment.id, look_fors: [lookFor], raised_at: readAt };
      const stands = { state: appeal, due_at: noon, ended_at: appeal === 'open' ? null : noon };
      const values = { attempt_id: attempt.id, reason: 'See page 3.', ...raised, ...stands };
      await site.db.insertInto('appeals').values(values).execute();
    }
    return attempt;
  };
  const cookie = await signIn(site, lead);
  return { lead, issuer, one, other, published, rated, cookie };
}

async function call(made: Awaited<ReturnType<typeof desk>>, items: readonly string[]) {
  const fields = { title: 'December', day: '2026-12-03', time: '15:30', place: 'Room 2', item: items };
  const { microCredentialId } = made.published;
  return post(site, '/lead/norming', { microCredentialId, ...fields }, made.cookie);
}

describe('a norming meeting', () => {
  it('is made of what is disputed most, told across the line first', async () => {
    const made = await desk();
    await made.rated('yes', 'yes');
    const apart = await made.rated('yes', 'no');
    const disputed = await listDisputed(site.db, [made.issuer.id], made.published.microCredentialId, noon);
    expect(disputed).toMatchObject([
      { attemptId: apart.id, lookFor: 'tally-readable', apart: 1, of: 2, source: 'pair' },
    ]);
    const path = `/lead/norming/new?micro-credential=${made.published.microCredentialId}`;
    expect(textOf(pageOf(await get(site, path, made.cookie)))).toContain('Apart on 1 of 2 (50 %): Yes 1, No 1');
    expect((await call(made, [])).statusCode).toBe(422);
    expect((await call(made, [`${apart.id}/noticed-shown`])).statusCode).toBe(422);
  });

  it('puts what many see differently before what two happened to, and across Yes before within not-Yes', async () => {
    const made = await desk();
    for (let n = 0; n < 6; n += 1) await made.rated(n < 5 ? 'yes' : 'no', 'no');
    await made.rated('no', 'yes', { lookFor: 'noticed-shown' });
    for (let n = 0; n < 6; n += 1) await made.rated('almost', 'no', { lookFor: 'changed-shown' });
    const disputed = await listDisputed(site.db, [made.issuer.id], made.published.microCredentialId, noon);
    expect(disputed.map(({ lookFor }) => lookFor)).toEqual(['tally-readable', 'noticed-shown', 'changed-shown']);
  });

  it('shows around no attempt that is not decided, nor one of somebody who would read the agenda', async () => {
    const made = await desk();
    await made.rated('yes', 'no', { isDecided: false });
    const colleague = await insertPerson(site);
    await insertMembership(site, made.issuer, colleague, 'assessor');
    await made.rated('yes', 'no', { by: colleague });
    expect(await listDisputed(site.db, [made.issuer.id], made.published.microCredentialId, noon)).toEqual([]);
  });

  it.each<[string, Rated, boolean]>([
    ['within the time for an appeal', { readDaysAgo: 30 }, false],
    ['once that time is over', { readDaysAgo: 30.01 }, true],
    ['before its earner has read the decision', { readDaysAgo: null }, false],
    ['while an appeal is open', { readDaysAgo: 40, appeal: 'open' }, false],
    ['once the one appeal there is has ended', { readDaysAgo: 2, appeal: 'withdrawn' }, true],
  ])('shows around an attempt only when no appeal can come: %s', async (_when, how, isShown) => {
    const made = await desk();
    const { id } = await made.rated('yes', 'no', how);
    const disputed = await listDisputed(site.db, [made.issuer.id], made.published.microCredentialId, noon);
    expect(disputed.map(({ attemptId }) => attemptId)).toEqual(isShown ? [id] : []);
    expect((await call(made, [`${id}/tally-readable`])).statusCode).toBe(isShown ? 303 : 422);
  });

  it('shows around an attempt whose earner has handed in again and had the next decision', async () => {
    const made = await desk();
    const { id, enrolment } = await made.rated('yes', 'no', { readDaysAgo: 2 });
    const later = await insertAttempt(site, { enrolment, number: 2, judging: {} });
    const listed = () => listDisputed(site.db, [made.issuer.id], made.published.microCredentialId, noon);
    // It may still be taken back.
    expect(await listed()).toEqual([]);
    const decision = { issuer_id: made.issuer.id, outcome: 'not_yet', decided_by: made.lead.id } as const;
    await site.db
      .insertInto('decisions')
      .values({ ...decision, attempt_id: later.id, released_at: noon, overall_comment: '' })
      .execute();
    expect((await listed()).map(({ attemptId }) => attemptId)).toEqual([id]);
  });

  it('is recorded, closed once everything has a conclusion, and read by who scores', async () => {
    const made = await desk();
    const apart = await made.rated('yes', 'no');
    const path = (await call(made, [`${apart.id}/tally-readable`])).headers.location?.split('?')[0] ?? '';
    const start = await site.db.selectFrom('norming_meetings').select('starts_at').executeTakeFirstOrThrow();
    expect(start.starts_at.toISOString()).toBe('2026-12-03T21:30:00.000Z');
    const save = (fields: Record<string, string | readonly string[]>) =>
      postRevised(site, path, 'record', fields, made.cookie);
    const lacking = await save({ intent: 'close', 'agreed.0': 'no', 'conclusion.0': ' ', person: made.one.id });
    expect(lacking.statusCode).toBe(422);
    expect(pageOf(lacking).querySelector('.error-summary a')?.getAttribute('href')).toBe('#conclusion.0');
    const whole = { intent: 'close', 'agreed.0': 'no', 'conclusion.0': 'A tally has a key.', record: 'All agreed.' };
    expect((await save({ ...whole, person: [made.one.id, made.lead.id] })).statusCode).toBe(303);
    expect((await save(whole)).statusCode).toBe(409);
    const own = path.replace('/lead/norming', '/desk/calibration/meetings');
    const read = textOf(pageOf(await get(site, own, await signIn(site, made.other))));
    expect(read).toContain('A tally has a key.');
    expect(read).toContain('Present: =Ruth "R" Lindqvist, Hannah Weiss.');
    const stranger = await insertMember(site, 'assessor');
    expect((await get(site, own, await signIn(site, stranger.person))).statusCode).toBe(404);
  });

  it('takes a seeded anchor that it shows out of the queue for good', async () => {
    const made = await desk();
    const anchor = await insertAnchor(site, { published: made.published, lead: made.lead });
    for (const who of [made.one, made.other]) {
      const { id } = await site.db
        .insertInto('assessments')
        .values({
          ...{ issuer_id: made.issuer.id, attempt_id: anchor.attemptId, assessor_id: who.id, role: 'anchor' },
          ...{ claimed_at: noon, lease_expires_at: noon },
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await site.db
        .insertInto('ratings')
        .values({ assessment_id: id, attempt_id: anchor.attemptId, look_for_key: 'tally-readable', value: 'no' })
        .execute();
      await site.db
        .updateTable('assessments')
        .set({ state: 'completed', completed_at: noon })
        .where('id', '=', id)
        .execute();
    }
    expect((await call(made, [`${anchor.attemptId}/tally-readable`])).statusCode).toBe(303);
    const after = await site.db.selectFrom('anchors').selectAll().where('id', '=', anchor.id).executeTakeFirstOrThrow();
    expect(after).toMatchObject({ state: 'retired', retired_because: expect.stringContaining('agenda') as string });
  });
});

describe('the ledger', () => {
  const seen = async (who: Person, path: string) => get(site, path, await signIn(site, who));

  it('has pieces, hours and the stipend of everyone, as page, CSV and spreadsheet', async () => {
    const made = await desk();
    await made.rated('yes', 'yes');
    await site.db
      .insertInto('assessing_settings')
      .values({ issuer_id: made.issuer.id, stipend_cents_per_piece: 500, stipend_cents_per_hour: 4000 })
      .execute();
    const admin = await insertPerson(site);
    await insertMembership(site, made.issuer, admin, 'issuer_admin');
    const page = textOf(pageOf(await seen(admin, '/lead/ledger')));
    expect(page).toContain('0.25$15.00');
    const csv = await seen(made.lead, '/lead/ledger.csv?from=2026-11&to=2026-11');
    expect(csv.headers['content-disposition']).toContain('ledger-2026-11-2026-11.csv');
    expect(csv.body).toContain(`2026-11,${made.issuer.name},"'=Ruth ""R"" Lindqvist",0,1,0,0,0,0,1,0.25,15.00\r\n`);
    const sheet = await seen(made.lead, '/lead/ledger.xlsx');
    const [rows] = await readXlsxFile(sheet.rawPayload);
    expect(rows?.data.map((row) => row.slice(2))).toContainEqual([
      '=Ruth "R" Lindqvist',
      0,
      1,
      0,
      0,
      0,
      0,
      1,
      0.25,
      15,
    ]);
    expect((await seen(made.lead, '/lead/ledger.csv?from=2026-10&to=2026-10')).body).not.toContain('2026-11');
  });

  it('shows an assessor their own alone', async () => {
    const made = await desk();
    await made.rated('yes', 'yes');
    const rows = pageOf(await seen(made.other, '/desk/ledger')).querySelectorAll('tbody tr');
    expect([...rows].map(textOf)).toEqual([`2026-11${made.issuer.name}00100010.25$0.00`]);
    expect((await seen(made.other, '/lead/ledger')).statusCode).toBe(403);
  });
});
