import { afterAll, beforeAll, expect, it } from 'vitest';
import { asAssessor } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp } from '../../../test/support/app.ts';
import { insertJudged } from '../../../test/support/judged.ts';
import { checkCompleteness } from './check-completeness.ts';
import { recallCheck } from './recall-check.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

// A Monday to a Thursday; there is no holiday in them.
const monday = new Date('2026-12-07T16:00:00Z');
const thursday = new Date('2026-12-10T16:00:00Z');

it.each(['check', 'scoring'] as const)(
  'an attempt that was sent back by mistake is due later by the time that it lay with its earner, on to its %s',
  async (to) => {
    const { attempt, issuer, ada, lead } = await insertJudged(site, {}, { stage: 'pre_check' });
    const due = () =>
      site.db
        .selectFrom('judgings as j')
        .innerJoin('enrolments as e', 'e.id', 'j.enrolment_id')
        .select(['j.check_due_at', 'j.due_at', 'e.due_at as shown'])
        .where('j.attempt_id', '=', attempt.id)
        .executeTakeFirstOrThrow();
    const check_due_at = new Date('2026-12-08T16:00:00Z');
    const due_at = new Date('2026-12-11T16:00:00Z');
    await site.db.updateTable('judgings').set({ check_due_at, due_at }).where('attempt_id', '=', attempt.id).execute();
    const { baseUrl } = site.deps;
    const assessor = await asAssessor(site, ada);
    const reasons = [{ requirement: 'tally', code: 'illegible' as const, note: '' }];
    const checking = { assessor, attemptId: attempt.id, reasons, now: monday, baseUrl };
    expect(await site.db.transaction().execute((trx) => checkCompleteness(trx, checking))).toMatchObject({ ok: true });

    const recall = { lead: { ...lead, issuerIds: [issuer.id] }, attemptId: attempt.id, to, reason: 'It is legible.' };
    const recalled = await site.db
      .transaction()
      .execute((trx) => recallCheck(trx, { ...recall, now: thursday, baseUrl }));
    expect(recalled).toEqual({ ok: true });
    expect(await due()).toEqual({
      check_due_at: new Date('2026-12-11T16:00:00Z'),
      due_at: new Date('2026-12-16T16:00:00Z'),
      shown: new Date('2026-12-16T16:00:00Z'),
    });
  },
);
