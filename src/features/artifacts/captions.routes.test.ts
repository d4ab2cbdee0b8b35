import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { everyKindActs } from '../../../test/support/every-kind.ts';
import { makeFilm } from '../../../test/support/films.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { makePdf } from '../../../test/support/pdf.ts';
import { type Desk } from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { begin, handIn } = everyKindActs(() => site);

describe('captions', () => {
  const vtt =
    'WEBVTT\n\nSTYLE\n::cue { background: url(https://evil.example) }\n\n1\n00:01.000 --> 00:02.500 line:0\nHello.\n';
  const add = (desk: Desk, id: string, content: string | Uint8Array, fields: Record<string, string> = {}) =>
    postFiles(
      site,
      `${desk.home}/artifacts/${id}/captions`,
      { language: 'en', label: 'English', ...fields },
      [{ field: 'captions', name: 'a.vtt', content }],
      desk.headers,
    );
  const film = async () => {
    const desk = await begin();
    const id = await handIn(desk, { name: 'lesson.mp4', content: makeFilm() });
    await site.runJobs();
    return { desk, id };
  };

  it('are kept as times and words alone, replaced by the next of the language, and removed', async () => {
    const { desk, id } = await film();
    const added = await add(desk, id, vtt);
    expect([added.statusCode, added.headers.location]).toEqual([303, `${desk.home}/artifacts/${id}`]);
    const file = `/artifacts/${id}/captions/en.vtt`;
    const served = await get(site, file, desk.headers);
    expect(served.headers['content-type']).toBe('text/vtt; charset=utf-8');
    expect(served.body).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nHello.\n');
    await add(desk, id, vtt.replace('Hello', 'Good morning'));
    expect((await get(site, file, desk.headers)).body).toContain('Good morning');
    expect(textOf(pageOf(await get(site, `${desk.home}/artifacts/${id}`, desk.headers)))).toContain('English (en)');
    await post(site, `${desk.home}/artifacts/${id}/captions/en/remove`, {}, desk.headers);
    expect((await get(site, file, desk.headers)).statusCode).toBe(404);
  });

  it.each<[string, string | Uint8Array, Record<string, string>, string]>([
    ['of another format', '1\n00:00:01,000 --> 00:00:02,000\nHello.\n', {}, 'does not begin with the word WEBVTT'],
    ['with a time that can’t be read', 'WEBVTT\n\n00:01 --> 00:02\nHello.\n', {}, 'Line 3 has a time'],
    ['without a cue', 'WEBVTT\n', {}, 'no cues'],
    ['in another alphabet', Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.000\nH\xe9llo\n', 'latin1'), {}, 'not in UTF-8'],
    ['in no language', vtt, { language: '../en' }, 'short form'],
    ['that are none', '', {}, 'Choose a captions file'],
  ])('%s are refused with the reason', async (_what, content, fields, reason) => {
    const { desk, id } = await film();
    const response = await add(desk, id, content, fields);
    expect([response.statusCode, textOf(pageOf(response))]).toEqual([422, expect.stringContaining(reason) as string]);
  });

  it('belong to recordings alone, and to their owner', async () => {
    const { desk, id } = await film();
    const pdf = await handIn(desk, { name: 'plan.pdf', content: await makePdf('No captions') });
    expect((await add(desk, pdf, vtt)).statusCode).toBe(409);
    const stranger = await begin();
    expect((await add({ ...desk, headers: stranger.headers }, id, vtt)).statusCode).toBe(404);
    expect((await add({ ...desk, home: stranger.home, headers: stranger.headers }, id, vtt)).statusCode).toBe(404);
  });
});
