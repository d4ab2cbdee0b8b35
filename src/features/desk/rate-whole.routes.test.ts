import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertAssessment, insertAttempt, sealFiles } from '../../../test/support/attempts.ts';
import { deskActs, nowhere } from '../../../test/support/desk.ts';
import { insertEnrolment, insertMember, insertPublished, signIn } from '../../../test/support/factories.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { filledForm, put, rate } = deskActs(() => site);

/** An attempt with two files, of which the portfolio points at the second page of the first, claimed. */
async function withFiles() {
  const { person: assessor, issuer } = await insertMember(site, 'assessor');
  const enrolment = await insertEnrolment(site, { published: await insertPublished(site, { issuer }) });
  const artifacts = await sealFiles(site, enrolment);
  const sources = [{ artifact: artifacts[0]!.id, locator: { type: 'page', page: 2 } }];
  const entry = { sources, explanation: 'It shows what changed.' };
  const evidence = { portfolio: { entries: { noticed: entry, changed: { ...entry, sources: [] } } } };
  const attempt = await insertAttempt(site, { enrolment, artifacts, evidence });
  const assessmentId = await insertAssessment(site, attempt, assessor);
  const place = (at: string, index = 0) => `${artifacts[index]!.id}@${at}`;
  const url = `/desk/assessments/${assessmentId}`;
  return { ...(await signIn(site, assessor)), assessor, issuer, attempt, artifacts, assessmentId, place, url };
}

const saved = (assessmentId: string) =>
  site.db
    .selectFrom('ratings')
    .select(['look_for_key', 'value', 'condition', 'comment', 'locators', 'note', 'revision'])
    .where('assessment_id', '=', assessmentId)
    .orderBy('look_for_key')
    .execute();

describe('a rating, whole', () => {
  it('keeps value, comment, places and note under one revision', async () => {
    const desk = await withFiles();
    const response = await rate(desk.assessmentId, 'tally-readable', desk.cookie, {
      value: 'almost',
      comment: 'Label it.',
      places: [desk.place('page=4'), desk.place('pages=2,3', 1), desk.place('page=4')],
      note: 'Ask Ruth.',
    });
    expect(response.statusCode).toBe(200);
    expect(await saved(desk.assessmentId)).toEqual([
      {
        ...{ look_for_key: 'tally-readable', value: 'almost', condition: null, comment: 'Label it.' },
        locators: [
          { artifact: desk.artifacts[0]!.id, locator: { type: 'page', page: 4 } },
          { artifact: desk.artifacts[1]!.id, locator: { type: 'pages', from: 2, to: 3 } },
        ],
        ...{ note: 'Ask Ruth.', revision: 1 },
      },
    ]);
    const page = pageOf(await get(site, desk.url, { cookie: desk.cookie }));
    const links = [...page.querySelectorAll('#look-for-tally-readable .rating-places a')];
    expect(links.map((link) => [textOf(link), link.getAttribute('href')])).toEqual([
      ['Minutes 1.pdf, page 4', `/artifacts/${desk.artifacts[0]!.id}/view?at=page=4`],
      ['Minutes 2.pdf, pages 2 to 3', `/artifacts/${desk.artifacts[1]!.id}/view?at=pages=2,3`],
    ]);
  });

  it('leaves places and note as they are where they are not spoken of', async () => {
    const desk = await withFiles();
    const first = { value: 'no', comment: 'x', places: [desk.place('page=4')], note: 'Mine' };
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, first);
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes', revision: 1 });
    expect(await saved(desk.assessmentId)).toMatchObject([{ value: 'yes', note: 'Mine', locators: [{}] }]);
  });

  it('has a condition in place of a value, never both', async () => {
    const desk = await withFiles();
    const both = { value: 'no', condition: 'illegible', comment: 'x' };
    expect((await rate(desk.assessmentId, 'tally-readable', desk.cookie, both)).statusCode).toBe(422);
    const unknown = { value: null, condition: 'too-long', comment: 'x' };
    expect((await rate(desk.assessmentId, 'tally-readable', desk.cookie, unknown)).statusCode).toBe(422);
    const one = { value: null, condition: 'illegible', comment: 'The names are cut off.' };
    expect((await rate(desk.assessmentId, 'tally-readable', desk.cookie, one)).statusCode).toBe(200);
    expect(await saved(desk.assessmentId)).toMatchObject([{ value: null, condition: 'illegible' }]);
  });

  it('takes two tabs apart by places and notes, too, and shows both versions', async () => {
    const desk = await withFiles();
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes', note: 'First' });
    const stale = { value: 'yes', note: 'Second', places: [desk.place('page=4')] };
    const response = await rate(desk.assessmentId, 'tally-readable', desk.cookie, stale);
    expect(response.statusCode).toBe(409);
    expect(response.json().current).toMatchObject({ choice: 'yes', places: [], note: 'First', revision: 1 });
    expect(await saved(desk.assessmentId)).toMatchObject([{ note: 'First', locators: [] }]);
  });

  it('keeps the note on the whole beside the overall comment', async () => {
    const desk = await withFiles();
    const body = { comment: 'Well done', note: 'A pleasure', revision: 1 };
    expect((await put(`${desk.url}/overall`, desk.cookie, body)).json()).toMatchObject({ revision: 2 });
    const page = pageOf(await get(site, desk.url, { cookie: desk.cookie }));
    expect(page.querySelector<HTMLTextAreaElement>('#overall-note')?.value).toBe('A pleasure');
    const stale = await put(`${desk.url}/overall`, desk.cookie, { ...body, note: 'Or not' });
    expect(stale.json().current).toMatchObject({ comment: 'Well done', note: 'A pleasure', revision: 2 });
  });
});

