import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assess, claim, passCheck, rate } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp } from '../../../test/support/app.ts';
import { claimAs, insertJudged, stageOf, twoSeats } from '../../../test/support/judged.ts';
import { meeting } from '../../../test/support/meeting.ts';
import { completeAssessment } from './complete-assessment.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { meet, within, completion, withdraw } = meeting(() => site);

describe('taking back and judging', () => {
  async function rated() {
    const judged = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    const seat = await claim(site, judged.ada, judged.attempt.id);
    await rate(site, judged.ada, seat);
    const command = await completion(judged.ada, seat);
    return { judged, finish: () => within((trx) => completeAssessment(trx, command)) };
  }

  it('refuse the one that comes second: ratings', async () => {
    const { judged, finish } = await rated();
    expect(await meet(judged, () => withdraw(judged), finish)).toEqual([{ ok: true }, { ok: false, reason: 'let-go' }]);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'withdrawn', state: 'working' });
  });

  it('refuse the one that comes second: taking back', async () => {
    const { judged, finish } = await rated();
    const [sent, taken] = await meet(judged, finish, () => withdraw(judged));
    expect(sent).toMatchObject({ ok: true });
    expect(taken).toEqual({ ok: false, reason: 'being-decided' });
  });

  it('never meet in an adjudication', async () => {
    const { judged, finish } = await rated();
    await finish();
    const other = await claim(site, judged.ben, judged.attempt.id);
    await rate(site, judged.ben, other, { 'tally-readable': 'no' });
    const command = await completion(judged.ben, other);
    const [sent, taken] = await meet(
      judged,
      () => within((trx) => completeAssessment(trx, command)),
      () => withdraw(judged),
    );
    expect(sent).toMatchObject({ settled: { next: 'adjudication', contested: ['tally-readable'] } });
    expect(taken).toEqual({ ok: false, reason: 'being-decided' });
    expect(await claimAs(site, judged.cem, judged.attempt)).toMatchObject({ ok: true });
  });

  it('let a check come too late', async () => {
    const judged = await insertJudged(site, {}, { stage: 'pre_check' });
    const [taken, checked] = await meet(
      judged,
      () => withdraw(judged),
      () => passCheck(site, judged.ada, judged.attempt.id).then(() => 'checked', String),
    );
    expect(taken).toEqual({ ok: true });
    expect(checked).toContain('not-waiting');
  });
});

it.each([
  ['the adjudicator', 'not-waiting'],
  ['the earner', 'being-decided'],
] as const)(
  'an adjudication is sent while its earner takes the attempt back: first comes %s',
  async (first, reason) => {
    const { attempt, ada, ben, cem, earner } = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    await assess(site, ada, attempt.id, { 'tally-readable': 'no' });
    await assess(site, ben, attempt.id);
    const seat = await claim(site, cem, attempt.id);
    await rate(site, cem, seat);
    const command = await completion(cem, seat);
    const send = () => within((trx) => completeAssessment(trx, command));
    const takeBack = () => withdraw({ attempt, earner });
    const results =
      first === 'the adjudicator' ? await meet({ attempt }, send, takeBack) : await meet({ attempt }, takeBack, send);
    expect(results).toContainEqual({ ok: false, reason });
    expect(results).toContainEqual(expect.objectContaining({ settled: expect.objectContaining({ next: 'released' }) }));
    expect(await stageOf(site, attempt)).toMatchObject({ stage: 'released', state: 'earned' });
  },
);
