import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, pageOf, post, textOf } from '../../../test/support/app.ts';
import { attestingActs } from '../../../test/support/attesting.ts';
import { startWork } from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { startAsked, write, ask, linkTo, seenOn, confirm, idOf } = attestingActs(() => site);

describe('asking', () => {
  it.each([
    [{ name: ' ' }, 'Write the name of the person whom you ask'],
    [{ email: 'nobody' }, 'Write their e-mail address'],
    [{ name: 'x'.repeat(201) }, 'Shorten the name'],
    [{ asked: '', kind: 'visit', statement: '' }, 'Write what they confirm'],
    [{ asked: '', kind: 'else', statement: 'A' }, 'Choose what is to be confirmed'],
  ])('with %j shows what to mend, and what was typed', async (change, message) => {
    const desk = await startAsked();
    await write(desk, 0, 'A text.');
    const { response } = await ask(desk, { role: 'Grade 7', ...change });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain(message);
    expect(response.body).toContain('value="Grade 7"');
    const field = /href="#(ask-\w+-\w+)"/.exec(response.body)?.[1] ?? '';
    expect(pageOf(response).getElementById(field)).not.toBeNull();
  });

  it('waits for evidence, and is never of oneself or of the same person twice', async () => {
    const desk = await startAsked();
    expect((await ask(desk)).response.body).toContain('Make your evidence first');
    await write(desk, 0, 'A text.');
    expect((await ask(desk, { email: desk.person.email })).response.body).toContain('somebody else’s address');
    const { email } = await ask(desk);
    expect((await ask(desk, { email })).response.body).toContain('has been asked for this already');
  });

  it('can be taken back: the link then gives nothing', async () => {
    const desk = await startAsked();
    await write(desk, 0, 'A text.');
    const { email } = await ask(desk);
    const url = await linkTo(email);
    const seen = await seenOn(url);
    expect(
      (await post(site, `${desk.home}/attestations/${await idOf(desk)}/remove`, {}, desk.headers)).statusCode,
    ).toBe(303);
    expect(textOf(pageOf(await get(site, url)))).toContain('This request was taken back');
    expect((await confirm(url, 'Ada', seen)).statusCode).toBe(409);
  });

  it('keeps no secret and writes down who did what', async () => {
    const desk = await startAsked();
    await write(desk, 0, 'A text.');
    const { email } = await ask(desk);
    const url = await linkTo(email);
    await confirm(url);
    const { rows } = await site.deps.pool.query('select a::text as row from attestations a');
    expect(JSON.stringify(rows)).not.toContain(url.split('/').at(-1));
    const events = await site.db
      .selectFrom('audit_events')
      .select(['action', 'actor_id'])
      .where('subject_id', '=', await idOf(desk))
      .orderBy('id')
      .execute();
    expect(events).toEqual([
      { action: 'attestation.requested', actor_id: desk.person.id },
      { action: 'attestation.confirmed', actor_id: null },
    ]);
  });

  it('belongs to the earner of the work', async () => {
    const desk = await startAsked();
    await write(desk, 0, 'A text.');
    await ask(desk);
    const other = await startWork(site);
    const id = await idOf(desk);
    for (const act of ['again', 'remove']) {
      const response = await post(site, `${other.home}/attestations/${id}/${act}`, {}, other.headers);
      expect(response.statusCode).toBe(404);
    }
  });
});
