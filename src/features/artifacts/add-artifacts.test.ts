import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, noon } from '../../../test/support/app.ts';
import { startWork } from '../../../test/support/work.ts';
import { addArtifacts } from './add-artifacts.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it.each([
  ['a file whose row is taken', 'plan.pdf', 1],
  ['no file whose row the database refuses', '', 0],
])('keeps %s', async (_what, name, times) => {
  const desk = await startWork(site);
  let kept = 0;
  const content = {
    sha256: 'a'.repeat(64),
    size: 1,
    path: '/nowhere',
    async keep() {
      kept += 1;
    },
    prepare: async () => undefined,
    discard: async () => undefined,
  };
  const facts = { measure: {}, metadata: [], flags: [], scan: 'none' as const };
  const files = [{ field: 'files', name, mediaType: 'application/pdf', pages: 1, facts, content }];
  const command = { personId: desk.person.id, enrolmentId: desk.id, requirementKey: 'tally', links: [], now: noon };

  await site.db
    .transaction()
    .execute((trx) => addArtifacts(trx, { ...command, files }))
    .catch(() => undefined);

  expect(kept).toBe(times);
});
