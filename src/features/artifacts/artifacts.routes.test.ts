import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identifyProcess } from '#platform/process-identity.ts';
import { createDiskStorage } from '#platform/storage/disk-storage.ts';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertDecided } from '../../../test/support/earned.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { makePdf } from '../../../test/support/multipart.ts';
import { tallyActs, wordFile } from '../../../test/support/word-file.ts';
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

const { upload } = tallyActs(() => site);

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
