import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiskStorage } from '#platform/storage/disk-storage.ts';
import { type TestSite, createTestApp, noon } from '../../../test/support/app.ts';
import { insertEnrolment } from '../../../test/support/factories.ts';
import { makePdf } from '../../../test/support/multipart.ts';
import { type Begin, beginUpload, sendPiece, tusHeaders } from '../../../test/support/tus.ts';
import { type Desk, handIn, makeEverything, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;
let files: string;
let pdf: Buffer;
beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'tessera-files-'));
  pdf = Buffer.from(await makePdf(3));
  site = await createTestApp({
    maxFileBytes: 3_000_000,
    overrides: { storage: createDiskStorage(files), maxEarnerBytes: 5_000_000 },
  });
});
afterAll(async () => {
  await site.close();
  await rm(files, { recursive: true, force: true });
});

const begin = (desk: Desk, more: Partial<Begin> = {}) =>
  beginUpload(site, desk, { name: 'plan.pdf', requirement: 'tally', size: pdf.length, ...more });
const piece = (desk: Desk, url: string, offset: number, content: Buffer) => sendPiece(site, desk, url, offset, content);
const offsetOf = async (desk: Desk, url: string) =>
  Number((await site.app.inject({ method: 'HEAD', url, headers: tusHeaders(desk) })).headers['upload-offset']);
const staged = () => readdir(join(files, 'uploads')).catch(() => []);
const listed = async (desk: Desk, query = `?enrolment=${desk.id}`) =>
  (await site.app.inject({ method: 'GET', url: `/uploads${query}`, headers: desk.headers })).json();

async function started(desk: Desk, more: Partial<Begin> = {}): Promise<string> {
  const response = await begin(desk, more);
  expect([response.statusCode, response.body]).toEqual([201, '']);
  return String(response.headers.location);
}

