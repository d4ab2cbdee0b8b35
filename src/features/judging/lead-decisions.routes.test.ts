import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listLookFors } from '#domain/definition/outline.ts';
import { assess, claim } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import type { TestAttempt } from '../../../test/support/attempts.ts';
import { type Person, insertMember, signIn } from '../../../test/support/factories.ts';
import { claimAs, heardOf, insertJudged, stageOf, twoSeats } from '../../../test/support/judged.ts';
import { listJudgedAttempts } from '../work/work.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

describe('a decision in hand', () => {
  const held = { release: 'held' };

  it('is released by a lead, one or several at a time', async () => {
    const one = await insertJudged(site, held);
    const other = await insertJudged(site, held);
    await site.db
      .insertInto('memberships')
      .values({ issuer_id: other.issuer.id, person_id: one.lead.id, role: 'lead_assessor' })
      .execute();
    for (const { ada, attempt } of [one, other]) await assess(site, ada, attempt.id);
    expect(await stageOf(site, one.attempt)).toMatchObject({ stage: 'held', heldFor: 'policy', state: 'submitted' });
    const cookie = await signIn(site, one.lead);
    const list = pageOf(await get(site, '/lead/decisions', cookie));
    expect([...list.querySelectorAll('#held tbody tr')].map((row) => textOf(row.querySelector('.status')))).toEqual([
      'Earned',
      'Earned',
    ]);
    expect((await post(site, '/lead/decisions/release', {}, cookie)).statusCode).toBe(422);
    const attempts = [one.attempt.id, other.attempt.id];
    const released = await post(site, '/lead/decisions/release', { attempt: attempts }, cookie);
    expect(released.headers.location).toBe('/lead/decisions?released=2');
    for (const { attempt } of [one, other]) expect(await stageOf(site, attempt)).toMatchObject({ state: 'earned' });
    const again = await post(site, '/lead/decisions/release', { attempt: attempts }, cookie);
    expect(again.statusCode).toBe(409);
    expect(textOf(pageOf(again))).toContain('This decision is no longer held.');
  });

  it('is due in working days of its issuer, in the list and on its own page', async () => {
    const { attempt, ada, lead } = await insertJudged(site, held);
    await assess(site, ada, attempt.id);
    // A Monday: eight days of the calendar from this Sunday, five of them working days.
    const due_at = new Date('2026-11-30T18:00:00Z');
    await site.db.updateTable('judgings').set({ due_at }).where('attempt_id', '=', attempt.id).execute();
    const cookie = await signIn(site, lead);
    const dueOn = async (path: string) => textOf(pageOf(await get(site, path, cookie)).querySelector('main .due'));
    expect(await dueOn('/lead/decisions')).toBe('5 working days left due November 30, 2026');
    expect(await dueOn(`/lead/attempts/${attempt.id}`)).toBe('5 working days left due November 30, 2026');
  });

  it('waits while a concern is open', async () => {
    const { attempt, ada, lead, issuer } = await insertJudged(site);
    const { id } = await site.db
      .insertInto('concerns')
      .values({
        issuer_id: issuer.id,
        attempt_id: attempt.id,
        kind: 'plagiarism',
        detail: 'Copied.',
        raised_at: site.deps.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await assess(site, ada, attempt.id);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'held', heldFor: 'concern' });
    const release = async () =>
      post(site, `/lead/attempts/${attempt.id}/release`, {}, await signIn(site, lead)).then(
        ({ statusCode }) => statusCode,
      );
    expect(await release()).toBe(409);
    await site.db
      .updateTable('concerns')
      .set({ state: 'dismissed', resolution: 'It is theirs.', resolved_at: site.deps.now(), resolved_by: lead.id })
      .where('id', '=', id)
      .execute();
    expect(await release()).toBe(303);
  });

  it('can be looked at again by an adjudicator, whose word then counts, and is held after that', async () => {
    const { attempt, ada, ben, lead } = await insertJudged(site, held);
    await assess(site, ada, attempt.id);
    const url = `/lead/attempts/${attempt.id}/adjudicate`;
    const nothing = await post(site, url, { reason: 'Is it so?' }, await signIn(site, lead));
    expect(nothing.statusCode).toBe(422);
    expect(pageOf(nothing).querySelector<HTMLTextAreaElement>('#reason')?.value).toBe('Is it so?');
    const sent = await post(site, url, { 'look-for': 'noticed-shown', reason: 'Is it so?' }, await signIn(site, lead));
    expect(sent.statusCode).toBe(303);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'adjudication', contested: ['noticed-shown'] });
    await assess(site, ben, attempt.id, { 'noticed-shown': 'almost' });
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'held' });
    const page = pageOf(await get(site, `/lead/attempts/${attempt.id}`, await signIn(site, lead)));
    const row = [...page.querySelectorAll('.seat-table tbody tr')].find((one) =>
      textOf(one.querySelector('th')).includes('Participation was counted'),
    );
    expect([...(row?.querySelectorAll('td') ?? [])].map((cell) => textOf(cell.querySelector('.status')))).toEqual([
      'Yes',
      'Almost',
      'Almost',
    ]);
    await post(site, `/lead/attempts/${attempt.id}/release`, {}, await signIn(site, lead));
    expect((await heardOf(site, attempt)).get('noticed-shown')).toMatchObject({ value: 'almost' });
  });

  it('is nobody else’s to see or release', async () => {
    const { attempt, ada } = await insertJudged(site, held);
    await assess(site, ada, attempt.id);
    const { person: stranger } = await insertMember(site, 'lead_assessor');
    const cookie = await signIn(site, stranger);
    expect((await get(site, `/lead/attempts/${attempt.id}`, cookie)).statusCode).toBe(404);
    expect((await post(site, `/lead/attempts/${attempt.id}/release`, {}, cookie)).statusCode).toBe(404);
    expect(textOf(pageOf(await get(site, '/lead/decisions', cookie)))).not.toContain(attempt.sealed.earner.name);
  });
});

