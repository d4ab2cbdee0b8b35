import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { claimAs, insertCoach, insertJudged, stageOf } from '../../../test/support/judged.ts';
import { listJudgedAttempts } from '../work/work.queries.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const ticked = { 'glance-legible': 'on', 'glance-audible': 'on', 'glance-right-file': 'on', 'glance-consent': 'on' };

describe('the completeness check', () => {
  it('comes before anything is scored, and lets a complete attempt go on', async () => {
    const { attempt, ada, ben } = await insertJudged(site, {}, { stage: 'pre_check' });
    const claimed = await post(site, `/desk/attempts/${attempt.id}/claim`, {}, await signIn(site, ada));
    expect(claimed.headers.location).toBe(`/desk/checks/${attempt.id}`);
    const page = pageOf(await get(site, `/desk/checks/${attempt.id}`, await signIn(site, ada)));
    expect(textOf(page.querySelector('.check__answer'))).toContain('Every recording can be heard and seen');
    expect(textOf(page.querySelector('.check__attempt'))).toContain('Overview');

    const url = `/desk/checks/${attempt.id}`;
    const blind = await post(site, url, { intent: 'pass', 'glance-legible': 'on' }, await signIn(site, ada));
    expect(blind.statusCode).toBe(422);
    expect(pageOf(blind).querySelectorAll('.error-summary li')).toHaveLength(3);
    expect((await post(site, url, { intent: 'pass', ...ticked }, await signIn(site, ada))).statusCode).toBe(303);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'scoring', state: 'submitted' });
    expect(await claimAs(site, ben, attempt)).toMatchObject({ ok: true });
  });

  it('returns an incomplete one with coded reasons, no feedback, and at no cost', async () => {
    const { attempt, ada, earner } = await insertJudged(site, {}, { stage: 'pre_check' });
    const url = `/desk/checks/${attempt.id}`;
    const nothing = await post(site, url, { intent: 'return' }, await signIn(site, ada));
    expect(textOf(pageOf(nothing).querySelector('.error-summary'))).toContain('Choose at least one thing');
    const noted = { intent: 'return', 'note-tally': 'Page 2' };
    const bare = await post(site, url, noted, await signIn(site, ada));
    expect(textOf(pageOf(bare).querySelector('.error-summary'))).toContain('Choose what is wrong: Tally sheet');
    expect(pageOf(bare).querySelector<HTMLTextAreaElement>('#note-tally')?.value).toBe('Page 2');

    const answer = { ...noted, 'code-tally': 'illegible' };
    expect((await post(site, url, answer, await signIn(site, ada))).statusCode).toBe(303);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'returned', state: 'working' });
    expect(await listJudgedAttempts(site.db, attempt.enrolment.id)).toEqual([]);
    await site.runJobs();
    const [mail] = await site.mailsTo(earner.email);
    expect(mail?.text).toContain('Tally sheet: can’t be read.');
    // What was noted stands on the page, which only the earner opens.
    expect(mail?.text).not.toContain('Page 2');
    expect(mail?.text).toContain('this attempt does not count');
  });

  it('has the first answer count and shows it to whoever answers second', async () => {
    const { attempt, ada, ben } = await insertJudged(site, {}, { stage: 'pre_check' });
    const url = `/desk/checks/${attempt.id}`;
    await post(site, url, { intent: 'pass', ...ticked }, await signIn(site, ada));
    const second = await post(site, url, { intent: 'return', 'code-tally': 'illegible' }, await signIn(site, ben));
    expect(second.statusCode).toBe(409);
    expect(textOf(pageOf(second).querySelector('[role=alert]'))).toBe(
      'Ada answered before you, so your answer was not taken. This is theirs.',
    );
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'scoring' });
  });

  it('is refused to the earner’s coach, and to others’ assessors not found', async () => {
    const judged = await insertJudged(site, {}, { stage: 'pre_check' });
    const { attempt, ada } = judged;
    await insertCoach(site, judged, ada);
    expect((await get(site, `/desk/checks/${attempt.id}`, await signIn(site, ada))).statusCode).toBe(403);
    const { person: stranger } = await insertMember(site, 'assessor');
    expect((await get(site, `/desk/checks/${attempt.id}`, await signIn(site, stranger))).statusCode).toBe(404);
  });
});
