import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaseMilliseconds } from '#domain/assessment/claim.ts';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { deskActs } from '../../../test/support/desk.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { claimed, put, rate, filledForm, ratingsOf, assessmentsOf } = deskActs(() => site);

describe('saving a rating', () => {
  it('keeps it with its revision, and the lease goes on', async () => {
    const desk = await claimed();
    site.setNow(new Date(noon.getTime() + 3600_000));
    try {
      const response = await rate(desk.assessmentId, 'tally-readable', desk.cookie, {
        value: 'almost',
        comment: 'Label it.\r\nTwice.\0',
      });
      expect(response.json()).toMatchObject({ revision: 1 });
    } finally {
      site.setNow(noon);
    }
    expect(await ratingsOf(desk.assessmentId)).toEqual([
      { look_for_key: 'tally-readable', value: 'almost', comment: 'Label it.\nTwice.', revision: 1 },
    ]);
    const [assessment] = await assessmentsOf(desk.attempt.id);
    expect(assessment?.lease_expires_at).toEqual(new Date(noon.getTime() + 3600_000 + leaseMilliseconds));
  });

  it('refuses a change to an older revision and returns what is there', async () => {
    const desk = await claimed();
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes', comment: 'First' });
    const response = await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'no', comment: 'Second' });
    expect(response.statusCode).toBe(409);
    expect(response.json().current).toMatchObject({ choice: 'yes', comment: 'First', revision: 1 });
    expect(await ratingsOf(desk.assessmentId)).toMatchObject([{ value: 'yes', revision: 1 }]);
  });

  it('takes the same change twice as one', async () => {
    const desk = await claimed();
    const first = await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes' });
    const again = await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'yes' });
    expect([first.json(), again.json()]).toEqual([first.json(), first.json()]);
  });

  it('lets one of two tabs that save the same rating at once win, and tells the other', async () => {
    const desk = await claimed();
    const first = await hold(site);
    await sql`select 1 from assessments where id = ${desk.assessmentId} for update`.execute(first);
    const both = ['One', 'Two'].map((comment) =>
      rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'no', comment }),
    );
    await untilBlocked(site, 2);
    await first.commit().execute();
    const codes = (await Promise.all(both)).map((response) => response.statusCode);
    expect(codes.sort()).toEqual([200, 409]);
    expect(await ratingsOf(desk.assessmentId)).toMatchObject([{ revision: 1 }]);
  });

  it.each([
    [{ value: 'maybe' }],
    [{ value: 'yes', comment: 'x'.repeat(10_001) }],
    [{ value: 'yes', revision: -1 }],
    [{ value: 'yes', more: 1 }],
    [{ value: ['yes'] }],
  ])('refuses what can not be read: %j', async (body) => {
    const desk = await claimed();
    expect((await rate(desk.assessmentId, 'tally-readable', desk.cookie, body)).statusCode).toBe(422);
    expect(await ratingsOf(desk.assessmentId)).toEqual([]);
  });

  it('keeps the overall comment by revision too', async () => {
    const desk = await claimed();
    const url = `/desk/assessments/${desk.assessmentId}/overall`;
    expect((await put(url, desk.cookie, { comment: 'Well done', revision: 1 })).json()).toMatchObject({ revision: 2 });
    const stale = await put(url, desk.cookie, { comment: 'Or not', revision: 1 });
    expect(stale.statusCode).toBe(409);
    expect(stale.json().current).toMatchObject({ comment: 'Well done', revision: 2 });
  });
});

