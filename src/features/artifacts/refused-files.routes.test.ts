import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiskStorage } from '#platform/storage/disk-storage.ts';
import { type TestSite, createTestApp, pageOf, textOf } from '../../../test/support/app.ts';
import { type TestFile, makePdf, postFiles } from '../../../test/support/multipart.ts';
import { tallyActs, zip, wordFile } from '../../../test/support/word-file.ts';
import { startWork } from '../../../test/support/work.ts';

let site: TestSite;
let files: string;
beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'tessera-files-'));
  site = await createTestApp({ maxFileBytes: 3_000_000, overrides: { storage: createDiskStorage(files) } });
});
afterAll(async () => {
  await site.close();
  await rm(files, { recursive: true, force: true });
});

const { upload } = tallyActs(() => site);

/** Rows and files that there are, whoever's. */
async function kept() {
  const { count } = await site.db
    .selectFrom('blobs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const onDisk = (await readdir(files, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return { rows: Number(count), files: onDisk.length };
}

describe('a file that can’t be taken', () => {
  const encrypted = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <</Encrypt 5 0 R /Root 1 0 R>>\n%%EOF');
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  it.each<[string, TestFile, string]>([
    ['nothing in it', { name: 'empty.pdf', content: '' }, 'is empty'],
    [
      'too much in it',
      { name: 'large.txt', content: 'a'.repeat(3_000_001) },
      'is too large: a file may have up to 3.0 MB',
    ],
    ['an image called a PDF', { name: 'plan.pdf', content: png }, 'ends in .pdf'],
    ['a PDF called a program', { name: 'plan.exe', content: '%PDF-1.4\n%%EOF' }, 'ends in .exe'],
    ['a web page', { name: 'page.html', content: '<!doctype html><script>alert(1)</script>' }, 'not a kind of file'],
    ['a web page called a text', { name: 'page.txt', content: '  <html><body onload=alert(1)>' }, 'not a kind of file'],
    [
      'a drawing that can run scripts',
      { name: 'a.svg', content: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
      'not a kind of file',
    ],
    ['a program', { name: 'tool.exe', content: Buffer.from(`MZ${'\0'.repeat(80)}`) }, 'not a kind of file'],
    ['an archive', { name: 'all.zip', content: zip([{ name: 'a.txt', content: 'a' }]) }, 'not a kind of file'],
    [
      'an archive called a document',
      { name: 'all.docx', content: zip([{ name: 'a.txt', content: 'a' }]) },
      'not a kind of file',
    ],
    [
      'a document that unpacks to too much',
      { name: 'b.docx', content: wordFile({ name: 'word/bomb.xml', content: Buffer.alloc(40_000_000) }) },
      'unpacks to far more',
    ],
    [
      'a document that lies about its size',
      { name: 'b.docx', content: wordFile({ name: 'word/bomb.xml', content: Buffer.alloc(1_000_000), claims: 10 }) },
      'is damaged',
    ],
    ['a PDF with a password', { name: 'secret.pdf', content: encrypted }, 'protected by a password'],
    [
      'sound where documents are asked for',
      {
        name: 'talk.mp3',
        content: Buffer.concat([
          Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1'),
          Buffer.from([0xff, 0xfb, 0x90, 0x64]),
          Buffer.alloc(500),
        ]),
      },
      'can’t be used here',
    ],
  ])('with %s is refused with the reason, and nothing is stored', async (_what, file, reason) => {
    const desk = await startWork(site);
    const before = await kept();

    const response = await upload(desk, file);

    expect(response.statusCode).toBe(422);
    expect(response.json().added).toEqual([]);
    expect(response.json().refused[0].message).toContain(reason);
    expect(await kept()).toEqual(before);
    expect(await site.db.selectFrom('artifacts').select('id').where('enrolment_id', '=', desk.id).execute()).toEqual(
      [],
    );
  });

  it('does not take a good file beside it down, and without JavaScript the form says which it was', async () => {
    const desk = await startWork(site);
    const good = { name: 'good.pdf', content: await makePdf(2) };
    const fields = { revision: '0', then: 'stay' };

    const response = await postFiles(
      site,
      `${desk.home}/requirements/tally`,
      fields,
      [{ name: 'bad.pdf', content: '' }, good],
      desk.headers,
    );

    expect(response.statusCode).toBe(422);
    const page = pageOf(response);
    expect(textOf(page.querySelector('.error-summary'))).toContain('“bad.pdf” is empty');
    expect(textOf(page.querySelector('.handed-in'))).toContain('good.pdf');
  });
});

it('keeps what was typed beside a file that is far too large', async () => {
  const desk = await startWork(site);
  const fields = { revision: '0', 'entry.noticed.explanation': 'Typed beside it.' };
  const large = { field: 'entry.noticed.file', name: 'large.txt', content: 'a'.repeat(12_000_000) };
  const good = { field: 'entry.changed.file', name: 'good.pdf', content: await makePdf() };
  const before = await kept();

  const response = await postFiles(site, `${desk.home}/requirements/portfolio`, fields, [large, good], desk.headers);

  expect(response.statusCode).toBe(422);
  const page = pageOf(response);
  const link = page.querySelector<HTMLAnchorElement>('.error-summary a');
  expect(textOf(link)).toContain('“large.txt” is too large');
  expect(page.getElementById(link?.hash.slice(1) ?? '')?.getAttribute('type')).toBe('file');
  expect(page.querySelector<HTMLTextAreaElement>('[name="entry.noticed.explanation"]')?.value).toBe('Typed beside it.');
  expect(textOf(page)).toContain('good.pdf');
  expect((await kept()).files).toBe(before.files + 1);
});
