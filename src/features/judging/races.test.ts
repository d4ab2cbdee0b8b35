import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assess, claim, rate } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, noon } from '../../../test/support/app.ts';
import type { Person } from '../../../test/support/factories.ts';
import { type Judged, claimAs, insertJudged, stageOf, twoSeats } from '../../../test/support/judged.ts';
import { meeting } from '../../../test/support/meeting.ts';
import { completeAppeal } from '../appeals/complete-appeal.ts';
import { raiseAppeal } from '../appeals/raise-appeal.ts';
import { takeAppeal } from '../appeals/take-appeal.ts';
import { issueAward } from '../awards/issue-award.ts';
import { checkCompleteness } from './check-completeness.ts';
import { type CompleteAssessment, completeAssessment } from './complete-assessment.ts';
import { readDecision } from './read-decision.ts';
import { recallDecision } from './recall-decision.ts';
import { releaseHeld } from './release-decision.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { meet, within, completion } = meeting(() => site);
const baseUrl = 'http://tessera.test';
const leadOf = ({ lead, issuer }: Judged) => ({ id: lead.id, name: lead.name, issuerIds: [issuer.id] });
const release = (judged: Judged) =>
  within((trx) => releaseHeld(trx, { lead: leadOf(judged), attemptId: judged.attempt.id, now: noon, baseUrl }));
const recall = (judged: Judged) => {
  const command = { lead: leadOf(judged), attemptId: judged.attempt.id, reason: 'Again.', now: noon, baseUrl };
  return within((trx) => recallDecision(trx, command));
};
const read = ({ attempt, earner }: Judged) =>
  readDecision(site.db, { personId: earner.id, enrolmentId: attempt.enrolment.id, now: noon });

function countReads({ attempt }: Judged) {
  return site.db.selectFrom('decision_reads').select('read_at').where('attempt_id', '=', attempt.id).execute();
}

describe('two at one moment', () => {
  it('cannot take the same seat', async () => {
    const judged = await insertJudged(site);
    const [one, other] = await meet(
      judged,
      () => claimAs(site, judged.ada, judged.attempt),
      () => claimAs(site, judged.ben, judged.attempt),
    );
    expect(one).toMatchObject({ ok: true });
    expect(other).toEqual({ ok: false, reason: 'held-by-another' });
  });

  it('take both seats, one each', async () => {
    const judged = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    const both = await meet(
      judged,
      () => claimAs(site, judged.ada, judged.attempt),
      () => claimAs(site, judged.ben, judged.attempt),
    );
    expect(both).toMatchObject([{ ok: true }, { ok: true }]);
    const seats = await site.db
      .selectFrom('assessments')
      .select(['role', 'assessor_id'])
      .where('attempt_id', '=', judged.attempt.id)
      .orderBy('role')
      .execute();
    expect(seats).toEqual([
      { role: 'first', assessor_id: judged.ada.id },
      { role: 'second', assessor_id: judged.ben.id },
    ]);
  });

  it('finish both seats and settle it once', async () => {
    const judged = await insertJudged(site, { policy: 'two-blind' }, twoSeats);
    const commands: CompleteAssessment[] = [];
    for (const person of [judged.ada, judged.ben]) {
      const seat = await claim(site, person, judged.attempt.id);
      await rate(site, person, seat);
      commands.push(await completion(person, seat));
    }
    const finish = (index: number) => () =>
      within((trx) => completeAssessment(trx, commands[index] as CompleteAssessment));
    const [one, other] = await meet(judged, finish(0), finish(1));
    expect(one).toMatchObject({ settled: { next: 'waiting' } });
    expect(other).toMatchObject({ settled: { next: 'released', outcome: 'earned' } });
  });

  it('answer a check, and the first one counts', async () => {
    const judged = await insertJudged(site, {}, { stage: 'pre_check' });
    const check = (person: Person, reasons: Parameters<typeof checkCompleteness>[1]['reasons']) => async () => {
      const assessor = { id: person.id, name: person.name, issuerIds: [judged.issuer.id] };
      return within((trx) =>
        checkCompleteness(trx, { assessor, attemptId: judged.attempt.id, reasons, now: noon, baseUrl }),
      );
    };
    const bad = [{ requirement: 'tally', code: 'illegible' as const, note: '' }];
    const answers = await meet(judged, check(judged.ada, bad), check(judged.ben, []));
    expect(answers).toEqual([
      { ok: true, outcome: 'incomplete' },
      { ok: false, reason: 'checked-already' },
    ]);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'returned', state: 'working' });
  });
});

