import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, noon } from '../../../test/support/app.ts';
import { beginUpload } from '../../../test/support/tus.ts';
import { startWork } from '../../../test/support/work.ts';
import { clearUploads } from './clear-uploads.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it('clears every other upload away where the bytes of one can’t be, and that one when they can', async () => {
  const desk = await startWork(site);
  const ids: string[] = [];
  for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) {
    const begun = await beginUpload(site, desk, { name, requirement: 'tally', size: 1000 });
    ids.push(String(begun.headers.location).split('/').at(-1)!);
  }
  const staging = site.deps.storage.stagingFolder;
  const [first = ''] = ids;
  await rm(join(staging, first));
  // Nothing but an empty folder’s own removal takes it away.
  await mkdir(join(staging, first));
  await site.db
    .updateTable('uploads')
    .set({ expires_at: new Date(noon.getTime() - 1000) })
    .where('id', 'in', ids)
    .execute();
  const rows = async () => (await site.db.selectFrom('uploads').select('id').execute()).map(({ id }) => id);

  await expect(clearUploads(site.deps)).rejects.toThrow('clear-uploads: 1 failed, the others are done');
  expect([await rows(), await readdir(staging)]).toEqual([[first], [first]]);

  await rmdir(join(staging, first));
  await clearUploads(site.deps);
  expect(await rows()).toEqual([]);
});
