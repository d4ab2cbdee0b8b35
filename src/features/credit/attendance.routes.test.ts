import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { type Person, insertMember, insertMembership, insertPerson, signIn } from '../../../test/support/factories.ts';
import { postFiles } from '../../../test/support/multipart.ts';
import { type Rows, workbook } from '../../../test/support/sheets.ts';
import { sql } from 'kysely';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const session = {
  ...{ source: 'session', title: 'Reading data together', provider: 'Lakeside Network', nature: 'workshop' },
  ...{ beginsOn: '2026-10-05', endsOn: '', heldAt: '4 p.m. to 6 p.m.', place: 'Lakeside School', hours: '2' },
  ...{ how: 'One evening, without a break.', proof: '' },
};

async function desk() {
  const { person: admin, issuer } = await insertMember(site, 'issuer_admin');
  const headers = await signIn(site, admin);
  const people = [await insertPerson(site, { name: 'Ana' }), await insertPerson(site, { name: 'Ben' })] as const;
  const lines = () =>
    site.db
      .selectFrom('credit_entries')
      .select(['person_id as personId', 'quarters', 'title'])
      .where('issuer_id', '=', issuer.id)
      .orderBy('id')
      .execute();
  return { issuer, headers, people, lines, path: `/admin/${issuer.slug}/credit/attendance` };
}

const listOf = (...people: readonly Person[]) => ['E-mail,Name,Hours', ...people.map(({ email }) => `${email},,`)];