describe('a lease that has run out', () => {
  async function runOut() {
    const judged = await insertJudged(site);
    const seat = await claim(site, judged.ada, judged.attempt.id);
    await rate(site, judged.ada, seat);
    const command = await completion(judged.ada, seat);
    await site.db.updateTable('assessments').set({ lease_expires_at: noon }).where('id', '=', seat).execute();
    return { judged, finish: () => within((trx) => completeAssessment(trx, command)) };
  }

  it('is still good for sending, where nobody came before', async () => {
    const { judged, finish } = await runOut();
    const [sent, taken] = await meet(judged, finish, () => claimAs(site, judged.ben, judged.attempt));
    expect(sent).toMatchObject({ ok: true });
    expect(taken).toEqual({ ok: false, reason: 'not-waiting' });
  });

  it('is lost to whoever claims it first', async () => {
    const { judged, finish } = await runOut();
    const [taken, sent] = await meet(judged, () => claimAs(site, judged.ben, judged.attempt), finish);
    expect(taken).toMatchObject({ ok: true });
    expect(sent).toEqual({ ok: false, reason: 'let-go' });
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'scoring', state: 'submitted' });
  });
});

describe('release and recall', () => {
  it('come one after the other, whichever is first', async () => {
    const judged = await insertJudged(site, { release: 'held' });
    await assess(site, judged.ada, judged.attempt.id, { 'tally-readable': 'no' });
    expect(
      await meet(
        judged,
        () => release(judged),
        () => recall(judged),
      ),
    ).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'held', state: 'submitted' });
    expect(
      await meet(
        judged,
        () => recall(judged),
        () => release(judged),
      ),
    ).toMatchObject([{ ok: false, reason: 'not-released' }, { ok: true }]);
    expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'released', state: 'working' });
    // The clock stands still: the second release is told from the first all the same.
    expect(await recall(judged)).toEqual({ ok: true });
  });

  it('of two releases let one go out', async () => {
    const judged = await insertJudged(site, { release: 'held' });
    await assess(site, judged.ada, judged.attempt.id);
    const both = await meet(
      judged,
      () => release(judged),
      () => release(judged),
    );
    expect(both).toMatchObject([{ ok: true }, { ok: false, reason: 'not-held' }]);
  });
});

describe('recalling what the earner opens', () => {
  async function sent(): Promise<Judged> {
    const judged = await insertJudged(site);
    await assess(site, judged.ada, judged.attempt.id, { 'tally-readable': 'no' });
    return judged;
  }

  it('is refused once they have begun to read', async () => {
    const judged = await sent();
    const [, recalled] = await meet(
      judged,
      () => read(judged),
      () => recall(judged),
    );
    expect(recalled).toEqual({ ok: false, reason: 'read' });
    expect(await countReads(judged)).toHaveLength(1);
  });

  it('leaves them nothing to read where it was first', async () => {
    const judged = await sent();
    const [recalled] = await meet(
      judged,
      () => recall(judged),
      () => read(judged),
    );
    expect(recalled).toEqual({ ok: true });
    expect(await countReads(judged)).toEqual([]);
    expect(
      await site.db.selectFrom('decisions').select('outcome').where('attempt_id', '=', judged.attempt.id).execute(),
    ).toEqual([]);
  });
});

describe('an appeal and the award', () => {
  async function appealed() {
    const judged = await insertJudged(site);
    const { attempt, earner, lead, issuer } = judged;
    await assess(site, judged.ada, attempt.id, { 'tally-readable': 'no' });
    await read(judged);
    const appeal = { number: 1, lookFors: ['tally-readable'], reason: 'It can be read: see page 1.' };
    const raised = await within((trx) =>
      raiseAppeal(trx, { personId: earner.id, enrolmentId: attempt.enrolment.id, ...appeal, now: noon }),
    );
    if (!raised.ok) throw new Error(JSON.stringify(raised));
    const assessor = { id: lead.id, name: lead.name, issuerIds: [issuer.id], leadIssuerIds: [issuer.id] };
    const taken = await within((trx) => takeAppeal(trx, { assessor, attemptId: attempt.id, now: noon }));
    if (!taken?.ok) throw new Error(JSON.stringify(taken));
    await rate(site, lead, taken.assessmentId);
    await site.db
      .updateTable('assessments')
      .set({ overall_comment: 'It can.' })
      .where('id', '=', taken.assessmentId)
      .execute();
    const command = await completion(lead, taken.assessmentId);
    return { judged, answer: () => within((trx) => completeAppeal(trx, command)) };
  }
  const award = ({ attempt }: Judged) => issueAward(site.deps, { attemptId: attempt.id });

  it('issue it once, however they meet', async () => {
    const { judged, answer } = await appealed();
    const [early, answered] = await meet(judged, () => award(judged), answer);
    expect(early).toEqual({ ok: false, reason: 'not-earned' });
    expect(answered).toMatchObject({ ok: true, earns: true });
    const both = await meet(
      judged,
      () => award(judged),
      () => award(judged),
    );
    expect(both).toMatchObject([
      { ok: true, issued: true },
      { ok: true, issued: false },
    ]);
    await site.runJobs();
    const awards = await site.db
      .selectFrom('awards')
      .select('attempt_id')
      .where('enrolment_id', '=', judged.attempt.enrolment.id)
      .execute();
    expect(awards).toEqual([{ attempt_id: judged.attempt.id }]);
  });

  it('are followed by no second answer', async () => {
    const { judged, answer } = await appealed();
    const [one, other] = await meet(judged, answer, answer);
    expect(one).toMatchObject({ ok: true });
    expect(other).toEqual({ ok: false, reason: 'completed' });
  });
});
