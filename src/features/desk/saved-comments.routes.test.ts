import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { deskActs, nowhere } from '../../../test/support/desk.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { claimed, colleague, filledForm } = deskActs(() => site);

const keep = (assessmentId: string, cookie: string, body: unknown) =>
  site.app.inject({
    method: 'POST',
    url: `/desk/assessments/${assessmentId}/comments`,
    headers: { cookie, accept: 'application/json', 'sec-fetch-site': 'same-origin' },
    payload: body as object,
  });

const fitting = async (assessmentId: string, cookie: string) => {
  const url = `/desk/assessments/${assessmentId}/comments`;
  return (await get(site, url, { cookie, accept: 'application/json' })).json().comments as { body: string }[];
};

const listed = async (cookie: string, query = '') => {
  const page = pageOf(await get(site, `/desk/comments${query}`, { cookie }));
  return [...page.querySelectorAll('.saved-comments > li')].map((row) => textOf(row.querySelector('p')));
};

it('keeps a comment of a look-for, once, and gives it back where it fits', async () => {
  const desk = await claimed();
  const body = { lookFor: 'tally-readable', body: 'Label the columns.' };
  const first = await keep(desk.assessmentId, desk.cookie, body);
  expect(first.statusCode).toBe(201);
  expect((await keep(desk.assessmentId, desk.cookie, body)).json()).toEqual(first.json());
  expect(await fitting(desk.assessmentId, desk.cookie)).toEqual([{ id: first.json().id, ...body, isShared: false }]);
  const page = pageOf(await get(site, '/desk/comments', { cookie: desk.cookie }));
  expect(textOf(page.querySelector('.saved-comments > li'))).toContain(
    'Label the columns. Reading the Room · The tally shows who spoke'.replace('. R', '.R'),
  );
  const elsewhere = await claimed();
  expect(await fitting(elsewhere.assessmentId, elsewhere.cookie)).toEqual([]);
});

it('is for oneself until a lead shares it', async () => {
  const desk = await claimed();
  const lead = await colleague(desk);
  const { id: issuerId } = desk.issuer;
  await post(site, '/desk/comments', { body: 'Mine', for: issuerId, shared: 'on' }, { cookie: desk.cookie });
  await post(site, '/desk/comments', { body: 'Ours', for: issuerId, shared: 'on' }, { cookie: lead.cookie });
  await post(site, '/desk/comments', { body: 'The lead’s own', for: issuerId }, { cookie: lead.cookie });
  expect(await listed(desk.cookie)).toEqual(['Ours', 'Mine']);
  expect(await listed(lead.cookie)).toEqual(['The lead’s own', 'Ours']);
  expect((await fitting(desk.assessmentId, desk.cookie)).map(({ body }) => body)).toEqual(['Ours', 'Mine']);
  expect(await listed(desk.cookie, '?q=our')).toEqual(['Ours']);
  expect(await listed(desk.cookie, '?q=%25')).toEqual([]);
});

it('is changed and deleted by its owner, a shared one by leads, and by nobody else', async () => {
  const desk = await claimed();
  const lead = await colleague(desk);
  const { person } = await insertMember(site, 'assessor', { issuer: desk.issuer });
  const other = await signIn(site, person);
  const kept = await keep(desk.assessmentId, desk.cookie, { lookFor: 'tally-readable', body: 'Label it.' });
  const url = `/desk/comments/${kept.json<{ id: string }>().id}`;
  for (const { cookie } of [lead, other, await claimed()]) {
    expect((await post(site, url, { body: 'Changed' }, { cookie })).statusCode).toBe(404);
    expect((await post(site, `${url}/delete`, {}, { cookie })).statusCode).toBe(404);
  }
  expect((await post(site, url, { body: 'Label the columns.' }, { cookie: desk.cookie })).statusCode).toBe(303);
  expect(await listed(desk.cookie)).toEqual(['Label the columns.']);

  await post(site, '/desk/comments', { body: 'Ours', for: desk.issuer.id, shared: 'on' }, { cookie: lead.cookie });
  const shared = await site.db.selectFrom('saved_comments').select('id').where('body', '=', 'Ours').execute();
  const ours = `/desk/comments/${shared.at(-1)?.id}`;
  expect((await post(site, ours, { body: 'Theirs' }, { cookie: desk.cookie })).statusCode).toBe(404);
  const second = await colleague(desk);
  expect((await post(site, ours, { body: 'Ours, mended', shared: 'on' }, { cookie: second.cookie })).statusCode).toBe(
    303,
  );
  expect(await listed(desk.cookie)).toEqual(['Ours, mended', 'Label the columns.']);
  expect((await post(site, `${url}/delete`, {}, { cookie: desk.cookie })).statusCode).toBe(303);
  expect(await listed(desk.cookie)).toEqual(['Ours, mended']);
});

it('keeps the posted comment without a script, with the save', async () => {
  const desk = await claimed();
  const fields = await filledForm(desk.assessmentId, desk.cookie, {
    'value-tally-readable': 'almost',
    'comment-tally-readable': 'Label the columns.',
    intent: 'keep:tally-readable',
  });
  expect((await post(site, `/desk/assessments/${desk.assessmentId}`, fields, { cookie: desk.cookie })).statusCode).toBe(
    303,
  );
  expect(await listed(desk.cookie)).toEqual(['Label the columns.']);
});

it('shows again what can’t be kept, and keeps nothing for a look-for or an issuer of others', async () => {
  const desk = await claimed();
  const long = 'x'.repeat(5001);
  const response = await post(site, '/desk/comments', { body: long, for: desk.issuer.id }, { cookie: desk.cookie });
  expect(response.statusCode).toBe(422);
  expect(pageOf(response).querySelector<HTMLTextAreaElement>('#body')?.value).toBe(long);
  const stranger = await claimed();
  expect(
    (await post(site, '/desk/comments', { body: 'x', for: stranger.issuer.id }, { cookie: desk.cookie })).statusCode,
  ).toBe(422);
  expect((await keep(desk.assessmentId, desk.cookie, { lookFor: 'stranger', body: 'x' })).statusCode).toBe(404);
  expect((await keep(desk.assessmentId, desk.cookie, { lookFor: 'tally-readable', body: ' ' })).statusCode).toBe(422);
  expect((await keep(stranger.assessmentId, desk.cookie, { lookFor: 'tally-readable', body: 'x' })).statusCode).toBe(
    404,
  );
  expect((await post(site, `/desk/comments/${nowhere}`, { body: '' }, { cookie: desk.cookie })).statusCode).toBe(404);
  expect(await listed(desk.cookie)).toEqual([]);
});