describe('the scoring form without a script', () => {
  it('saves everything at once', async () => {
    const desk = await claimed();
    const fields = await filledForm(desk.assessmentId, desk.cookie, {
      'value-tally-readable': 'no',
      'comment-tally-readable': 'Label it.',
      overall: 'Nearly there.',
      intent: 'save',
    });
    const response = await post(site, `/desk/assessments/${desk.assessmentId}`, fields, { cookie: desk.cookie });
    expect(response.headers.location).toBe(`/desk/assessments/${desk.assessmentId}?saved=1`);
    expect(await ratingsOf(desk.assessmentId)).toEqual([
      { look_for_key: 'tally-readable', value: 'no', comment: 'Label it.', revision: 1 },
    ]);
    const page = pageOf(await get(site, `/desk/assessments/${desk.assessmentId}`, { cookie: desk.cookie }));
    expect(page.querySelector<HTMLTextAreaElement>('#overall')?.value).toBe('Nearly there.');
    expect(page.querySelector<HTMLInputElement>('#value-tally-readable-no')?.checked).toBe(true);
  });

  it('leaves alone what its reader did not change, whatever was saved elsewhere meanwhile', async () => {
    const desk = await claimed();
    const fields = await filledForm(desk.assessmentId, desk.cookie, { 'value-tally-readable': 'yes', intent: 'save' });
    await rate(desk.assessmentId, 'noticed-shown', desk.cookie, { value: 'no', comment: 'Elsewhere' });
    const response = await post(site, `/desk/assessments/${desk.assessmentId}`, fields, { cookie: desk.cookie });
    expect(response.statusCode).toBe(303);
    expect(await ratingsOf(desk.assessmentId)).toMatchObject([
      { look_for_key: 'noticed-shown', value: 'no', comment: 'Elsewhere' },
      { look_for_key: 'tally-readable', value: 'yes' },
    ]);
  });

  it('shows both versions of what was changed in two places, and saves one’s own when sent again', async () => {
    const desk = await claimed();
    const fields = await filledForm(desk.assessmentId, desk.cookie, {
      'value-tally-readable': 'yes',
      'comment-tally-readable': 'Mine',
      'value-noticed-shown': 'yes',
      intent: 'save',
    });
    await rate(desk.assessmentId, 'tally-readable', desk.cookie, { value: 'no', comment: 'Theirs' });
    const url = `/desk/assessments/${desk.assessmentId}`;
    const response = await post(site, url, fields, { cookie: desk.cookie });
    expect(response.statusCode).toBe(409);
    const card = pageOf(response).querySelector('#look-for-tally-readable');
    expect(card?.querySelector('textarea')?.value).toBe('Mine');
    expect(textOf(card!.querySelector('[role=alert]'))).toContain('Saved there: NoTheirs');
    expect(await ratingsOf(desk.assessmentId)).toMatchObject([
      { look_for_key: 'noticed-shown', value: 'yes' },
      { look_for_key: 'tally-readable', value: 'no', comment: 'Theirs' },
    ]);

    const form = pageOf(response).querySelector<HTMLFormElement>('form.scoring-form')!;
    const again = Object.fromEntries(new form.ownerDocument.defaultView!.FormData(form)) as Record<string, string>;
    expect((await post(site, url, again, { cookie: desk.cookie })).statusCode).toBe(303);
    expect((await ratingsOf(desk.assessmentId))[1]).toMatchObject({ value: 'yes', comment: 'Mine', revision: 2 });
  });

  it('keeps what was typed when a comment is too long, and stores nothing', async () => {
    const desk = await claimed();
    const long = 'x'.repeat(10_001);
    const fields = await filledForm(desk.assessmentId, desk.cookie, {
      'value-noticed-shown': 'yes',
      'comment-tally-readable': long,
    });
    const response = await post(site, `/desk/assessments/${desk.assessmentId}`, fields, { cookie: desk.cookie });
    const page = pageOf(response);
    expect(response.statusCode).toBe(422);
    expect(page.title).toMatch(/^Error: /);
    expect(page.querySelector('.error-summary a')?.getAttribute('href')).toBe('#comment-tally-readable');
    expect(page.querySelector<HTMLTextAreaElement>('#comment-tally-readable')?.value).toBe(long);
    expect(page.querySelector<HTMLInputElement>('#value-noticed-shown-yes')?.checked).toBe(true);
    expect(await ratingsOf(desk.assessmentId)).toEqual([]);
  });
});
