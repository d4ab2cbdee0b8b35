import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identifyProcess } from '#platform/process-identity.ts';
import { createDiskStorage } from '#platform/storage/disk-storage.ts';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { type TestFile, makePdf, postFiles } from '../../../test/support/multipart.ts';
import { type Desk, handIn, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';

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

const docx = '[Content_Types].xml';
const contentTypes =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';

/** A ZIP archive; `claims` is the size that it says a part has. */
function zip(parts: { name: string; content: string | Buffer; claims?: number }[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claims } of parts) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(raw), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claims ?? raw.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const head = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed]);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    central.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields.subarray(0, 26), entry, Buffer.from(name)]),
    );
    local.push(head);
    offset += head.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

const wordFile = (...more: { name: string; content: string | Buffer; claims?: number }[]) =>
  zip([{ name: docx, content: contentTypes }, { name: 'word/document.xml', content: '<w:document/>' }, ...more]);

async function upload(desk: Desk, ...sent: TestFile[]) {
  const url = `${desk.home}/artifacts?requirement=tally`;
  return postFiles(site, url, {}, sent, { ...desk.headers, accept: 'application/json' });
}

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

describe('a file that is taken', () => {
  it.each([true, false])('has its pages counted (packed page tree: %s)', async (packed) => {
    const desk = await startWork(site);
    const response = await upload(desk, { name: 'plan.pdf', content: await makePdf(7, packed) });
    expect(response.json().added).toMatchObject([{ name: 'plan.pdf', mediaType: 'application/pdf', pages: 7 }]);
  });

  it('is told apart by its content', async () => {
    const desk = await startWork(site);
    const response = await upload(
      desk,
      { name: 'plan.docx', content: wordFile() },
      { name: 'table.csv', content: 'name,count\nAda,3\n"Lovelace, A",4\n' },
      { name: 'notes.txt', content: 'What we agreed on.\nThen we stopped.' },
    );
    const types = response.json().added.map((artifact: { mediaType: string }) => artifact.mediaType);
    expect(types).toEqual([
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'text/csv',
      'text/plain',
    ]);
  });

  it('is served so that it can do nothing here, and in ranges', async () => {
    const desk = await startWork(site);
    const { added } = (await upload(desk, { name: 'nöte 1.txt', content: '0123456789' })).json();
    const url = `/artifacts/${added[0].id}`;

    const whole = await get(site, url, desk.headers);
    expect(whole.body).toBe('0123456789');
    expect(whole.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
    });
    expect(whole.headers['content-security-policy']).toContain('sandbox');
    expect(whole.headers['content-disposition']).toBe(
      `inline; filename="n_te 1.txt"; filename*=UTF-8''n%C3%B6te%201.txt`,
    );
    const again = await get(site, url, { ...desk.headers, 'if-none-match': String(whole.headers.etag) });
    expect([again.statusCode, again.body, again.headers['cache-control']]).toEqual([304, '', 'private, no-cache']);
    const part = await get(site, url, { ...desk.headers, range: 'bytes=2-4' });
    expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
    const last = await get(site, url, { ...desk.headers, range: 'bytes=-3' });
    expect([last.statusCode, last.body]).toEqual([206, '789']);
    expect((await get(site, url, { ...desk.headers, range: 'bytes=10-' })).statusCode).toBe(416);
  });

  it('is offered for download where a browser could run it', async () => {
    const desk = await startWork(site);
    const { added } = (await upload(desk, { name: 'plan.docx', content: wordFile() })).json();
    const response = await get(site, `/artifacts/${added[0].id}`, desk.headers);
    expect(response.headers['content-disposition']).toMatch(/^attachment;/);
  });

  it('opens for its owner, and for the issuer’s assessors once it is handed in; to all others it does not exist', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    const assessor = await insertMember(site, 'assessor', { issuer: desk.published.issuer });
    const designer = await insertMember(site, 'designer', { issuer: desk.published.issuer });
    const foreign = await insertMember(site, 'assessor');
    const statuses = async () =>
      Promise.all(
        [desk.person, assessor.person, designer.person, foreign.person].map(
          async (person) => (await get(site, `/artifacts/${tally}`, await signIn(site, person))).statusCode,
        ),
      );

    expect(await statuses()).toEqual([200, 404, 404, 404]);
    await submit(site, desk);
    expect(await statuses()).toEqual([200, 200, 404, 404]);
  });

  it('can be removed and brought back, by its owner alone', async () => {
    const desk = await startWork(site);
    const id = await handIn(site, desk, 'tally', 'tally.pdf');
    const remove = `${desk.home}/artifacts/${id}/remove`;
    const stranger = await startWork(site);
    expect((await post(site, remove, {}, stranger.headers)).statusCode).toBe(404);

    const removed = await post(site, remove, {}, desk.headers);
    const after = pageOf(await get(site, String(removed.headers.location), desk.headers));
    expect(after.getElementById(`item-${id}`)).toBeNull();
    expect(textOf(after)).toContain('“tally.pdf” is removed. Undo');

    await post(site, remove, { undo: '1' }, desk.headers);
    const back = pageOf(await get(site, `${desk.home}/requirements/tally`, desk.headers));
    expect(back.getElementById(`item-${id}`)).not.toBeNull();
  });

  it('stays out of evidence that was demonstrated without it', async () => {
    const desk = await startWork(site);
    const { proof } = await makeEverything(site, desk);
    const extra = await handIn(site, desk, 'tally', 'extra.pdf');
    const sources = [proof, extra].map((artifact) => ({ artifact, locator: { type: 'page', page: 1 } }));
    const entry = { sources, explanation: 'It shows what changed.' };
    await putDraft(site, desk, 'portfolio', 1, { entries: { noticed: entry, changed: entry } });
    await post(site, `${desk.home}/artifacts/${extra}/remove`, {}, desk.headers);
    const demonstrated = { 'overview-complete': 'yes', 'noticed-shown': 'yes', 'changed-shown': 'yes' } as const;
    const ratings = { ...demonstrated, 'tally-readable': 'no' } as const;
    await insertDecided(site, { enrolment: desk, outcome: 'not_yet', ratings });

    const undo = await post(site, `${desk.home}/artifacts/${extra}/remove`, { undo: '1' }, desk.headers);

    expect(undo.statusCode).toBe(409);
    const page = pageOf(await get(site, `${desk.home}/requirements/portfolio`, desk.headers));
    expect(textOf(page)).not.toContain('extra.pdf');
  });
});

