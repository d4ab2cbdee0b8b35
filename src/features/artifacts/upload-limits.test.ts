import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDiskStorage } from '#platform/storage/disk-storage.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestSite, createTestApp, post } from '../../../test/support/app.ts';
import { insertEnrolment } from '../../../test/support/factories.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { type Desk, makeEverything, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;
let files: string;
let received = 0;
beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'tessera-files-'));
  const storage = createDiskStorage(files);
  site = await createTestApp({
    maxFileBytes: 1_000_000,
    overrides: {
      maxEarnerBytes: 50_000,
      storage: {
        ...storage,
        receive(content, maxBytes) {
          received += 1;
          return storage.receive(content, maxBytes);
        },
      },
    },
  });
});
beforeEach(() => {
  received = 0;
});
afterAll(async () => {
  await site.close();
  await rm(files, { recursive: true, force: true });
});

function upload(desk: Pick<Desk, 'home' | 'headers'>, letter: string, bytes: number) {
  const url = `${desk.home}/artifacts?requirement=tally`;
  const sent = [{ name: `${letter}.txt`, content: letter.repeat(bytes) }];
  return postFiles(site, url, {}, sent, { ...desk.headers, accept: 'application/json' });
}

describe('what one person may hand in altogether', () => {
  const reason = 'one person’s files may come to 50 kB here';

  it('is not exceeded by one more file, in whichever of their enrolments, removed files or not', async () => {
    const desk = await startWork(site);
    const { added } = (await upload(desk, 'a', 30_000)).json();
    await post(site, `${desk.home}/artifacts/${added[0].id}/remove`, {}, desk.headers);
    const other = { home: `/work/${(await insertEnrolment(site, { person: desk.person })).id}`, headers: desk.headers };

    const beyond = await upload(other, 'b', 30_000);
    expect([beyond.statusCode, beyond.json().added]).toEqual([422, []]);
    expect(beyond.json().refused[0].message).toContain(reason);
    expect((await upload(other, 'c', 19_000)).json().added).toHaveLength(1);
    expect((await upload(await startWork(site), 'd', 30_000)).json().added).toHaveLength(1);
  });

  it('is not exceeded by several files at once', async () => {
    const desk = await startWork(site);
    const url = `${desk.home}/artifacts?requirement=tally`;
    const sent = ['e', 'f', 'g'].map((letter) => ({ name: `${letter}.txt`, content: letter.repeat(20_000) }));
    const answer = (await postFiles(site, url, {}, sent, { ...desk.headers, accept: 'application/json' })).json();
    expect([answer.added.length, answer.refused.length]).toEqual([2, 1]);
    expect(answer.refused[0].message).toContain(reason);
  });

  it('is refused before a byte of it is taken where its length says so', async () => {
    const response = await upload(await startWork(site), 'h', 200_000);
    expect([response.statusCode, received]).toEqual([413, 0]);
    expect(response.json().detail).toContain(reason);
  });
});

it('takes no byte of a file for work that has been handed in', async () => {
  const desk = await startWork(site);
  await makeEverything(site, desk);
  await submit(site, desk);
  received = 0;

  const response = await upload(desk, 'i', 10);

  expect([response.statusCode, received]).toEqual([409, 0]);
  expect(response.json().detail).toContain('handed in');
});

it('takes no byte of a file where there are 500 already', async () => {
  const desk = await startWork(site);
  const { issuer } = desk.published;
  await site.db
    .insertInto('artifacts')
    .values(
      Array.from({ length: 500 }, (_, index) => ({
        issuer_id: issuer.id,
        enrolment_id: desk.id,
        owner_id: desk.person.id,
        requirement_key: 'tally',
        kind: 'link' as const,
        name: `Link ${index}`,
        url: 'https://example.org/',
      })),
    )
    .execute();

  const response = await upload(desk, 'j', 10);

  expect([response.statusCode, received]).toEqual([409, 0]);
  expect(response.json().detail).toContain('500');
});

it('takes no form whose texts alone are too much, and none that is longer than any can be', async () => {
  const desk = await startWork(site);
  const text = 'x'.repeat(900_000);
  const many = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`text.${index}`, text]));
  expect((await postFiles(site, `${desk.home}/requirements/overview`, many, [], desk.headers)).statusCode).toBe(413);

  const announced = { ...desk.headers, 'content-type': 'multipart/form-data; boundary=b' };
  const url = `${desk.home}/requirements/tally`;
  const response = await post(site, url, {}, { ...announced, 'content-length': '90000000000' });
  expect([response.statusCode, received]).toEqual([413, 0]);
});
