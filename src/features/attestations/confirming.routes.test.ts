import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type TestSite,
  createTestApp,
  get,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { attestingActs } from '../../../test/support/attesting.ts';
import { handIn, makeEverything, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { startAsked, overview, write, ask, linkTo, seenOn, confirm, sealedOf, idOf } = attestingActs(() => site);

describe('a confirmation', () => {
  it('is asked, given, voided by a change, asked again with one press, and sealed', async () => {
    const desk = await startAsked();
    await makeEverything(site, desk);
    const missing = textOf(pageOf(await get(site, `${desk.home}/review`, desk.headers)));
    expect(missing).toContain('Ask the teacher visited to confirm this');
    expect((await submit(site, desk)).statusCode).toBe(422);

    const { response, email } = await ask(desk);
    expect(response.statusCode).toBe(303);
    const url = await linkTo(email);
    const shown = textOf(pageOf(await get(site, url)));
    expect(shown).toContain('I was visited on the days named.');
    expect(shown).toContain('We counted who spoke in every lesson.');
    expect((await confirm(url, 'Ada B.')).statusCode).toBe(303);
    expect(textOf(pageOf(await get(site, url)))).toContain('You have confirmed this');
    expect(textOf(pageOf(await get(site, overview(desk), desk.headers)))).toContain('Signed “Ada B.”');

    await write(desk, 1, 'We counted who spoke in every lesson, and who did not.');
    const voided = textOf(pageOf(await get(site, overview(desk), desk.headers)));
    expect(voided).toContain('No longer counts');
    expect(textOf(pageOf(await get(site, url)))).toContain('Your confirmation no longer counts');
    const refused = await submit(site, desk);
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('Ask Ada Byron again: this was changed after they confirmed it');

    const again = await post(site, `${desk.home}/attestations/${await idOf(desk)}/again`, {}, desk.headers);
    expect(again.statusCode).toBe(303);
    const second = await linkTo(email);
    expect(second).not.toBe(url);
    expect((await confirm(second)).statusCode).toBe(303);
    expect((await submit(site, desk)).headers.location).toBe(`${desk.home}/attempts/1`);
    const sealed = await sealedOf(desk);
    expect(sealed.attestations).toMatchObject([
      { requirement: 'overview', asked: 'host', channel: 'mail', typedName: 'Ada Byron', at: noon.toISOString() },
    ]);
    expect(textOf(pageOf(await get(site, `${desk.home}/attempts/1`, desk.headers)))).toContain('Signed “Ada Byron”');
  });

  it('counts again once the evidence is as it was', async () => {
    const desk = await startAsked();
    await write(desk, 0, 'One way.');
    const { email } = await ask(desk);
    await confirm(await linkTo(email));
    await write(desk, 1, 'Another way.');
    await write(desk, 2, 'One way.');
    expect(textOf(pageOf(await get(site, overview(desk), desk.headers)))).toContain('1 of 1 person');
  });

  it('is bound to the bytes of files, not to their names', async () => {
    const desk = await startWork(site);
    const file = await handIn(site, desk, 'tally');
    const fields = {
      name: 'Ada',
      kind: 'authorship',
      statement: 'It is theirs.',
      channel: 'mail',
      email: 'bytes@example.org',
    };
    await post(site, `${desk.home}/requirements/tally/attestations`, fields, desk.headers);
    await confirm(await linkTo('bytes@example.org'));
    const page = () => get(site, `${desk.home}/requirements/tally`, desk.headers).then((one) => textOf(pageOf(one)));
    expect(await page()).not.toContain('No longer counts');
    const other = 'b'.repeat(64);
    await site.db.insertInto('blobs').values({ sha256: other, size: 3, media_type: 'application/pdf' }).execute();
    await site.deps.pool.query('alter table artifacts disable trigger user');
    await site.db.updateTable('artifacts').set({ blob_sha256: other }).where('id', '=', file).execute();
    await site.deps.pool.query('alter table artifacts enable trigger user');
    expect(await page()).toContain('No longer counts');
  });

  it('of what has changed since it was read is refused, and shows what is there now', async () => {
    const desk = await startAsked();
    await write(desk, 0, 'Before.');
    const { email } = await ask(desk);
    const url = await linkTo(email);
    const seen = await seenOn(url);
    await write(desk, 1, 'After.');
    const response = await confirm(url, 'Ada', seen);
    expect(response.statusCode).toBe(409);
    expect(textOf(pageOf(response))).toContain('After.');
    expect(textOf(pageOf(response))).toContain('changed this while you read it');
    expect((await confirm(url)).statusCode).toBe(303);
  });

  it('waits for a change that is being saved, and is refused by it', async () => {
    const desk = await startAsked();
    await write(desk, 0, 'Before.');
    const { email } = await ask(desk);
    const url = await linkTo(email);
    const seen = await seenOn(url);
    const held = await site.deps.pool.connect();
    await held.query('begin');
    await held.query('select 1 from enrolments where id = $1 for update', [desk.id]);
    const data = JSON.stringify({ texts: { text: 'Meanwhile.' } });
    await held.query('update evidence_items set data = $1, revision = 2 where enrolment_id = $2', [data, desk.id]);
    const confirming = confirm(url, 'Ada', seen);
    await untilBlocked(site);
    await held.query('commit');
    held.release();
    expect((await confirming).statusCode).toBe(409);
  });

  it('can be declined with a reason that only the earner reads, then asked of someone else', async () => {
    const desk = await startAsked();
    await write(desk, 0, 'A text.');
    const { email } = await ask(desk);
    const url = await linkTo(email);
    await post(site, url, { answer: 'decline', reason: 'I was ill that day.' });
    expect(textOf(pageOf(await get(site, url)))).toContain('You have declined');
    expect((await confirm(url, 'Ada', 'a'.repeat(64))).statusCode).toBe(409);
    const page = textOf(pageOf(await get(site, overview(desk), desk.headers)));
    expect(page).toContain('I was ill that day.');
    expect(textOf(pageOf(await get(site, `${desk.home}/review`, desk.headers)))).toContain(
      'Ask someone else to confirm this: Ada Byron did not',
    );
    expect((await post(site, `${desk.home}/attestations/${await idOf(desk)}/again`, {}, desk.headers)).statusCode).toBe(
      409,
    );
    await site.runJobs();
    expect((await site.mailsTo(desk.person.email)).at(-1)?.text).toContain('I was ill that day.');
  });

  it('can be taken back by the peer, by the same link', async () => {
    const desk = await startAsked();
    await makeEverything(site, desk);
    const { email } = await ask(desk);
    const url = await linkTo(email);
    await confirm(url);
    await post(site, url, { answer: 'withdraw' });
    expect(textOf(pageOf(await get(site, url)))).toContain('You took your confirmation back');
    expect((await submit(site, desk)).body).toContain('Ada Byron took it back');
  });
});
