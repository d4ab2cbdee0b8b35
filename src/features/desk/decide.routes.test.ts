import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { insertAssessment, insertAttempt, insertRating } from '../../../test/support/attempts.ts';
import { insertEnrolment, insertMember, insertPublished, signIn } from '../../../test/support/factories.ts';
import { ratingsDigest } from '../judging/complete-assessment.ts';
import { findScoring } from './desk.queries.ts';
import { allYes, lookFors, deskActs } from '../../../test/support/desk.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { claimed, rate, filledForm, confirmation, sendDecision, ratingsOf, assessmentsOf } = deskActs(() => site);

describe('the decision', () => {
  it('is not asked for while a look-for is unrated or a comment missing: each is named and linked', async () => {
    const desk = await claimed();
    const fields = await filledForm(desk.assessmentId, desk.cookie, {
      'value-tally-readable': 'yes',
      'value-noticed-shown': 'no',
      'value-changed-shown': 'yes',
      intent: 'send',
    });
    const response = await post(site, `/desk/assessments/${desk.assessmentId}`, fields, { cookie: desk.cookie });
    expect(response.statusCode).toBe(422);
    const links = [...pageOf(response).querySelectorAll('.error-summary a')];
    expect(links.map((link) => [link.getAttribute('href'), textOf(link)])).toEqual([
      ['#value-overview-complete-yes', 'Rate “The class and its routines are described”'],
      ['#comment-noticed-shown', 'Say what would make it a Yes: “Participation was counted”'],
    ]);
    expect(await ratingsOf(desk.assessmentId)).toHaveLength(3);
  });

  it('earns the micro-credential when all are Yes: asks once, then tells the earner and orders the award', async () => {
    const desk = await claimed();
    const fields = await filledForm(desk.assessmentId, desk.cookie, { ...allYes, intent: 'send' });
    const sent = await post(site, `/desk/assessments/${desk.assessmentId}`, fields, { cookie: desk.cookie });
    expect(sent.headers.location).toBe(`/desk/assessments/${desk.assessmentId}/decide`);
    const asked = await get(site, `/desk/assessments/${desk.assessmentId}/decide`, { cookie: desk.cookie });
    expect(textOf(pageOf(asked))).toContain('Send this decision?');

    const seen = await confirmation(desk.assessmentId, desk.cookie);
    expect((await sendDecision(desk.assessmentId, desk.cookie, seen)).statusCode).toBe(303);

    const { enrolment } = desk.attempt;
    expect(
      await site.db
        .selectFrom('enrolments')
        .select(['state', 'earned_at', 'due_at'])
        .where('id', '=', enrolment.id)
        .executeTakeFirst(),
    ).toEqual({ state: 'earned', earned_at: noon, due_at: null });
    expect(
      await site.db
        .selectFrom('decisions')
        .select(['outcome', 'assessment_id', 'decided_by', 'released_at'])
        .where('attempt_id', '=', desk.attempt.id)
        .execute(),
    ).toEqual([
      { outcome: 'earned', assessment_id: desk.assessmentId, decided_by: desk.assessor.id, released_at: noon },
    ]);
    const awarded: string[] = [];
    await site.runJobs({
      'issue-award': async ({ attemptId }) => {
        awarded.push(attemptId);
      },
    });
    expect(awarded).toEqual([desk.attempt.id]);
    // The award brings the one mail that tells of it.
    expect(await site.mailsTo(enrolment.person.email)).toEqual([]);
    const page = await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie });
    expect(textOf(pageOf(page))).toContain('Earned You sent this decision');
    expect(pageOf(page).querySelector('fieldset')).toBeNull();
  });

  it('gives the work back when something is not there yet, and orders no award', async () => {
    const desk = await claimed();
    const fields = {
      ...allYes,
      'value-tally-readable': 'almost',
      'comment-tally-readable': 'Label it.',
      intent: 'send',
    };
    const form = await filledForm(desk.assessmentId, desk.cookie, fields);
    await post(site, `/desk/assessments/${desk.assessmentId}`, form, { cookie: desk.cookie });
    await sendDecision(desk.assessmentId, desk.cookie, await confirmation(desk.assessmentId, desk.cookie));

    const { enrolment } = desk.attempt;
    expect(
      await site.db
        .selectFrom('enrolments')
        .select(['state', 'earned_at', 'due_at'])
        .where('id', '=', enrolment.id)
        .executeTakeFirst(),
    ).toEqual({ state: 'working', earned_at: null, due_at: null });
    await site.runJobs({ 'issue-award': () => Promise.reject(new Error('no award was earned')) });
    const [mail] = await site.mailsTo(enrolment.person.email);
    expect(mail?.subject).toBe('Feedback on Reading the Room');
    expect(mail?.text).toContain('1 look-for is not there yet');
    expect(mail?.text).not.toContain('Label it.');
    const events = await site.db
      .selectFrom('audit_events')
      .select(['action', 'actor_id'])
      .where('subject_id', '=', desk.attempt.id)
      .execute();
    expect(events).toEqual([{ action: 'decision.released', actor_id: desk.assessor.id }]);
  });

  it('is refused with a look-for unrated, and nothing is stored', async () => {
    const desk = await claimed();
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes' });
    const assessor = { id: desk.assessor.id, name: '', issuerIds: [desk.issuer.id] };
    const scoring = await findScoring(site.db, assessor, desk.assessmentId, noon);
    const response = await sendDecision(desk.assessmentId, desk.cookie, { seen: ratingsDigest(scoring!) });
    expect(response.statusCode).toBe(422);
    expect(pageOf(response).querySelectorAll('.error-summary a')).toHaveLength(3);
    expect(
      await site.db.selectFrom('decisions').select('outcome').where('attempt_id', '=', desk.attempt.id).execute(),
    ).toEqual([]);
    expect(await assessmentsOf(desk.attempt.id)).toMatchObject([{ state: 'claimed' }]);
    await site.runJobs();
    expect(await site.mailsTo(desk.attempt.enrolment.person.email)).toEqual([]);
  });

  /** Everything rated Yes, and the confirmation in hand. */
  async function ready() {
    const desk = await claimed();
    for (const lookFor of lookFors)
      await insertRating(site, desk.assessmentId, desk.attempt, lookFor, { value: 'yes' });
    return { ...desk, seen: await confirmation(desk.assessmentId, desk.cookie) };
  }

  it('is sent once, however often the button is pressed', async () => {
    const desk = await ready();
    const first = await hold(site);
    await sql`select 1 from enrolments where id = ${desk.attempt.enrolment.id} for update`.execute(first);
    const both = [1, 2].map(() => sendDecision(desk.assessmentId, desk.cookie, desk.seen));
    await untilBlocked(site, 2);
    await first.commit().execute();
    const codes = (await Promise.all(both)).map((response) => response.statusCode);
    expect(codes.sort()).toEqual([303, 409]);
    const { rows } = await sql<{ jobs: number }>`
      select count(*) as jobs from graphile_worker.jobs where key = ${`issue-award:${desk.attempt.id}`}`.execute(
      site.db,
    );
    expect(rows).toEqual([{ jobs: 1 }]);
  });

  it('waits for a rating that is being saved, and is then not what was seen', async () => {
    const desk = await ready();
    const saving = await hold(site);
    await sql`select 1 from assessments where id = ${desk.assessmentId} for update`.execute(saving);
    await sql`update ratings set value = 'no', comment = 'Look again', revision = 2
      where assessment_id = ${desk.assessmentId} and look_for_key = 'tally-readable'`.execute(saving);
    const deciding = sendDecision(desk.assessmentId, desk.cookie, desk.seen);
    await untilBlocked(site);
    await saving.commit().execute();
    const response = await deciding;
    expect(response.statusCode).toBe(409);
    expect(textOf(pageOf(response))).toContain('The ratings were changed after you were asked');
    expect(
      await site.db.selectFrom('decisions').select('outcome').where('attempt_id', '=', desk.attempt.id).execute(),
    ).toEqual([]);
  });

  it('holds up a rating that comes too late', async () => {
    const desk = await ready();
    const deciding = await hold(site);
    await sql`update assessments set state = 'completed', completed_at = now() where id = ${desk.assessmentId}`.execute(
      deciding,
    );
    const late = rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'no', comment: 'Late', revision: 1 });
    await untilBlocked(site);
    await deciding.commit().execute();
    expect((await late).statusCode).toBe(409);
    expect((await ratingsOf(desk.assessmentId)).every(({ value }) => value === 'yes')).toBe(true);
  });

  it('is never on own work, even with an assessment in hand', async () => {
    const { person: assessor, issuer } = await insertMember(site, 'assessor');
    const published = await insertPublished(site, { issuer });
    const own = await insertAttempt(site, { enrolment: await insertEnrolment(site, { person: assessor, published }) });
    const assessmentId = await insertAssessment(site, own, assessor);
    for (const lookFor of lookFors) await insertRating(site, assessmentId, own, lookFor, { value: 'yes' });
    const { cookie } = await signIn(site, assessor);
    expect((await get(site, `/desk/assessments/${assessmentId}`, { cookie })).statusCode).toBe(404);
    expect((await sendDecision(assessmentId, cookie, { seen: 'x' })).statusCode).toBe(404);
    const change = { value: 'no', revision: 1 };
    expect((await rate(assessmentId, 'tally-readable', cookie, change)).statusCode).toBe(404);
  });
});