describe('an upload', () => {
  it('comes in pieces, and its last one is answered with what was handed in', async () => {
    const desk = await startWork(site);
    const url = await started(desk, { name: 'Plän.pdf' });

    const first = await piece(desk, url, 0, pdf.subarray(0, 300));
    expect([first.statusCode, first.headers['upload-offset']]).toEqual([204, '300']);
    expect(await offsetOf(desk, url)).toBe(300);
    const last = await piece(desk, url, 300, pdf.subarray(300));

    expect([last.statusCode, last.headers['upload-offset']]).toEqual([200, String(pdf.length)]);
    expect(last.json()).toMatchObject({
      added: [{ name: 'Plän.pdf', kind: 'file', size: pdf.length, pages: 3, requirement: 'tally', url: null }],
      refused: [],
    });
    const file = await site.app.inject({ url: `/artifacts/${last.json().added[0].id}`, headers: desk.headers });
    expect(file.rawPayload.equals(pdf)).toBe(true);
    expect(await staged()).toEqual([]);
  });

  it('is the next version of a file where it says which', async () => {
    const desk = await startWork(site);
    const old = await handIn(site, desk, 'tally', 'old.pdf');
    const url = await started(desk, { name: 'new.pdf', replaces: old });
    const { added } = (await piece(desk, url, 0, pdf)).json();
    expect(added).toMatchObject([{ name: 'new.pdf', replaces: old }]);
  });

  it('whose last answer was lost is handed in once and answered again', async () => {
    const desk = await startWork(site);
    const url = await started(desk);
    const heard = (await piece(desk, url, 0, pdf)).json();

    // A sender that asks where to go on is sent for the last byte, and so hears the answer.
    const offset = await offsetOf(desk, url);
    const again = await piece(desk, url, offset, pdf.subarray(offset));

    expect([again.statusCode, again.json()]).toEqual([200, heard]);
    expect((await piece(desk, url, 0, pdf)).json()).toEqual(heard);
    expect(await site.db.selectFrom('artifacts').select('id').where('enrolment_id', '=', desk.id).execute()).toEqual([
      { id: heard.added[0].id },
    ]);
  });

  it('that arrives twice at once is handed in once', async () => {
    const desk = await startWork(site);
    const url = await started(desk);
    await piece(desk, url, 0, pdf.subarray(0, -1));
    const both = await Promise.allSettled([1, 2].map(() => piece(desk, url, pdf.length - 1, pdf.subarray(-1))));

    // Who comes second asks for the upload; where the first is not done by then, its connection is closed.
    const heard = (await piece(desk, url, pdf.length - 1, pdf.subarray(-1))).json();
    expect(heard.added).toHaveLength(1);
    const answers = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.json()] : []));
    expect(answers).toEqual(answers.map(() => heard));
    expect(answers.length).toBeGreaterThan(0);
    expect(await site.db.selectFrom('artifacts').select('id').where('enrolment_id', '=', desk.id).execute()).toEqual([
      { id: heard.added[0].id },
    ]);
  });

  it('of a file that can’t be taken is answered with the reason, and nothing of it stays', async () => {
    const desk = await startWork(site);
    const content = randomBytes(2000);
    const url = await started(desk, { name: 'film.pdf', size: content.length });
    const answer = await piece(desk, url, 0, content);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ added: [], refused: [{ name: 'film.pdf', message: /not a kind of file/ }] });
    expect(await staged()).toEqual([]);
    const offset = await offsetOf(desk, url);
    expect((await piece(desk, url, offset, content.subarray(offset))).json()).toEqual(answer.json());
  });

  it('can be taken up again from a list of what is unfinished, and given up', async () => {
    const desk = await startWork(site);
    const url = await started(desk);
    await piece(desk, url, 0, pdf.subarray(0, 100));
    const id = url.split('/').at(-1);
    expect(await listed(desk)).toEqual([
      { id, name: 'plan.pdf', size: pdf.length, offset: 100, requirement: 'tally', url },
    ]);
    expect(await listed(desk, `?enrolment=${(await insertEnrolment(site)).id}`)).toEqual([]);

    expect((await site.app.inject({ method: 'DELETE', url, headers: tusHeaders(desk) })).statusCode).toBe(204);
    expect(await listed(desk)).toEqual([]);
    expect(await staged()).toEqual([]);
    expect((await piece(desk, url, 100, pdf.subarray(100))).statusCode).toBe(404);
  });

  it('begins at its first byte again where what had come of it is lost', async () => {
    const desk = await startWork(site);
    const url = await started(desk);
    await piece(desk, url, 0, pdf.subarray(0, 500));
    await rm(join(files, 'uploads'), { recursive: true });
    expect(await offsetOf(desk, url)).toBe(0);
    await rm(join(files, 'uploads'), { recursive: true, force: true });
    await begin(desk);
    expect((await piece(desk, url, 0, pdf)).json().added).toHaveLength(1);
    await rm(join(files, 'uploads'), { recursive: true });
  });

  it('is hashed as it is, also where other bytes come in the place of what was lost', async () => {
    const desk = await startWork(site);
    const text = Buffer.from('A plan for the year, line by line.\n'.repeat(400));
    const url = await started(desk, { name: 'plan.txt', size: text.length });
    await piece(desk, url, 0, Buffer.from(text.subarray(0, 9000)).fill('x'));
    await rm(join(files, 'uploads', url.split('/').at(-1)!));
    await begin(desk);
    const { added } = (await piece(desk, url, 0, text)).json();
    const { blob_sha256 } = await site.db
      .selectFrom('artifacts')
      .select('blob_sha256')
      .where('id', '=', added[0].id)
      .executeTakeFirstOrThrow();
    expect(blob_sha256).toBe(createHash('sha256').update(text).digest('hex'));
    await rm(join(files, 'uploads'), { recursive: true });
  });

  it('is hashed as it is, also where its last byte came twice and not the same', async () => {
    const desk = await startWork(site);
    const text = Buffer.from('A plan for the year, line by line.\n'.repeat(400));
    const url = await started(desk, { name: 'plan.txt', size: text.length });
    const failing = site.deps.storage.adopt;
    site.deps.storage.adopt = () => {
      throw new Error('The store is away.');
    };
    const wrong = Buffer.concat([text.subarray(0, -1), Buffer.from('x')]);
    expect((await piece(desk, url, 0, wrong)).statusCode).toBe(500);
    site.deps.storage.adopt = failing;
    const { added } = (await piece(desk, url, text.length - 1, text.subarray(-1))).json();
    const { blob_sha256 } = await site.db
      .selectFrom('artifacts')
      .select('blob_sha256')
      .where('id', '=', added[0].id)
      .executeTakeFirstOrThrow();
    expect(blob_sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(await readFile(join(files, 'blobs', blob_sha256!.slice(0, 2), blob_sha256!))).toEqual(text);
  });

  it('is nobody else’s', async () => {
    const desk = await startWork(site);
    const stranger = await startWork(site);
    const url = await started(desk);
    expect((await site.app.inject({ method: 'HEAD', url, headers: tusHeaders(stranger) })).statusCode).toBe(404);
    expect((await piece(stranger, url, 0, pdf)).statusCode).toBe(404);
    expect((await site.app.inject({ method: 'DELETE', url, headers: tusHeaders(stranger) })).statusCode).toBe(404);
    expect((await begin({ ...stranger, id: desk.id })).statusCode).toBe(404);
    expect(await listed(stranger, '')).toEqual([]);
    expect((await begin(desk, { replaces: await handIn(site, stranger, 'tally') })).statusCode).toBe(404);
  });

  it('takes no piece at a place where it isn’t, and no more than it said', async () => {
    const desk = await startWork(site);
    const url = await started(desk);
    const wrong = await piece(desk, url, 5, pdf.subarray(5));
    expect([wrong.statusCode, wrong.json().detail]).toEqual([409, expect.stringContaining('another place')]);
    const more = await piece(desk, url, 0, Buffer.concat([pdf, pdf]));
    expect([more.statusCode, more.json().detail]).toEqual([413, 'More bytes came than this upload has.']);
    expect(await offsetOf(desk, url)).toBe(0);
  });

  it('that nothing was heard of for a week is cleared away, with its bytes', async () => {
    const desk = await startWork(site);
    const url = await started(desk);
    await piece(desk, url, 0, pdf.subarray(0, 100));
    const young = await started(desk);
    await site.db
      .updateTable('uploads')
      .set({ expires_at: new Date(noon.getTime() - 1000) })
      .where('id', '=', url.split('/').at(-1)!)
      .execute();
    expect((await piece(desk, url, 100, pdf.subarray(100))).statusCode).toBe(404);

    await site.deps.pool.query(`select graphile_worker.add_job('clear-uploads')`);
    await site.runJobs();

    expect(
      (await site.db.selectFrom('uploads').select('id').where('person_id', '=', desk.person.id).execute()).length,
    ).toBe(1);
    expect(await staged()).not.toContain(url.split('/').at(-1));
    expect(await staged()).toContain(young.split('/').at(-1));
  });
});

