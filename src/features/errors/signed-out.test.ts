import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, pageOf, post, textOf } from '../../../test/support/app.ts';
import { makePdf, postFiles } from '../../../test/support/multipart.ts';
import { startWork } from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const savedOf = (enrolment: string) =>
  site.db.selectFrom('evidence_items').select('data').where('enrolment_id', '=', enrolment).execute();

/** The form that the page offers to send again. */
function formOf(response: Awaited<ReturnType<typeof post>>) {
  const form = pageOf(response).querySelector<HTMLFormElement>('main form');
  const inputs = [...(form?.querySelectorAll<HTMLInputElement>('input[type=hidden]') ?? [])];
  return {
    action: form?.getAttribute('action') ?? '',
    fields: Object.fromEntries(inputs.map((input) => [input.name, input.value])),
  };
}

it('keeps a text that comes after the session has ended, to be sent again', async () => {
  const desk = await startWork(site);
  const text = 'We counted who spoke,\n\nin every <b>lesson</b> of "May".';
  const url = `${desk.home}/requirements/overview`;

  const response = await post(site, url, { revision: '0', 'text.text': text, then: 'stay' });

  expect(response.statusCode).toBe(401);
  expect(textOf(pageOf(response))).toContain('You were signed out meanwhile');
  expect(await savedOf(desk.id)).toEqual([]);
  const { action, fields } = formOf(response);
  expect((await post(site, action, fields)).statusCode).toBe(401);
  expect((await post(site, action, fields, desk.headers)).statusCode).toBe(303);
  expect(await savedOf(desk.id)).toEqual([{ data: { texts: { text } } }]);
});

it('keeps the texts beside files, and says that the files have to be chosen again', async () => {
  const desk = await startWork(site);
  const url = `${desk.home}/requirements/portfolio`;
  const fields = { revision: '0', 'entry.noticed.explanation': 'Page two has the count.' };
  const file = { field: 'entry.noticed.file', name: 'count.pdf', content: await makePdf(3) };

  const response = await postFiles(site, url, fields, [file], {});

  expect(response.statusCode).toBe(401);
  expect(textOf(pageOf(response))).toContain('choose them again');
  const again = formOf(response);
  expect(again.fields).toEqual(fields);
  expect((await post(site, again.action, again.fields, desk.headers)).statusCode).toBe(303);
  expect((await savedOf(desk.id))[0]?.data).toMatchObject({
    entries: { noticed: { explanation: 'Page two has the count.' } },
  });
  expect(await site.db.selectFrom('blobs').select('sha256').execute()).toEqual([]);
});
