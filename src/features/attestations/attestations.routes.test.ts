import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Definition } from '#domain/definition/schema.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
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
import { baseDefinition, insertPublished, signIn } from '../../../test/support/factories.ts';
import { type Desk, handIn, makeEverything, putDraft, startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const day = 24 * 3600_000;
let made = 0;

/** The base micro-credential, whose overview a host must confirm. */
async function startAsked(min = 1): Promise<Desk> {
  made += 1;
  const definition = structuredClone(baseDefinition({ slug: `confirmed-${made}` }));
  const overview = definition.parts[0]?.requirements[0];
  if (!overview) throw new Error('The base definition has no requirement');
  overview.attestations = [
    {
      id: 'host',
      kind: 'visit',
      statement: 'I was visited on the days named.',
      by: 'the teacher visited',
      min,
      level: 'blocking',
    },
  ];
  return startWork(site, await insertPublished(site, { definition: Definition.parse(definition) }));
}

const overview = (desk: Desk) => `${desk.home}/requirements/overview`;
const write = (desk: Desk, revision: number, text: string) =>
  putDraft(site, desk, 'overview', revision, { texts: { text } });

async function ask(desk: Desk, fields: Record<string, string> = {}) {
  made += 1;
  const email = `peer-${made}@example.org`;
  const request = { asked: 'host', name: 'Ada Byron', role: 'Grade 4', channel: 'mail', email, ...fields };
  const response = await post(site, `${overview(desk)}/attestations`, request, desk.headers);
  return { response, email: request.email };
}

async function linkTo(email: string): Promise<string> {
  await site.runJobs();
  const url = /http\S+(\/attest\/\S+)/.exec((await site.mailsTo(email)).at(-1)?.text ?? '')?.[1];
  if (!url) throw new Error(`No link was sent to ${email}`);
  return url;
}

async function seenOn(url: string): Promise<string> {
  const page = pageOf(await get(site, url));
  return page.querySelector('input[name="seen"]')?.getAttribute('value') ?? '';
}

async function confirm(url: string, name = 'Ada Byron', seen?: string) {
  return post(site, url, { answer: 'confirm', name, seen: seen ?? (await seenOn(url)) });
}

async function sealedOf(desk: Desk): Promise<SealedAttempt> {
  const { sealed } = await site.db
    .selectFrom('attempts')
    .select('sealed')
    .where('enrolment_id', '=', desk.id)
    .orderBy('number', 'desc')
    .executeTakeFirstOrThrow();
  return sealed as SealedAttempt;
}

async function idOf(desk: Desk): Promise<string> {
  const { id } = await site.db
    .selectFrom('attestations')
    .select('id')
    .where('enrolment_id', '=', desk.id)
    .where('replaced_by_id', 'is', null)
    .executeTakeFirstOrThrow();
  return id;
}

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