describe('an attendance list', () => {
  it('is looked at first, then entered for everyone, each with a mail and a line of the trail', async () => {
    const { headers, people, lines, path } = await desk();
    const [ana, ben] = people;
    const content = ['E-mail,Name,Hours', `${ana.email.toUpperCase()},A. Rivera,`, `${ben.email},,1.25`].join('\r\n');
    const looked = await postFiles(site, path, session, [{ field: 'listFile', name: 'list.csv', content }], headers);
    expect(looked.statusCode).toBe(200);
    const page = pageOf(looked);
    expect(textOf(page.querySelector('#preview ~ p'))).toContain('3.25 hours for 2 people together');
    expect(textOf(page)).toContain('A. Rivera');
    expect(await lines()).toEqual([]);

    const form = page.querySelector('#preview ~ form');
    const fields = Object.fromEntries(
      [...(form?.querySelectorAll('input') ?? [])].map((one) => [one.getAttribute('name') ?? '', one.value]),
    );
    expect((await post(site, path, fields, headers)).statusCode).toBe(303);
    expect(await lines()).toMatchObject([
      { personId: ana.id, quarters: 8 },
      { personId: ben.id, quarters: 5 },
    ]);
    await site.runJobs();
    expect((await site.mailsTo(ben.email))[0]?.subject).toContain('entered 1.25 hours of PD for you');
    const trail = site.db.selectFrom('audit_events').select('id').where('action', '=', 'credit-entry.recorded');
    expect(await trail.execute()).toHaveLength(2);
    // The same list again is refused whole, and by its cells.
    const again = await post(site, path, fields, headers);
    expect(again.statusCode).toBe(422);
    expect(textOf(pageOf(again))).toContain('A2: Ana has this activity of these days already.');
    expect(await lines()).toHaveLength(2);
  });

  it('is read from a workbook as from a CSV, and wrong cells are named as they stand there', async () => {
    const { headers, people, lines, path } = await desk();
    const [ana, ben] = people;
    const hand = async (rows: Rows, sheet = 'Sheet1') =>
      postFiles(
        site,
        path,
        session,
        [{ field: 'listFile', name: 'l.xlsx', content: await workbook(rows, sheet) }],
        headers,
      );
    const head = ['School', 'Name', 'Hours', 'E-mail'];
    const wrong = await hand([head, ['X', 'Ana', '1.1', ana.email], [null, 'Ben', { formula: '1+1' }, ben.email]]);
    expect(wrong.statusCode).toBe(422);
    const cells = [...pageOf(wrong).querySelectorAll('.error-summary li')].map((item) => textOf(item));
    expect(cells).toEqual([
      'C3: There is a formula in this cell. Write what it should say.',
      'C2: Write the hours in quarters: .25, .5 or .75.',
    ]);
    const looked = await hand([head, ['X; Y', 'Rivera, "Ana"', '1.25', ana.email], [null, null, null, ben.email]]);
    expect(looked.statusCode).toBe(200);
    const form = pageOf(looked).querySelector('#preview ~ form');
    const fields = Object.fromEntries(
      [...(form?.querySelectorAll('input') ?? [])].map((one) => [one.getAttribute('name') ?? '', one.value]),
    );
    expect((await post(site, path, fields, headers)).statusCode).toBe(303);
    expect(await lines()).toMatchObject([
      { personId: ana.id, quarters: 5 },
      { personId: ben.id, quarters: 8 },
    ]);
  });

  it('is read from a CSV as Excel on Windows saves it', async () => {
    const { headers, people, path } = await desk();
    const content = Buffer.from(`E-mail;Name\r\n${people[0].email};Zo\u00eb`, 'latin1');
    const looked = await postFiles(site, path, session, [{ field: 'listFile', name: 'l.csv', content }], headers);
    expect(textOf(pageOf(looked).querySelector('tbody'))).toContain('Zoë');
  });

  it('shows before it is entered neither who has an account nor whose it is, but for people of this issuer', async () => {
    const { issuer, headers, people, lines, path } = await desk();
    const [ana, ben] = people;
    await insertMembership(site, issuer, ana, 'assessor');
    const list = [...listOf(ana, ben), 'nobody@example.org,,'].join('\n');
    const looked = await post(site, path, { ...session, list }, headers);
    expect(looked.statusCode).toBe(200);
    const cells = [...pageOf(looked).querySelectorAll('tbody tr > *')].map((cell) => textOf(cell));
    expect(cells).toEqual([
      ...[`${ana.email}With ${issuer.name} as Ana`, 'No name', '2'],
      ...[ben.email, 'No name', '2'],
      ...['nobody@example.org', 'No name', '2'],
    ]);
    expect(looked.body).not.toContain('Ben');
    expect(await lines()).toEqual([]);
  });

  it('is entered for those who have an account, who hear of it, and leaves the others on the list', async () => {
    const { issuer, headers, people, lines, path } = await desk();
    const [ana, ben] = people;
    const list = [...listOf(ana), 'nobody@example.org,"Nobody, A.",1.5'].join('\n');
    const entered = await post(site, path, { ...session, list, confirmed: 'yes' }, headers);
    expect(entered.statusCode).toBe(200);
    const left = 'E-mail,Name,Hours\nnobody@example.org,"Nobody, A.",1.5';
    expect(textOf(pageOf(entered))).toContain('The hours of 1 person are entered; 1 address without an account');
    expect(pageOf(entered).querySelector('textarea[name=list]')?.textContent?.trim()).toBe(left);
    expect(await lines()).toMatchObject([{ personId: ana.id }]);
    await site.runJobs();
    expect(await site.mailsTo(ana.email)).toHaveLength(1);
    const event = await site.db
      .selectFrom('audit_events')
      .select('details')
      .where('action', '=', 'attendance-list.entered')
      .where('issuer_id', '=', issuer.id)
      .executeTakeFirstOrThrow();
    expect(event.details).toEqual({ people: 1, unknown: 1 });
    expect((await post(site, path, { ...session, list: left, confirmed: 'yes' }, headers)).statusCode).toBe(422);

    // Where nothing is entered since somebody has the session, nothing is said of the others either.
    const mixed = [...listOf(ana, ben), 'nobody@example.org,,'].join('\n');
    for (const confirmed of ['', 'yes']) {
      const refused = await post(site, path, { ...session, list: mixed, confirmed }, headers);
      expect(refused.statusCode).toBe(422);
      const cells = [...pageOf(refused).querySelectorAll('.error-summary li')].map((item) => textOf(item));
      expect(cells).toEqual(['A2: Ana has this activity of these days already. Take the line out.']);
    }
    expect(await lines()).toHaveLength(1);
  });

  it('is entered once, also when it is sent twice at once', async () => {
    const { issuer, headers, people, lines, path } = await desk();
    const fields = { ...session, list: listOf(...people).join('\n'), confirmed: 'yes' };
    const holder = await hold(site);
    await sql`select from issuers where id = ${issuer.id} for no key update`.execute(holder);
    const both = Promise.all([post(site, path, fields, headers), post(site, path, fields, headers)]);
    await untilBlocked(site, 2);
    await holder.commit().execute();
    expect((await both).map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 422]);
    expect(await lines()).toHaveLength(2);
  });

  it.each([
    ['no list', { list: '' }, 'Write or paste who took part'],
    ['a wrong session', { list: 'a@example.org', hours: '1.1' }, 'Write the hours in quarters'],
    ['a wrong cell', { list: 'E-mail\nana' }, 'A2: “ana” is no e-mail address.'],
  ])('with %s loses nothing that was typed', async (_, change, message) => {
    const { headers, path } = await desk();
    const refused = await post(site, path, { ...session, ...change }, headers);
    expect(refused.statusCode).toBe(422);
    expect(textOf(pageOf(refused))).toContain(message);
    expect(refused.body).toContain('One evening, without a break.');
  });

  it.each([
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0]), 'This can’t be read.'],
    ['a broken workbook', Buffer.from('PK\u0003\u0004\0\0'), 'This can’t be read.'],
    ['too much', Buffer.alloc(100_001, 'a'), 'larger than any list'],
    ['far too much', Buffer.alloc(1_000_001, 'PK'), 'larger than any list'],
  ])('is not taken from %s', async (_, content, message) => {
    const { headers, path } = await desk();
    const refused = await postFiles(site, path, session, [{ field: 'listFile', name: 'l.csv', content }], headers);
    expect(refused.statusCode).toBe(422);
    expect(textOf(pageOf(refused))).toContain(message);
  });

  it('is nobody’s who does not administer the issuer', async () => {
    const { path } = await desk();
    expect((await get(site, path, await signIn(site, await insertPerson(site)))).statusCode).toBe(404);
  });
});
