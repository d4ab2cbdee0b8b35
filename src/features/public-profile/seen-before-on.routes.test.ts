import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { insertPerson, insertPublished, signIn } from '../../../test/support/factories.ts';
import { earn } from '../../../test/support/series.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

it('shows an earner the address and what is missing before the page is on, and never calls saved what was refused', async () => {
  const person = await insertPerson(site);
  const publicId = await earn(site, person, await insertPublished(site));
  const headers = await signIn(site, person);
  const send = (fields: Record<string, string>) => post(site, '/awards/profile', fields, headers);
  const aside = (answer: Awaited<ReturnType<typeof get>>) => textOf(pageOf(answer).querySelector('aside.panel'));
  const handles = () =>
    site.db.selectFrom('profile_handles').select('handle').where('person_id', '=', person.id).execute();

  const missing = await send({ revision: '0', handle: '', then: 'on' });
  expect(missing.statusCode).toBe(422);
  expect(aside(missing)).toContain('What you have just typed is not saved.');
  expect(aside(missing)).not.toMatch(/Changed|Last saved|Preview/);
  expect(aside(await get(site, '/awards/profile', headers))).not.toMatch(/Changed|Preview/);

  const asName = await send({ revision: '0', handle: ' Ana  Luz ', headline: 'Kept', then: 'on' });
  expect(asName.statusCode).toBe(422);
  const form = pageOf(asName);
  expect(textOf(form.querySelector('.error-summary'))).toContain(`would be ${site.deps.baseUrl}/earners/ana-luz.`);
  expect(form.querySelector('input[name=handle]')?.getAttribute('value')).toBe('ana-luz');
  expect(form.querySelector('input[name=headline]')?.getAttribute('value')).toBe('Kept');
  expect(textOf(form.querySelector('form.form--wide'))).toContain('No award is chosen yet');
  expect(await handles()).toEqual([]);
  expect((await get(site, '/earners/ana-luz')).statusCode).toBe(404);

  const kept = { handle: 'ana-luz', headline: 'Kept', [`show-${publicId}`]: 'on' };
  expect((await send({ ...kept, revision: '0' })).statusCode).toBe(303);
  const saved = await get(site, '/awards/profile', headers);
  expect(aside(saved)).toContain(`When you switch it on, its address is ${site.deps.baseUrl}/earners/ana-luz`);
  expect(aside(saved)).toMatch(/Preview what is saved.*Changed/);
  expect(textOf(pageOf(saved).querySelector('form.form--wide'))).not.toContain('No award is chosen');

  const refused = await send({ ...kept, revision: '1', handle: 'admin' });
  expect(aside(refused)).toMatch(/not saved\..*Preview what was saved before.*Last saved/);
  expect((await send({ ...kept, revision: '1', then: 'on' })).statusCode).toBe(303);
  expect((await get(site, '/earners/ana-luz')).statusCode).toBe(200);
});
