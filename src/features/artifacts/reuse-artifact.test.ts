import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { baseDefinition, insertEnrolment, insertPublished } from '../../../test/support/factories.ts';
import { type Desk, handIn, startWork } from '../../../test/support/work.ts';

let site: TestSite;
/** Where the file is, and other work of the same earner’s. */
let desk: Desk;
let other: Desk;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());
beforeEach(async () => {
  desk = await startWork(site);
  const enrolment = await insertEnrolment(site, { person: desk.person });
  other = { ...enrolment, home: `/work/${enrolment.id}`, headers: desk.headers };
});

const reuse = (at: Desk, artifact: string, requirement = 'tally') =>
  post(
    site,
    `${at.home}/artifacts/reuse?requirement=${requirement}`,
    { artifact },
    { ...at.headers, accept: 'application/json' },
  );

const reusable = async (at: Desk, query = '') => {
  const url = `${at.home}/artifacts/reusable?requirement=tally${query}`;
  const response = await get(site, url, { ...at.headers, accept: 'application/json' });
  return response.json<{ artifacts: { id: string; name: string }[]; total: number; next?: string }>();
};
const namesOf = (found: { artifacts: { name: string }[] }) => found.artifacts.map(({ name }) => name);

const row = (id: string) => site.db.selectFrom('artifacts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('a file of other work', () => {
  it('serves here too: a row of its own, the same content, in both until removed from one', async () => {
    const id = await handIn(site, desk, 'tally', 'plan.pdf');
    const blobs = () => site.db.selectFrom('blobs').select('sha256').execute();
    const before = await blobs();

    const response = await reuse(other, id);

    const [added] = response.json().added;
    expect(added).toMatchObject({ name: 'plan.pdf', pages: 3, requirement: 'tally' });
    const [from, to] = [await row(id), await row(added.id)];
    expect(to).toMatchObject({
      copied_from_id: id,
      blob_sha256: from.blob_sha256,
      enrolment_id: other.id,
      issuer_id: other.published.issuer.id,
    });
    expect(await blobs()).toEqual(before);
    expect((await get(site, `/artifacts/${added.id}`, other.headers)).statusCode).toBe(200);

    await post(site, `${other.home}/artifacts/${added.id}/remove`, {}, other.headers);
    expect((await row(id)).removed_at).toBeNull();
  });

  it('is offered once, until it is here', async () => {
    const id = await handIn(site, desk, 'tally', 'plan.pdf');
    await reuse(desk, id, 'portfolio');
    expect(namesOf(await reusable(other))).toEqual(['plan.pdf']);
    await reuse(other, id);
    expect(await reusable(other)).toMatchObject({ artifacts: [], total: 0 });
  });

  it('can be found by name and type, page by page', async () => {
    const link = { 'link.url': 'https://example.org/plan', 'link.name': 'Plan of 100%' };
    await post(site, `${desk.home}/artifacts?requirement=tally`, link, { ...desk.headers, accept: 'application/json' });
    await handIn(site, desk, 'tally', 'Lesson.pdf');
    expect(namesOf(await reusable(other))).toEqual(['Lesson.pdf', 'Plan of 100%']);
    expect(namesOf(await reusable(other, '&q=lesson'))).toEqual(['Lesson.pdf']);
    expect(namesOf(await reusable(other, '&q=%25'))).toEqual(['Plan of 100%']);
    expect(namesOf(await reusable(other, '&type=link'))).toEqual(['Plan of 100%']);
    expect(namesOf(await reusable(other, '&type=image'))).toEqual([]);
    const [first] = (await reusable(other)).artifacts;
    expect(namesOf(await reusable(other, `&after=${first?.id}`))).toEqual(['Plan of 100%']);
  });

  it('is neither offered nor taken where it doesn’t fit, with the reason', async () => {
    const id = await handIn(site, desk, 'tally', 'plan.pdf');
    const definition = baseDefinition({ slug: 'only-images' });
    const tally = definition.parts[0]?.requirements.find((one) => one.id === 'tally');
    if (tally?.kind === 'artifact') tally.rules.accept = ['image'];
    const published = await insertPublished(site, { definition });
    const enrolment = await insertEnrolment(site, { person: desk.person, published });
    const strict = { ...enrolment, home: `/work/${enrolment.id}`, headers: desk.headers };
    expect((await reusable(strict)).total).toBe(0);
    const response = await reuse(strict, id);
    expect(response.statusCode).toBe(422);
    expect(response.json().refused[0].message).toBe(
      '“plan.pdf” can’t be used here: this asks for an image (PNG, JPEG, WebP, GIF or HEIC).',
    );
  });

  it('does not exist for others, nor once it is removed, nor while it is private', async () => {
    const id = await handIn(site, desk, 'tally', 'plan.pdf');
    const stranger = await startWork(site);
    expect((await reuse(stranger, id)).statusCode).toBe(404);
    expect((await reusable(stranger)).total).toBe(0);
    expect((await get(site, `${desk.home}/artifacts/reusable?requirement=tally`, stranger.headers)).statusCode).toBe(
      404,
    );
    await site.db.updateTable('artifacts').set({ is_private: true }).where('id', '=', id).execute();
    expect([(await reuse(other, id)).statusCode, (await reusable(other)).total]).toEqual([404, 0]);
    await site.db
      .updateTable('artifacts')
      .set({ is_private: false, removed_at: new Date() })
      .where('id', '=', id)
      .execute();
    expect([(await reuse(other, id)).statusCode, (await reusable(other)).total]).toEqual([404, 0]);
  });
});

it('works as plain pages', async () => {
  const id = await handIn(site, desk, 'tally', 'plan.pdf');
  const editor = pageOf(await get(site, `${other.home}/requirements/tally`, other.headers));
  const link = [...editor.querySelectorAll('a')].find((one) => textOf(one) === 'Use a file you already have');
  const list = pageOf(await get(site, link?.href ?? '', other.headers));
  expect(textOf(list)).toContain('1 file or link');
  expect(textOf(list)).toContain(desk.published.definition.title);
  const form = list.querySelector<HTMLFormElement>('main form[method=post]');
  const button = form?.querySelector('button');
  expect(button?.getAttribute('aria-label')).toBe('Use it here: plan.pdf');
  expect(button?.value).toBe(id);
  const answer = await post(site, form?.action ?? '', { artifact: id }, other.headers);
  expect(answer.statusCode).toBe(303);
  const after = pageOf(await get(site, String(answer.headers.location).split('#')[0] ?? '', other.headers));
  expect(textOf(after)).toContain('plan.pdf');
});