describe('a place', () => {
  it.each([
    ['outside of the file', (own: string) => `${own}@page=21`, '“Minutes 1.pdf” has 20 pages: correct “page 21”.'],
    ['that the file can’t have', (own: string) => `${own}@t=12`, '“Minutes 1.pdf” has no times: correct “at 0:12”.'],
    ['in a file of nobody', () => `${nowhere}@page=1`, 'Point at a file of this attempt.'],
    ['that can’t be read', (own: string) => `${own}@page=x`, 'takes at most 10,000 characters'],
    ['that goes on', (own: string) => `${own}@page=1@page=2`, 'takes at most 10,000 characters'],
  ])('%s is refused, and nothing is saved', async (_, make, says) => {
    const desk = await withFiles();
    const places = [make(desk.artifacts[0]!.id)];
    const response = await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes', places });
    expect(response.statusCode).toBe(422);
    expect(response.json().detail).toContain(says);
    expect(await saved(desk.assessmentId)).toEqual([]);
  });

  it('in a file of another attempt is refused', async () => {
    const desk = await withFiles();
    const other = await withFiles();
    const places = [other.place('page=1')];
    const response = await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes', places });
    expect(response.statusCode).toBe(422);
    expect(await saved(desk.assessmentId)).toEqual([]);
  });

  it('of more than twenty is one too many', async () => {
    const desk = await withFiles();
    const places = Array.from({ length: 21 }, (_, index) => desk.place(`page=${(index % 20) + 1}`, index % 2));
    const response = await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes', places });
    expect(response.statusCode).toBe(422);
  });
});

describe('without a script', () => {
  it('saves the condition, a place by hand and the note in one post, and takes a place out in the next', async () => {
    const desk = await withFiles();
    const fields = await filledForm(desk.assessmentId, desk.cookie, {
      'value-tally-readable': 'cannot',
      'condition-tally-readable': 'inaudible',
      'comment-tally-readable': 'No sound after the first minute.',
      'file-tally-readable': 'Minutes 2.pdf',
      'at-tally-readable': 'pages 4 to 6',
      'note-tally-readable': 'Ask for the original.',
      'overall-note': 'Tired today.',
      intent: 'save',
    });
    expect((await post(site, desk.url, fields, { cookie: desk.cookie })).headers.location).toBe(`${desk.url}?saved=1`);
    const locator = { type: 'pages', from: 4, to: 6 };
    expect(await saved(desk.assessmentId)).toMatchObject([
      {
        ...{ value: null, condition: 'inaudible', note: 'Ask for the original.', revision: 1 },
        locators: [{ artifact: desk.artifacts[1]!.id, locator }],
      },
    ]);
    const page = pageOf(await get(site, desk.url, { cookie: desk.cookie }));
    expect(page.querySelector<HTMLInputElement>('#value-tally-readable-cannot')?.checked).toBe(true);
    expect(page.querySelector<HTMLSelectElement>('#condition-tally-readable')?.value).toBe('inaudible');

    const drop = await filledForm(desk.assessmentId, desk.cookie, { 'drop-tally-readable.0': 'on' });
    expect((await post(site, desk.url, drop, { cookie: desk.cookie })).statusCode).toBe(303);
    expect(await saved(desk.assessmentId)).toMatchObject([{ condition: 'inaudible', locators: [], revision: 2 }]);
    // Posted again as it stands, nothing changes.
    const same = await filledForm(desk.assessmentId, desk.cookie, {});
    await post(site, desk.url, same, { cookie: desk.cookie });
    expect(await saved(desk.assessmentId)).toMatchObject([{ revision: 2 }]);
  });

  it('asks why something can’t be judged, and where a place is, with all that was typed still there', async () => {
    const desk = await withFiles();
    const fields = await filledForm(desk.assessmentId, desk.cookie, {
      'value-tally-readable': 'cannot',
      'comment-tally-readable': 'Odd.',
      'value-noticed-shown': 'yes',
      'file-noticed-shown': 'Minutes 1.pdf',
      'at-noticed-shown': 'page 400',
      'at-changed-shown': 'page 4',
    });
    const response = await post(site, desk.url, fields, { cookie: desk.cookie });
    const page = pageOf(response);
    expect(response.statusCode).toBe(422);
    const links = [...page.querySelectorAll('.error-summary a')];
    expect(links.map((link) => [link.getAttribute('href'), textOf(link)])).toEqual([
      ['#condition-tally-readable', 'Choose why it can’t be judged'],
      ['#at-noticed-shown', '“Minutes 1.pdf” has 20 pages: correct “page 400”'],
      ['#file-changed-shown', 'Choose the file that the place is in'],
    ]);
    expect(links.filter((link) => page.getElementById(link.getAttribute('href')!.slice(1)) === null)).toEqual([]);
    expect(page.querySelector<HTMLInputElement>('#value-tally-readable-cannot')?.checked).toBe(true);
    expect(page.querySelector<HTMLInputElement>('#at-noticed-shown')?.value).toBe('page 400');
    expect(page.querySelector<HTMLInputElement>('#file-noticed-shown')?.value).toBe('Minutes 1.pdf');
    expect(await saved(desk.assessmentId)).toEqual([]);
  });

  it('sends no decision while a condition lacks its comment', async () => {
    const desk = await withFiles();
    for (const lookFor of ['overview-complete', 'noticed-shown', 'changed-shown'])
      await rate(desk.assessmentId, lookFor, desk.cookie, { value: 'yes' });
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: null, condition: 'wrong-file' });
    const response = await post(site, desk.url, { intent: 'send' }, { cookie: desk.cookie });
    expect(response.statusCode).toBe(422);
    expect(textOf(pageOf(response).querySelector('.error-summary'))).toContain(
      'Say what of it can’t be judged: “The tally shows who spoke”',
    );
  });
});