describe('the database', () => {
  /** What PostgreSQL says to a statement. */
  const refusal = (statement: ReturnType<typeof sql>) =>
    statement.execute(site.db).then(
      () => 'done',
      (error: unknown) => (error as Error).message,
    );

  it('does not let a rating land on another attempt than its assessment’s', async () => {
    const desk = await claimed();
    const other = await claimed();
    const insert = sql`insert into ratings (assessment_id, attempt_id, look_for_key, value)
      values (${desk.assessmentId}, ${other.attempt.id}, 'tally-readable', 'yes')`;
    expect(await refusal(insert)).toContain('violates foreign key constraint');
    await insertRating(site, desk.assessmentId, desk.attempt, 'tally-readable', { value: 'yes' });
    const move = (column: string, value: string) =>
      sql`update ratings set ${sql.ref(column)} = ${value} where assessment_id = ${desk.assessmentId}`;
    expect(await refusal(move('attempt_id', other.attempt.id))).toContain('a rating stays on its look-for and attempt');
    expect(await refusal(move('look_for_key', 'noticed-shown'))).toContain(
      'a rating stays on its look-for and attempt',
    );
    const carry = sql`update assessments set attempt_id = ${other.attempt.id} where id = ${desk.assessmentId}`;
    expect(await refusal(carry)).toContain('an assessment stays with its attempt and assessor');
  });

  it('refuses every change to what was judged', async () => {
    const desk = await claimed();
    for (const lookFor of lookFors)
      await insertRating(site, desk.assessmentId, desk.attempt, lookFor, { value: 'yes' });
    const seen = await confirmation(desk.assessmentId, desk.cookie);
    await sendDecision(desk.assessmentId, desk.cookie, seen);
    const { assessmentId, attempt } = desk;
    const statements = {
      'change a rating': sql`update ratings set value = 'no' where assessment_id = ${assessmentId}`,
      'remove a rating': sql`delete from ratings where assessment_id = ${assessmentId}`,
      'add a rating': sql`insert into ratings (assessment_id, attempt_id, look_for_key, value) values (${assessmentId}, ${attempt.id}, 'more', 'no')`,
      'reopen the assessment': sql`update assessments set state = 'claimed', completed_at = null where id = ${assessmentId}`,
      'remove the assessment': sql`delete from assessments where id = ${assessmentId}`,
      'change the decision': sql`update decisions set outcome = 'not_yet' where attempt_id = ${attempt.id}`,
      'remove the decision': sql`delete from decisions where attempt_id = ${attempt.id}`,
      'change the attempt': sql`update attempts set sealed = '{}' where id = ${attempt.id}`,
      'remove the attempt': sql`delete from attempts where id = ${attempt.id}`,
    };
    for (const [what, statement] of Object.entries(statements))
      expect.soft(await refusal(statement), what).toMatch(/never change/);
  });
});
