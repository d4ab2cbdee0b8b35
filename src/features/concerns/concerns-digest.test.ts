import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, noon } from '../../../test/support/app.ts';
import { insertAttempt } from '../../../test/support/attempts.ts';
import { ask, makeConcerned, raise } from '../../../test/support/concerned.ts';
import { insertEnrolment } from '../../../test/support/factories.ts';
import { sendDigest } from '../queue/send-digest.ts';
import { compareAttempt } from './compare-attempt.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it('tells lead assessors of concerns once a day, what the search found among them, however many pairs it found', async () => {
  const c = await makeConcerned(site);
  const text = Array.from({ length: 120 }, (_, index) => `word${index}`).join(' ');
  for (const at of [0, 1, 2]) {
    const enrolment = await insertEnrolment(site, { published: c.published });
    const submittedAt = new Date(noon.getTime() + at * 60_000);
    const attempt = await insertAttempt(site, { enrolment, submittedAt, evidence: { overview: { texts: { text } } } });
    await compareAttempt(site.deps, attempt.id);
  }
  const { id } = await raise(c);
  const told = async (day: string, now: Date) => {
    const digest = { personId: c.lead.id, day, now, baseUrl: 'http://localhost' };
    await site.db.transaction().execute((trx) => sendDigest(trx, digest));
    await site.runJobs();
    const mails = (await site.mailsTo(c.lead.email)).filter(({ subject }) => subject === 'What waits for you today');
    return mails.map((mail) => /\d+ concerns? [^\n]*/u.exec(mail.text)?.[0]);
  };
  const found = await site.db.selectFrom('concerns').select('id').where('raised_by', 'is', null).execute();
  expect(await told('2026-11-23', noon)).toEqual([
    `${found.length + 1} concerns to look at, ${found.length} found by the search.`,
  ]);
  expect(await told('2026-11-23', noon)).toHaveLength(1);
  // While the earner has time to answer, nothing waits for the lead.
  await ask(c, id);
  expect((await told('2026-11-24', noon))[1]).toBe(
    `${found.length} concerns to look at, ${found.length} found by the search.`,
  );
});
