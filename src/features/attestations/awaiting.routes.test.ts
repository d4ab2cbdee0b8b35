import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { attestingActs, day } from '../../../test/support/attesting.ts';
import { signIn } from '../../../test/support/factories.ts';
import { handIn, makeEverything, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { startAsked, write, ask, linkTo, seenOn, confirm, sealedOf, idOf } = attestingActs(() => site);

describe('a confirmation', () => {
  it('is not awaited for ever: after 30 days the link has run out', async () => {
    const desk = await startAsked();
    await write(desk, 0, 'A text.');
    const { email } = await ask(desk);
    const url = await linkTo(email);
    const seen = await seenOn(url);
    site.setNow(new Date(noon.getTime() + 30 * day));
    try {
      expect(textOf(pageOf(await get(site, url)))).toContain('This link has run out');
      expect((await confirm(url, 'Ada', seen)).statusCode).toBe(409);
      const again = await post(
        site,
        `${desk.home}/attestations/${await idOf(desk)}/again`,
        {},
        await signIn(site, desk.person),
      );
      expect(again.statusCode).toBe(303);
      expect(textOf(pageOf(await get(site, url)))).toContain('There is a newer request');
    } finally {
      site.setNow(noon);
    }
  });

  it('is reminded of once a day at most', async () => {
    const desk = await startAsked();
    await write(desk, 0, 'A text.');
    await ask(desk);
    const remind = async () => post(site, `${desk.home}/attestations/${await idOf(desk)}/again`, {}, desk.headers);
    expect((await remind()).statusCode).toBe(409);
    site.setNow(new Date(noon.getTime() + day));
    expect((await remind()).statusCode).toBe(303);
    site.setNow(noon);
  });

  it('given on the earner’s device says so', async () => {
    const desk = await startAsked();
    await makeEverything(site, desk);
    const { response } = await ask(desk, { channel: 'device', email: '' });
    const url = response.headers.location ?? '';
    expect(url).toMatch(/^\/attest\//);
    const handedOver = await get(site, url, desk.headers);
    expect(textOf(pageOf(handedOver))).toContain(`You are using ${desk.person.name}’s device`);
    expect(pageOf(handedOver).querySelector('form[action="/sign-out"]')).toBeNull();
    await confirm(url);
    expect(textOf(pageOf(await get(site, url, desk.headers)))).toContain('back to my work');
    expect((await submit(site, desk)).statusCode).toBe(303);
    expect((await sealedOf(desk)).attestations?.[0]?.channel).toBe('device');
  });

  it('runs out within the hour on a device', async () => {
    const desk = await startAsked();
    await write(desk, 0, 'A text.');
    const { response } = await ask(desk, { channel: 'device', email: '' });
    site.setNow(new Date(noon.getTime() + 3600_000));
    expect(textOf(pageOf(await get(site, response.headers.location ?? '')))).toContain('This link has run out');
    site.setNow(noon);
  });

  it('opens the files of its evidence, and only those, and only while an answer is awaited', async () => {
    const desk = await startWork(site);
    const file = await handIn(site, desk, 'tally');
    const other = await handIn(site, desk, 'portfolio');
    const fields = {
      name: 'Ada',
      kind: 'authorship',
      statement: 'It is theirs.',
      channel: 'mail',
      email: 'files@example.org',
    };
    await post(site, `${desk.home}/requirements/tally/attestations`, fields, desk.headers);
    const url = await linkTo('files@example.org');
    expect((await get(site, `${url}/files/${file}`)).headers['content-type']).toBe('application/pdf');
    expect((await get(site, `${url}/files/${other}`)).statusCode).toBe(404);
    expect((await get(site, `/attest/made-up/files/${file}`)).statusCode).toBe(404);
    const { id: release } = await site.db
      .insertInto('releases')
      .values({
        ...{ person_id: desk.person.id, kind: 'site', subject: 'The library', covers: ['image'], given_by: 'Ada' },
        ...{ given_on: '2026-09-01', withdrawn_at: noon },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await site.db.insertInto('artifact_releases').values({ artifact_id: file, release_id: release }).execute();
    expect((await get(site, `${url}/files/${file}`)).statusCode).toBe(404);
    await site.db.deleteFrom('artifact_releases').where('artifact_id', '=', file).execute();
    await confirm(url);
    expect((await get(site, `${url}/files/${file}`)).statusCode).toBe(404);
  });

  it('is no longer awaited once the work is handed in', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const fields = { name: 'Ada', kind: 'role', statement: 'They led it.', channel: 'mail', email: 'late@example.org' };
    await post(site, `${desk.home}/requirements/overview/attestations`, fields, desk.headers);
    const url = await linkTo('late@example.org');
    const seen = await seenOn(url);
    await submit(site, desk);
    expect(textOf(pageOf(await get(site, url)))).toContain('There is nothing left to confirm');
    expect((await confirm(url, 'Ada', seen)).statusCode).toBe(409);
  });
});