describe('what a completeness check sent back', () => {
  it('is found among what went out lately, where a lead can take it back', async () => {
    const { attempt, ada, lead } = await insertJudged(site, {}, { stage: 'pre_check' });
    const answer = { intent: 'return', 'code-tally': 'illegible', 'note-tally': 'Too dark.' };
    const sent = await post(site, `/desk/checks/${attempt.id}`, answer, await signIn(site, ada));
    expect(sent.statusCode).toBe(303);
    const cookie = await signIn(site, lead);
    const row = pageOf(await get(site, '/lead/decisions', cookie)).querySelector('#released li');
    expect(textOf(row)).toContain('sent back as incomplete, not read yet');
    const link = row?.querySelector('a')?.getAttribute('href') ?? '';
    const forms = pageOf(await get(site, link, cookie)).querySelectorAll('form');
    expect([...forms].map((form) => form.getAttribute('action'))).toContain(`${link}/recall-check`);
  });
});

describe('recalling', () => {
  const recall = async (attempt: TestAttempt, lead: Person) =>
    post(site, `/lead/attempts/${attempt.id}/recall`, { reason: 'Wrong file.' }, await signIn(site, lead));

  it('takes back what nobody has read, keeps it as it was, and tells the earner', async () => {
    const { attempt, ada, lead, earner } = await insertJudged(site);
    await assess(site, ada, attempt.id, { 'tally-readable': 'no' });
    expect((await post(site, `/lead/attempts/${attempt.id}/recall`, {}, await signIn(site, lead))).statusCode).toBe(
      422,
    );
    expect((await recall(attempt, lead)).statusCode).toBe(303);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'held', heldFor: 'recall', state: 'submitted' });
    expect(await listJudgedAttempts(site.db, attempt.enrolment.id)).toEqual([]);
    const kept = await site.db
      .selectFrom('recalled_decisions')
      .selectAll()
      .where('attempt_id', '=', attempt.id)
      .execute();
    expect(kept).toMatchObject([{ outcome: 'not_yet', reason: 'Wrong file.', recalled_by: lead.id }]);
    expect(kept[0]?.ratings).toHaveLength(listLookFors(attempt.enrolment.published.definition).length);
    await site.runJobs();
    expect((await site.mailsTo(earner.email)).map(({ subject }) => subject)).toContainEqual(
      expect.stringContaining('your feedback follows a little later'),
    );
    await post(site, `/lead/attempts/${attempt.id}/release`, {}, await signIn(site, lead));
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'released', state: 'working' });
  });

  it('takes an award back while it waits, and lets it be issued after a new release', async () => {
    const { attempt, ada, lead } = await insertJudged(site, { recallMinutes: 60 });
    await assess(site, ada, attempt.id);
    await site.runJobs();
    expect((await recall(attempt, lead)).statusCode).toBe(303);
    const jobs = await site.deps.pool.query(`select from graphile_worker.jobs where key = $1`, [
      `issue-award:${attempt.id}`,
    ]);
    expect(jobs.rows).toEqual([]);
    await post(site, `/lead/attempts/${attempt.id}/release`, {}, await signIn(site, lead));
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'released', state: 'earned' });
  });

  it('is refused once the award is issued', async () => {
    const { attempt, ada, lead } = await insertJudged(site);
    await assess(site, ada, attempt.id);
    await site.runJobs();
    const refused = await recall(attempt, lead);
    expect(refused.statusCode).toBe(409);
    expect(textOf(pageOf(refused))).toContain('The award is issued, so this decision stays.');
  });
});

describe('taking an attempt back', () => {
  const withdraw = async ({ enrolment, number }: TestAttempt, person: Person) =>
    post(site, `/work/${enrolment.id}/attempts/${number}/withdraw`, {}, await signIn(site, person));

  it('frees whoever had claimed it', async () => {
    const { attempt, ada, earner } = await insertJudged(site);
    const seat = await claim(site, ada, attempt.id);
    expect((await withdraw(attempt, earner)).statusCode).toBe(303);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'withdrawn', state: 'working' });
    expect((await get(site, `/desk/assessments/${seat}`, await signIn(site, ada))).statusCode).toBe(409);
    expect(await claimAs(site, ada, attempt)).toEqual({ ok: false, reason: 'not-waiting' });
    expect((await withdraw(attempt, earner)).statusCode).toBe(409);
  });

  it('is refused once somebody has judged it, and not found for others', async () => {
    const { attempt, ada, ben, earner } = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    await assess(site, ada, attempt.id);
    const refused = await withdraw(attempt, earner);
    expect(refused.statusCode).toBe(409);
    expect(textOf(pageOf(refused))).toContain('An assessor has already judged this attempt');
    expect((await withdraw(attempt, ben)).statusCode).toBe(404);
  });
});

it('counts for a lead what waits, at their issuers alone', async () => {
  const { attempt, ada, lead } = await insertJudged(site, { release: 'held' });
  await assess(site, ada, attempt.id);
  const page = pageOf(await get(site, '/lead', await signIn(site, lead)));
  const counts = [...page.querySelectorAll('.lead-counts > div')].map((one) => textOf(one));
  expect(counts).toEqual([
    'Decisions held1',
    'With an adjudicator0',
    'Completeness checks overdue0',
    'Decisions overdue0',
    'Appeals against decisions0',
    'Concerns open0',
    'Appeals against revocations0',
  ]);
});
