import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, post, textOf, pageOf } from '../../test/support/app.ts';
import { insertPerson, signIn } from '../../test/support/factories.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const nowhere = '/work/0190a000-0000-7000-8000-00000000dead';

it.each([
  ['enrol', '/micro-credentials/nowhere/enrol', 60],
  ['hand in files', `${nowhere}/artifacts`, 300],
  ['post an editor’s form', `${nowhere}/requirements/tally`, 300],
])('lets one person %s so often, and nobody else pay for it', async (_what, url, max) => {
  const busy = await signIn(site, await insertPerson(site));
  for (let time = 0; time < max; time += 1) expect((await post(site, url, {}, busy)).statusCode).toBe(404);

  const refused = await post(site, url, {}, busy);

  expect(refused.statusCode).toBe(429);
  expect(textOf(pageOf(refused))).toContain('You have done this very often in a short while. Wait 10 minutes');
  expect((await post(site, url, {}, await signIn(site, await insertPerson(site)))).statusCode).toBe(404);
});
