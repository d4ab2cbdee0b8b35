import { afterAll, beforeAll, expect, it } from 'vitest';
import { assess } from '../../../test/support/acts.ts';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { signIn } from '../../../test/support/factories.ts';
import { type Judged, insertJudged, stageOf } from '../../../test/support/judged.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

async function raise({ attempt, issuer, ada }: Judged, kind: 'plagiarism' | 'safeguarding' = 'plagiarism') {
  const concern = { issuer_id: issuer.id, attempt_id: attempt.id, kind, detail: 'Copied?', raised_by: ada.id };
  const { id } = await site.db
    .insertInto('concerns')
    .values({ ...concern, raised_at: noon })
    .returning('id')
    .executeTakeFirstOrThrow();
  return `/lead/concerns/${id}`;
}

/** The offer to recall, on the page of a concern. */
async function offer({ attempt, lead }: Judged, path: string): Promise<string | undefined> {
  const page = pageOf(await get(site, path, await signIn(site, lead)));
  const link = page.querySelector(`.concern-first a[href="/lead/attempts/${attempt.id}"]`);
  return link ? textOf(link.closest('.concern-first')) : undefined;
}

it('offers to recall an unread decision before the earner is asked, who then reads it', async () => {
  const judged = await insertJudged(site);
  await assess(site, judged.ada, judged.attempt.id, { 'tally-readable': 'no' });
  const path = await raise(judged);
  const inConfidence = await raise(judged, 'safeguarding');
  const by = await signIn(site, judged.lead);
  expect(await offer(judged, path)).toContain('If you ask them, they come to read it too');
  expect(await offer(judged, inConfidence)).toBeUndefined();
  expect((await post(site, `${path}/ask`, { question: 'How?' }, by)).statusCode).toBe(303);
  expect(await offer(judged, path)).toContain('Once they do, it stays');
  await get(site, `/work/${judged.attempt.enrolment.id}/attempts/1`, await signIn(site, judged.earner));
  expect(await offer(judged, path)).toBeUndefined();
});

it('offers nothing while the decision is held for the concern', async () => {
  const judged = await insertJudged(site);
  const path = await raise(judged);
  await assess(site, judged.ada, judged.attempt.id);
  expect(await stageOf(site, judged.attempt)).toMatchObject({ stage: 'held' });
  expect(await offer(judged, path)).toBeUndefined();
});
