import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { type Desk, handIn, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';
import { postFiles, makePdf } from '../../../test/support/multipart.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const editor = (desk: Desk, key = 'overview') => `${desk.home}/requirements/${key}`;
const saved = (desk: Desk) =>
  site.db.selectFrom('evidence_items').select(['data', 'revision']).where('enrolment_id', '=', desk.id).execute();

describe('a narrative without JavaScript', () => {
  it('is saved as typed, and the finding says how many words are missing', async () => {
    const desk = await startWork(site);

    const response = await post(site, editor(desk), { revision: '0', 'text.text': 'Too short' }, desk.headers);

    expect(response.statusCode).toBe(303);
    const page = pageOf(await get(site, editor(desk), desk.headers));
    expect(page.querySelector('textarea')?.value).toBe('Too short');
    expect(textOf(page)).toContain('Write 3 more words: 2 of at least 5 words');
    const link = [...page.querySelectorAll('a')].find((a) => a.textContent?.startsWith('Write 3 more words'));
    expect(page.getElementById(link?.hash.slice(1) ?? '')?.tagName).toBe('TEXTAREA');
  });

  it('shows both versions of a stale save, and keeps what was typed', async () => {
    const desk = await startWork(site);
    await putDraft(site, desk, 'overview', 0, { texts: { text: 'Saved in the other tab' } });

    const response = await post(site, editor(desk), { revision: '0', 'text.text': 'Typed in this tab' }, desk.headers);

    expect(response.statusCode).toBe(409);
    const page = pageOf(response);
    expect(textOf(page)).toContain('[only here: Saved] in [only here: the other] tab');
    expect(page.querySelector('textarea')?.value).toBe('Typed in this tab');
    expect(await saved(desk)).toEqual([{ data: { texts: { text: 'Saved in the other tab' } }, revision: 1 }]);

    // Choosing this tab's version is the same form again, now made to the newer revision.
    const revision = page.querySelector<HTMLInputElement>('input[name=revision]')?.value ?? '';
    const again = await post(site, editor(desk), { revision, 'text.text': 'Typed in this tab' }, desk.headers);
    expect(again.statusCode).toBe(303);
    const history = await site.db
      .selectFrom('evidence_history')
      .innerJoin('evidence_items', 'evidence_items.id', 'evidence_item_id')
      .select('evidence_history.data')
      .where('enrolment_id', '=', desk.id)
      .orderBy('evidence_history.revision')
      .execute();
    expect(history.map((row) => row.data)).toEqual([
      { texts: { text: 'Saved in the other tab' } },
      { texts: { text: 'Typed in this tab' } },
    ]);
  });

  it('shows HTML and SQL as the text that they are', async () => {
    const desk = await startWork(site);
    const text = `<script>alert(1)</script> '); drop table people; --\0`;

    await post(site, editor(desk), { revision: '0', 'text.text': text }, desk.headers);

    const response = await get(site, editor(desk), desk.headers);
    expect(response.body).not.toContain('<script>alert');
    expect(pageOf(response).querySelector('textarea')?.value).toBe(text.replace('\0', ''));
  });

  it('refuses a text that is too long, shows it again, and stores nothing', async () => {
    const desk = await startWork(site);

    const response = await post(site, editor(desk), { revision: '0', 'text.text': 'a'.repeat(200_001) }, desk.headers);

    expect(response.statusCode).toBe(422);
    const page = pageOf(response);
    expect(page.title).toMatch(/^Error: /);
    expect(page.querySelector('.error-summary a')?.getAttribute('href')).toBe('#text');
    expect(page.querySelector('textarea')?.value).toHaveLength(200_001);
    expect(await saved(desk)).toEqual([]);
  });
});

describe('saving drafts', () => {
  it('lets only one of two tabs save to the same revision', async () => {
    const desk = await startWork(site);
    const first = await hold(site);
    await first.selectFrom('enrolments').select('id').where('id', '=', desk.id).forUpdate().execute();

    const saves = ['one', 'two'].map((text) => putDraft(site, desk, 'overview', 0, { texts: { text } }));
    await untilBlocked(site, 2);
    await first.commit().execute();

    const answers = await Promise.all(saves);
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409]);
    const refused = answers.find((answer) => answer.statusCode === 409);
    const [{ data } = { data: null }] = await saved(desk);
    expect(refused?.json().current).toEqual({ data, revision: 1 });
  });

  it('takes the same save twice as one, so that a lost answer does no harm', async () => {
    const desk = await startWork(site);
    const data = { texts: { text: 'Once' } };

    await putDraft(site, desk, 'overview', 0, data);
    const again = await putDraft(site, desk, 'overview', 0, data);

    expect(again.json()).toEqual({ revision: 1 });
  });

  it('refuses the wrong shape, and a signed-out caller is told so', async () => {
    const desk = await startWork(site);

    expect((await putDraft(site, desk, 'overview', 0, { texts: [] })).statusCode).toBe(422);
    expect((await putDraft(site, desk, 'overview', -1, { texts: {} })).statusCode).toBe(422);
    const stranger = { ...desk, headers: { cookie: '' } };
    expect((await putDraft(site, stranger, 'overview', 0, { texts: {} })).statusCode).toBe(401);
    expect(await saved(desk)).toEqual([]);
  });

  it('refuses evidence that names another earner’s file', async () => {
    const desk = await startWork(site);
    const other = await startWork(site);
    const foreign = await handIn(site, other, 'tally');

    const response = await putDraft(site, desk, 'tally', 0, { items: [{ artifact: foreign, note: '' }] });

    expect(response.statusCode).toBe(422);
    expect(await saved(desk)).toEqual([]);
  });

  it('refuses work that is handed in', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    await submit(site, desk);

    expect((await putDraft(site, desk, 'overview', 1, { texts: { text: 'Later' } })).statusCode).toBe(409);
    const form = await post(site, editor(desk), { revision: '1', 'text.text': 'Typed after' }, desk.headers);
    expect(form.statusCode).toBe(409);
    expect(pageOf(form).querySelector('pre')?.textContent).toContain('Typed after');
  });

  it.each(['', '/requirements/overview', '/review', '/attempts/1'])('hides %s from everyone else', async (path) => {
    const desk = await startWork(site);
    const other = await startWork(site);

    expect((await get(site, desk.home + path, other.headers)).statusCode).toBe(404);
    expect((await get(site, `/work/not-an-id${path}`, other.headers)).statusCode).toBe(404);
  });

  it('saves nothing into somebody else’s work', async () => {
    const desk = await startWork(site);
    const other = { ...desk, headers: (await startWork(site)).headers };

    expect((await putDraft(site, other, 'overview', 0, { texts: { text: 'x' } })).statusCode).toBe(404);
    expect((await putDraft(site, desk, 'no-such-requirement', 0, {})).statusCode).toBe(404);
  });
});