describe('a link', () => {
  const add = (desk: Desk, url: string) =>
    post(
      site,
      `${desk.home}/artifacts?requirement=tally`,
      { 'link.url': url, 'link.name': '<b>Plan</b>' },
      { ...desk.headers, accept: 'application/json' },
    );

  it('is kept with its name', async () => {
    const desk = await startWork(site);
    const response = await add(desk, 'example.org/plan');
    expect(response.json().added).toMatchObject([
      { kind: 'link', url: 'https://example.org/plan', name: '<b>Plan</b>' },
    ]);
    expect((await get(site, `${desk.home}/requirements/tally`, desk.headers)).body).not.toContain('<b>Plan</b>');
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,hi',
    'ftp://example.org',
    '',
    'https://user:pass@example.org',
    'x'.repeat(3000),
  ])('to “%.30s” is refused', async (url) => {
    const desk = await startWork(site);
    expect((await add(desk, url)).statusCode).toBe(422);
  });
});

it('clears away what a killed process had half received, and nothing of a living one', async () => {
  const incoming = join(files, 'incoming');
  await mkdir(incoming, { recursive: true });
  await writeFile(join(incoming, '999999999@1.half'), 'half');
  const living = identifyProcess(process.pid) ?? '';
  await writeFile(join(incoming, `${living}.whole`), 'still coming');

  await site.deps.storage.removeAbandoned();

  expect(await readdir(incoming)).toEqual([`${living}.whole`]);
  await rm(join(incoming, `${living}.whole`));
});