describe('the evidence of a look-for', () => {
  it('begins with the earner’s own places for its detail, one press away', async () => {
    const desk = await withFiles();
    const page = pageOf(await get(site, desk.url, { cookie: desk.cookie }));
    const links = [...page.querySelectorAll('#look-for-noticed-shown .look-for__evidence a')];
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      `/artifacts/${desk.artifacts[0]!.id}/view?at=page=2`,
      '#evidence-portfolio-entry-noticed',
    ]);
    expect(links[0]?.hasAttribute('data-view')).toBe(true);
    expect(page.querySelectorAll('#look-for-changed-shown .look-for__evidence a')).toHaveLength(1);
  });
});

describe('an adjudicator', () => {
  it('rates what is contested, both comments beside, and nothing else', async () => {
    const desk = await withFiles();
    const other = await insertMember(site, 'assessor', { issuer: desk.issuer });
    const third = await insertMember(site, 'assessor', { issuer: desk.issuer });
    const second = await insertAssessment(site, desk.attempt, other.person, { role: 'second' });
    const say = { value: 'no', comment: 'Unreadable to me.', places: [desk.place('page=4')], note: 'secret' } as const;
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes', comment: 'Plain to see.' });
    await rate(second, 'tally-readable', (await signIn(site, other.person)).cookie, say);
    await site.db
      .updateTable('assessments')
      .set({ state: 'completed', completed_at: noon })
      .where('attempt_id', '=', desk.attempt.id)
      .execute();
    await site.db
      .updateTable('judgings')
      .set({ stage: 'adjudication', contested: ['tally-readable'], adjudication_round: 1 })
      .where('attempt_id', '=', desk.attempt.id)
      .execute();
    const seat = await insertAssessment(site, desk.attempt, third.person, { role: 'adjudicator' });
    const { cookie } = await signIn(site, third.person);

    const page = pageOf(await get(site, `/desk/assessments/${seat}`, { cookie }));
    expect(page.querySelectorAll('.scoring-form fieldset')).toHaveLength(1);
    expect(textOf(page.querySelector('.scoring-reason'))).toContain('You adjudicate.');
    const voices = textOf(page.querySelector('#look-for-tally-readable .look-for__history'));
    expect(voices).toBe('Assessor A YesPlain to see.Assessor B NoUnreadable to me.Minutes 1.pdf, page 4');
    expect(textOf(page)).not.toContain(other.person.name);
    expect(page.documentElement.innerHTML).not.toContain('secret');
    expect(textOf(page.querySelector('#look-for-noticed-shown'))).toContain('Not in question here.');

    expect((await rate(seat, 'noticed-shown', cookie, { value: 'no' })).statusCode).toBe(404);
    expect((await rate(seat, 'tally-readable', cookie, { value: 'yes' })).statusCode).toBe(200);
    expect(await saved(seat)).toHaveLength(1);
  });
});
