import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assess, passCheck } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { signIn } from '../../../test/support/factories.ts';
import { type Judged, actAsLead, insertJudged, stageOf } from '../../../test/support/judged.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const act = (judged: Judged, what: string, body: Record<string, string> = {}, by = judged.lead) =>
  actAsLead(site, judged, what, body, by);

describe('an attempt that was sent back by mistake', () => {
  async function returned() {
    const judged = await insertJudged(site, {}, { stage: 'pre_check' });
    const url = `/desk/checks/${judged.attempt.id}`;
    const body = { intent: 'return', 'code-tally': 'illegible' };
    expect((await post(site, url, body, await signIn(site, judged.ada))).statusCode).toBe(303);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'returned', state: 'working' });
    return judged;
  }

  it('waits for its check again, and may be sent back again', async () => {
    const judged = await returned();
    const { attempt, earner, ben } = judged;
    expect((await act(judged, 'recall-check', { to: 'elsewhere', reason: 'It is fine.' })).statusCode).toBe(422);
    expect((await act(judged, 'recall-check', { to: 'check', reason: 'It is fine.' })).statusCode).toBe(303);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'pre_check', state: 'submitted' });
    const kept = await site.db.selectFrom('recalled_checks').selectAll().where('attempt_id', '=', attempt.id).execute();
    expect(kept).toMatchObject([{ outcome: 'incomplete', checked_by: judged.ada.id, reason: 'It is fine.' }]);
    await site.runJobs();
    expect((await site.mailsTo(earner.email)).at(-1)?.text).toContain('sent back by mistake');

    const body = { intent: 'return', 'code-tally': 'illegible' };
    await post(site, `/desk/checks/${attempt.id}`, body, await signIn(site, ben));
    expect((await act(judged, 'recall-check', { to: 'check', reason: 'Again.' })).statusCode).toBe(303);
    await passCheck(site, ben, attempt.id);
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'scoring' });
  });

  it('goes to be scored where the lead finds it complete', async () => {
    const judged = await returned();
    expect((await act(judged, 'recall-check', { to: 'scoring', reason: 'I can read it.' })).statusCode).toBe(303);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'scoring', state: 'submitted' });
    await assess(site, judged.ada, judged.attempt.id);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ state: 'earned' });
  });

  it('stays sent back once its earner has read so, and its check never goes without a recall', async () => {
    const judged = await returned();
    const { attempt, earner } = judged;
    await get(site, `/work/${attempt.enrolment.id}`, await signIn(site, earner));
    const refused = await act(judged, 'recall-check', { to: 'check', reason: 'It is fine.' });
    expect(refused.statusCode).toBe(409);
    expect(textOf(pageOf(refused))).toContain('The earner has read why it came back');
    const removal = site.db.deleteFrom('completeness_checks').where('attempt_id', '=', attempt.id);
    await expect(removal.execute()).rejects.toThrow(/never change/);
  });

  it('keeps the answer that stands, whatever answer before it was taken back', async () => {
    const judged = await returned();
    const { attempt, ben } = judged;
    await act(judged, 'recall-check', { to: 'check', reason: 'It is fine.' });
    site.setNow(new Date(noon.getTime() + 60_000));
    const body = { intent: 'return', 'code-tally': 'illegible' };
    await post(site, `/desk/checks/${attempt.id}`, body, await signIn(site, ben));
    const standing = site.db.deleteFrom('completeness_checks').where('attempt_id', '=', attempt.id);
    await expect(standing.execute()).rejects.toThrow(/never change/);
    site.setNow(noon);
  });
});
