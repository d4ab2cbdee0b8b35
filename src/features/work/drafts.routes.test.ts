import { sql } from 'kysely';
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
  noon,
} from '../../../test/support/app.ts';
import { type Desk, handIn, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const editor = (desk: Desk, key = 'overview') => `${desk.home}/requirements/${key}`;
const texts = (text: string) => ({ texts: { text } });
const history = (desk: Desk) =>
  site.db
    .selectFrom('evidence_history as h')
    .innerJoin('evidence_items as i', 'i.id', 'h.evidence_item_id')
    .select(['h.revision', 'h.data', 'h.restored_from'])
    .where('i.enrolment_id', '=', desk.id)
    .orderBy('h.revision')
    .execute();
const newest = async (desk: Desk) => (await history(desk)).at(-1)?.data;

const first = 'We counted who spoke.\n\nThen we changed the routine.';

/** Somebody whose draft was saved once, and then again by another window. */
async function withTwoWindows(theirs: string): Promise<Desk> {
  const desk = await startWork(site);
  await putDraft(site, desk, 'overview', 0, texts(first));
  await putDraft(site, desk, 'overview', 1, texts(theirs));
  return desk;
}

describe('a form that was opened before another window saved', () => {
  it('is joined with it where the two were changed apart', async () => {
    const desk = await withTwoWindows(first.replace('counted', 'noted'));
    const mine = `${first} It helped.`;

    const answer = await post(site, editor(desk), { revision: '1', 'text.text': mine }, desk.headers);

    expect(answer.statusCode).toBe(303);
    expect(await newest(desk)).toEqual(texts('We noted who spoke.\n\nThen we changed the routine. It helped.'));
    expect(textOf(pageOf(await get(site, answer.headers.location as string, desk.headers)))).toContain(
      'What was saved elsewhere meanwhile was merged in.',
    );
  });

  it('is asked about where both changed the same, and saved by what is chosen', async () => {
    const desk = await withTwoWindows(first.replace('routine', 'seating'));
    const fields = { revision: '1', 'text.text': `Start.\n\n${first.replace('routine', 'plan')}` };

    const asked = await post(site, editor(desk), fields, desk.headers);

    expect(asked.statusCode).toBe(409);
    const page = pageOf(asked);
    const place = page.querySelector('.conflict-place');
    expect(textOf(place)).toMatch(/plan.*seating/u);
    const radios = [...page.querySelectorAll<HTMLInputElement>('.conflict-place input[type=radio]')];
    expect(radios.map(({ value, checked }) => [value, checked])).toEqual([
      ['mine', false],
      ['theirs', false],
      ['both', false],
    ]);
    const hidden = (name: string) => page.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? '';
    const again = { ...fields, revision: hidden('revision'), base: hidden('base') };
    expect(again).toMatchObject({ revision: '2', base: '1' });

    expect((await post(site, editor(desk), again, desk.headers)).statusCode).toBe(409);
    expect(await history(desk)).toHaveLength(2);

    const chosen = await post(site, editor(desk), { ...again, [radios[2]?.name ?? '']: 'both' }, desk.headers);
    expect(chosen.statusCode).toBe(303);
    expect(await newest(desk)).toEqual(texts('Start.\n\nWe counted who spoke.\n\nThen we changed the plan seating.'));
  });

  it('takes no choice that was made between other versions', async () => {
    const desk = await withTwoWindows(first.replace('routine', 'seating'));
    await putDraft(site, desk, 'overview', 2, texts(first.replace('routine', 'furniture')));
    const choice = { revision: '2', base: '1', 'choose./texts/text#1': 'mine' };

    const answer = await post(
      site,
      editor(desk),
      { ...choice, 'text.text': first.replace('routine', 'plan') },
      desk.headers,
    );

    expect(answer.statusCode).toBe(409);
    expect(textOf(pageOf(answer).querySelector('.conflict-place'))).toContain('furniture');
  });

  it('can be kept whole', async () => {
    const desk = await withTwoWindows(first.replace('routine', 'seating'));
    const mine = { revision: '2', base: '1', keep: 'mine', 'text.text': 'All mine.' };

    expect((await post(site, editor(desk), mine, desk.headers)).statusCode).toBe(303);
    expect(await newest(desk)).toEqual(texts('All mine.'));
  });

  it('takes as its base the nearest state that there still is', async () => {
    const desk = await withTwoWindows(`${first} More.`);
    await putDraft(site, desk, 'overview', 2, texts(`${first} More. And more.`));
    await sql`alter table evidence_history disable trigger evidence_history_keep`.execute(site.db);
    await site.db.deleteFrom('evidence_history').where('revision', '=', 2).execute();
    await sql`alter table evidence_history enable trigger evidence_history_keep`.execute(site.db);

    const mine = `Before it. ${first} More.`;
    await post(site, editor(desk), { revision: '2', 'text.text': mine }, desk.headers);

    expect(await newest(desk)).toEqual(texts(`Before it. ${first} More. And more.`));
  });
});

it('tells a window of the artifacts that the other version names', async () => {
  const desk = await startWork(site);
  const artifact = await handIn(site, desk, 'tally', 'tally.pdf');
  await putDraft(site, desk, 'tally', 0, { items: [{ artifact, note: 'theirs' }] });

  const stale = await putDraft(site, desk, 'tally', 0, { items: [{ artifact, note: 'mine' }] });

  expect(stale.json().artifacts).toMatchObject([{ id: artifact, name: 'tally.pdf' }]);
  expect(stale.json().artifacts[0]).not.toHaveProperty('sha256');
});

describe('the history of a draft', () => {
  const path = (desk: Desk) => `${editor(desk)}/history`;

  it('shows an earlier state beside the newest one, piece by piece and word by word', async () => {
    const desk = await withTwoWindows(first.replace('counted', 'noted'));

    const list = pageOf(await get(site, `${path(desk)}?all=1`, desk.headers));
    const links = [...list.querySelectorAll('.history-state a')].map((link) => link.getAttribute('href') ?? '');
    expect(links).toEqual([`${path(desk)}?show=1`]);
    const page = pageOf(await get(site, links[0] ?? '', desk.headers));

    expect(textOf(page.querySelector('del'))).toContain('counted');
    expect(textOf(page.querySelector('ins'))).toContain('noted');
    expect(page.querySelector('form[action$="/restore"] input[name=revision]')?.getAttribute('value')).toBe('1');
  });

  it('compares any two states', async () => {
    const desk = await withTwoWindows(`${first} Two.`);
    await putDraft(site, desk, 'overview', 2, texts(`${first} Two. Three.`));

    const page = pageOf(await get(site, `${path(desk)}?show=1&with=2`, desk.headers));

    expect(textOf(page.querySelector('ins'))).toContain('Two.');
    expect(textOf(page)).not.toContain('Three.');
  });

  it('pages by key, one state for every ten minutes of work, in sittings', async () => {
    const desk = await startWork(site);
    const start = Date.parse('2026-11-20T09:00:00Z');
    const minutes = [0, 1, 2, 11, 12, 120, 121];
    for (const [index, minute] of minutes.entries()) {
      site.setNow(new Date(start + minute * 60_000));
      await putDraft(site, desk, 'overview', index, texts(`${first} ${index}`));
    }
    const page = pageOf(await get(site, path(desk), desk.headers));
    expect(
      [...page.querySelectorAll('.sitting')].map((sitting) => sitting.querySelectorAll('.history-state').length),
    ).toEqual([1, 2]);
  });

  it.each(['?show=99', '?show=x', '?show=1&with=99', '?before=x', '?show=-1'])('has no page %s', async (query) => {
    const desk = await withTwoWindows(first.replace('counted', 'noted'));
    expect((await get(site, path(desk) + query, desk.headers)).statusCode).toBe(404);
  });

  it('says what will come while there is none', async () => {
    const desk = await startWork(site);
    expect(textOf(pageOf(await get(site, path(desk), desk.headers)))).toContain('Nothing has been saved yet');
  });
});

describe('bringing back an earlier state', () => {
  const restore = (desk: Desk, revision: number | string) =>
    post(site, `${editor(desk)}/restore`, { revision: String(revision) }, desk.headers);

  it('saves it as the newest, and loses nothing', async () => {
    const desk = await withTwoWindows('Something else.');

    const answer = await restore(desk, 1);

    expect(answer.statusCode).toBe(303);
    expect(await history(desk)).toEqual([
      { revision: 1, data: texts(first), restored_from: null },
      { revision: 2, data: texts('Something else.'), restored_from: null },
      { revision: 3, data: texts(first), restored_from: 1 },
    ]);
    expect(textOf(pageOf(await get(site, answer.headers.location as string, desk.headers)))).toContain('Brought back');
  });

  it('is refused for work that is handed in, and for a state that never was', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    expect((await restore(desk, 7)).statusCode).toBe(404);
    expect((await restore(desk, 'x')).statusCode).toBe(422);
    await submit(site, desk);
    const refused = await restore(desk, 1);
    expect(refused.statusCode).toBe(409);
    expect(textOf(pageOf(refused))).toContain('handed in');
  });

  it('and a save at the same moment go one after the other: the later one sees the other', async () => {
    const desk = await withTwoWindows('Something else.');
    const held = await hold(site);
    await held.selectFrom('enrolments').select('id').where('id', '=', desk.id).forUpdate().execute();

    const restored = restore(desk, 1);
    await untilBlocked(site, 1);
    const saved = putDraft(site, desk, 'overview', 2, texts('Something else, and more.'));
    await untilBlocked(site, 2);
    await held.commit().execute();

    expect((await restored).statusCode).toBe(303);
    expect((await saved).statusCode).toBe(409);
    expect((await saved).json().current).toEqual({ data: texts(first), revision: 3 });
  });
});

