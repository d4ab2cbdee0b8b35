import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKeyService } from '#platform/key-service.ts';
import { type TestSite, createTestApp, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { signIn } from '../../../test/support/factories.ts';
import { startKeyService } from '../../../test/support/key-service.ts';
import { issueAward } from './issue-award.ts';

let service: Awaited<ReturnType<typeof startKeyService>>;
let site: TestSite;
const limits = { create: 15_000, sign: 15_000, size: 100_000 };
const errors: unknown[] = [];

beforeAll(async () => {
  service = await startKeyService();
  const keyService = createKeyService({ url: service.url, token: 'a token of its own' }, limits);
  const log = { error: (...said: unknown[]) => errors.push(said), warn: () => undefined, info: () => undefined };
  site = await createTestApp({ overrides: { keyService, log } });
});
afterAll(async () => {
  await site.close();
  await service.close();
});

it.each([
  ['says nothing', 'nothing'],
  ['stops in the middle of its answer', 'half'],
] as const)('an award stays as it is where the key service %s, and its earner is told so', async (_, says) => {
  const { enrolment, attemptId } = await insertDecided(site);
  const issued = await issueAward(site.deps, { attemptId });
  if (!issued.ok) throw new Error(issued.reason);
  const cookies = await signIn(site, enrolment.person);
  const change = { to: 'email' };
  await site.db
    .updateTable('people')
    .set({ email: `new-${enrolment.person.email}` })
    .where('id', '=', enrolment.person.id)
    .execute();
  const reissue = () => post(site, `/awards/${issued.publicId}/reissue`, change, cookies);
  const credentials = async () => (await site.db.selectFrom('award_credentials').select('id').execute()).length;
  const before = await credentials();

  service.behaviour.says = says;
  limits.sign = 50;
  const answer = await reissue();
  expect(answer.statusCode).toBe(503);
  expect(textOf(pageOf(answer))).toContain('nothing was signed and nothing has changed. Wait a few minutes');
  expect(answer.body).not.toContain('KEY_SERVICE');
  expect(JSON.stringify(errors.at(-1))).toContain('takes too long');
  expect(await credentials()).toBe(before);

  service.behaviour.says = 'all';
  limits.sign = 15_000;
  expect((await reissue()).statusCode).toBe(303);
  expect(await credentials()).toBe(before + 1);
});