describe('a portfolio without JavaScript', () => {
  it('takes a file in place, with where in it to look, and the explanation, in one post', async () => {
    const desk = await startWork(site);
    const fields = {
      revision: '0',
      'entry.noticed.source.0.artifact': '',
      'entry.noticed.source.0.type': 'page',
      'entry.noticed.source.0.place': '2',
      'entry.noticed.explanation': 'Page two has the count.',
    };
    const file = { field: 'entry.noticed.file', name: 'count.pdf', content: await makePdf(3) };

    const response = await postFiles(site, editor(desk, 'portfolio'), fields, [file], desk.headers);

    expect(response.statusCode).toBe(303);
    const { id } = await site.db
      .selectFrom('artifacts')
      .select('id')
      .where('enrolment_id', '=', desk.id)
      .executeTakeFirstOrThrow();
    expect((await saved(desk))[0]?.data).toEqual({
      entries: {
        noticed: {
          sources: [{ artifact: id, locator: { type: 'page', page: 2 } }],
          explanation: 'Page two has the count.',
        },
      },
    });
  });

  it('says beside the field that its place is past the end of the file', async () => {
    const desk = await startWork(site);
    const proof = await handIn(site, desk, 'portfolio', 'proof.pdf');
    const fields = {
      revision: '0',
      'entry.noticed.source.0.artifact': proof,
      'entry.noticed.source.0.type': 'page',
      'entry.noticed.source.0.place': '9',
      'entry.noticed.explanation': 'Kept.',
    };

    expect((await postFiles(site, editor(desk, 'portfolio'), fields, [], desk.headers)).statusCode).toBe(303);

    const page = pageOf(await get(site, editor(desk, 'portfolio'), desk.headers));
    const place = page.querySelector('[name="entry.noticed.source.0.place"]');
    expect(place?.getAttribute('aria-invalid')).toBe('true');
    expect(textOf(page.getElementById(place?.getAttribute('aria-describedby') ?? ''))).toBe(
      '“proof.pdf” has 3 pages: correct “page 9”',
    );
  });

  it('says how to write a place, keeps what was typed, and does not save', async () => {
    const desk = await startWork(site);
    const proof = await handIn(site, desk, 'portfolio');
    const fields = {
      revision: '0',
      'entry.noticed.source.0.artifact': proof,
      'entry.noticed.source.0.type': 'time',
      'entry.noticed.source.0.place': 'somewhere',
      'entry.noticed.explanation': 'Kept.',
    };

    const response = await postFiles(site, editor(desk, 'portfolio'), fields, [], desk.headers);

    expect(response.statusCode).toBe(422);
    const page = pageOf(response);
    const link = page.querySelector<HTMLAnchorElement>('.error-summary a');
    expect(textOf(link)).toContain('Write the time as minutes and seconds, such as 12:30');
    const place = page.getElementById(decodeURIComponent(link?.hash.slice(1) ?? '')) as HTMLInputElement | null;
    expect(place?.value).toBe('somewhere');
    expect(page.querySelector<HTMLTextAreaElement>('[name="entry.noticed.explanation"]')?.value).toBe('Kept.');
    expect(await saved(desk)).toEqual([]);
  });
});