describe('thinning the history', () => {
  it('leaves the last of every ten minutes, what was brought back, what much was cut from, and the last day', async () => {
    const desk = await startWork(site);
    const long = 'A passage of many words that somebody took out by accident. '.repeat(6);
    // Years before all the others, whose times are the database’s own.
    site.setNow(new Date('2020-01-01T12:00:00Z'));
    await putDraft(site, desk, 'overview', 0, texts('one'));
    site.setNow(noon);
    const { id } = await site.db
      .selectFrom('evidence_items')
      .select('id')
      .where('enrolment_id', '=', desk.id)
      .executeTakeFirstOrThrow();
    const add = (revision: number, minutes: number, text: string, restoredFrom: number | null = null) =>
      sql`insert into evidence_history (evidence_item_id, revision, data, saved_at, restored_from) values (${id}, ${revision},
        ${JSON.stringify(texts(text))}, date_bin('1 hour', now() - interval '3 days', '2000-01-01Z') + make_interval(mins => ${minutes}),
        ${restoredFrom})`.execute(site.db);
    await add(2, 0, 'two');
    await add(3, 3, `three ${long}`);
    await add(4, 5, 'four');
    await add(5, 9, 'five');
    await add(6, 11, 'six');
    await add(7, 21, 'two', 2);
    await add(8, 22, 'two and more');
    await sql`insert into evidence_history (evidence_item_id, revision, data, saved_at)
      select ${id}, n, ${JSON.stringify(texts('new'))}, now() from generate_series(9, 11) n`.execute(site.db);

    await site.db.transaction().execute((trx) => sql`select graphile_worker.add_job('thin-history')`.execute(trx));
    await site.runJobs();

    const left = await site.db
      .selectFrom('evidence_history')
      .select('revision')
      .where('evidence_item_id', '=', id)
      .orderBy('revision')
      .execute();
    expect(left.map(({ revision }) => revision)).toEqual([1, 3, 5, 6, 7, 8, 9, 10, 11]);
    const bold = sql`delete from evidence_history where evidence_item_id = ${id}`.execute(site.db);
    await expect(bold).rejects.toThrow('thinned, not deleted');
  });
});