describe('before a byte is sent, an upload is refused', () => {
  it.each<[string, Partial<Begin>, number, string]>([
    ['of a name that says another type', { name: 'talk.mp3' }, 422, '“talk.mp3” can’t be used here: this asks for'],
    ['of nothing', { size: 0 }, 422, '“plan.pdf” is empty'],
    [
      'that is larger than the requirement or the installation takes',
      { size: 3_100_000 },
      413,
      '“plan.pdf” is too large: it has 3.1 MB, and a file may have up to 3.0 MB here.',
    ],
    ['for a requirement that there is not', { requirement: 'nothing' }, 404, 'does not exist'],
    ['without a name', { name: undefined }, 422, 'neither what it is'],
    ['for nothing that could be work', { enrolment: 'x' }, 422, 'neither what it is'],
  ])('%s', async (_what, more, status, reason) => {
    const response = await begin(await startWork(site), more);
    expect([response.statusCode, response.json().detail]).toEqual([status, expect.stringContaining(reason)]);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });

  it('where it does not fit beside what is there and what is on its way', async () => {
    const desk = await startWork(site);
    await started(desk, { size: 2_900_000 });
    const response = await begin(desk, { size: 2_200_000 });
    expect([response.statusCode, response.json().detail]).toEqual([
      413,
      expect.stringContaining('it has 2.2 MB, and 2.1 MB are left. One person’s files may come to 5.0 MB here'),
    ]);
  });

  it('where it does not fit beside the signed forms and captions that there are', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    const [form, captions] = ['a'.repeat(64), 'b'.repeat(64)];
    // The work itself weighs a few kilobytes that are not the same every time.
    const blob = { size: 1_997_000, media_type: 'text/plain' };
    await site.db
      .insertInto('blobs')
      .values([
        { sha256: form, ...blob },
        { sha256: captions, ...blob },
      ])
      .execute();
    await site.db
      .insertInto('releases')
      .values({
        ...{ person_id: desk.person.id, kind: 'site', subject: 'The library', covers: ['image'], given_by: 'Ada' },
        ...{ given_on: '2026-09-01', form_sha256: form, form_name: 'form.pdf' },
      })
      .execute();
    await site.db
      .insertInto('artifact_captions')
      .values({ artifact_id: tally, blob_sha256: captions, language: 'en', label: 'English' })
      .execute();
    expect((await begin(desk, { size: 1_100_000 })).json().detail).toMatch(/and (99\d kB|1\.0 MB) are left/u);
  });

  it('where two that begin at once would not fit together', async () => {
    const desk = await startWork(site);
    const answers = await Promise.all([1, 2].map(() => begin(desk, { size: 2_900_000 })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 413]);
  });

  it('for work that was handed in', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    await submit(site, desk);
    const response = await begin(desk);
    expect([response.statusCode, response.json().detail]).toEqual([409, expect.stringContaining('handed in')]);
  });

  it('by nobody who is not signed in', async () => {
    const desk = await startWork(site);
    expect((await begin({ ...desk, headers: { cookie: '' } })).statusCode).toBe(401);
  });
});

it('says what it speaks', async () => {
  const desk = await startWork(site);
  const { headers, statusCode } = await site.app.inject({ method: 'OPTIONS', url: '/uploads', headers: desk.headers });
  expect([statusCode, headers['tus-version'], headers['tus-extension']]).toEqual([
    204,
    '1.0.0',
    'creation,termination,expiration',
  ]);
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

it('hands in a file that was whole when the work was handed in, as refused', async () => {
  const desk = await startWork(site);
  const url = await started(desk);
  await piece(desk, url, 0, pdf.subarray(0, -1));
  await makeEverything(site, desk);
  await submit(site, desk);
  const answer = await piece(desk, url, pdf.length - 1, pdf.subarray(-1));
  expect(answer.json().refused[0].message).toContain('handed in');
  await expect(stat(join(files, 'uploads', url.split('/').at(-1)!))).rejects.toThrow('ENOENT');
});
