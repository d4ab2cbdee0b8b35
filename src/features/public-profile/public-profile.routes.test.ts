import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import {
  type TestIssuer,
  insertIssuer,
  insertPerson,
  insertPublished,
  signIn,
} from '../../../test/support/factories.ts';
import { earn, insertReview, insertSeries } from '../../../test/support/series.ts';
import { setAwardStatus } from '../status/set-status.ts';

let site: TestSite;
let issuer: TestIssuer;
beforeAll(async () => {
  site = await createTestApp();
  // One for all: each issuer has keys to be made.
  issuer = await insertIssuer(site);
});
afterAll(() => site.close());

let made = 0;

/** An earner with two awards, signed in; nothing is switched on yet. */
async function makeEarner() {
  made += 1;
  const person = await insertPerson(site, { name: `Earner ${made}` });
  const awards = [
    await earn(site, person, await insertPublished(site, { issuer })),
    await earn(site, person, await insertPublished(site, { issuer })),
  ] as const;
  return { person, awards, cookie: await signIn(site, person), handle: `earner-${made}` };
}
type Earner = Awaited<ReturnType<typeof makeEarner>>;

const revisionOf = async ({ cookie }: Pick<Earner, 'cookie'>) =>
  pageOf(await get(site, '/awards/profile', cookie))
    .querySelector('input[name=revision]')
    ?.getAttribute('value') ?? '';

async function save(earner: Earner, fields: Record<string, string>) {
  const revision = await revisionOf(earner);
  return post(site, '/awards/profile', { revision, handle: earner.handle, ...fields }, earner.cookie);
}

const show = (earner: Earner, at = 0) => ({ [`show-${earner.awards[at]}`]: 'on' });
const visit = (earner: Earner) => get(site, `/earners/${earner.handle}`);
const stones = async (earner: Earner) =>
  [...pageOf(await visit(earner)).querySelectorAll('.stone-card a')].map((link) => link.getAttribute('href'));

describe('a public profile', () => {
  it('is there for nobody, its earner included, until it is switched on', async () => {
    const earner = await makeEarner();
    expect((await save(earner, { headline: 'Private so far', ...show(earner) })).statusCode).toBe(303);
    for (const cookie of [{}, earner.cookie]) {
      const response = await get(site, `/earners/${earner.handle}`, cookie);
      expect([response.statusCode, response.body.includes('Private so far')]).toEqual([404, false]);
    }
    expect((await get(site, '/awards/profile/preview', earner.cookie)).body).toContain('Private so far');
  });

  it('shows what was chosen, and of nothing else a word', async () => {
    const earner = await makeEarner();
    await save(earner, {
      then: 'on',
      headline: 'Teaches',
      about: 'I **look**. <script>alert(1)</script>',
      ...show(earner),
    });
    const response = await visit(earner);
    expect(response.statusCode).toBe(200);
    expect(response.body).not.toContain(earner.awards[1]);
    expect(response.body).not.toContain(earner.person.email);
    expect(response.body).not.toContain('<script>alert');
    const page = pageOf(response);
    expect(page.querySelector('h1')?.textContent).toBe(earner.person.name);
    expect(page.querySelector('main strong')?.textContent).toBe('look');
    expect(textOf(page)).not.toMatch(/12 hours|November 22/);
    expect(await stones(earner)).toEqual([`/verify/${earner.awards[0]}`]);
  });

  it.each([
    ['showsHours', /12 hours/],
    ['showsDates', /November 22, 2026/],
  ])('shows hours and dates only where asked to: %s', async (field, words) => {
    const earner = await makeEarner();
    await save(earner, { then: 'on', [field]: 'on', ...show(earner) });
    expect(textOf(pageOf(await visit(earner)))).toMatch(words);
  });

  it('is gone at once when it is switched off, and stays off when an older form is saved', async () => {
    const earner = await makeEarner();
    await save(earner, { then: 'on', ...show(earner) });
    const revision = await revisionOf(earner);
    expect((await visit(earner)).headers['cache-control']).toContain('no-store');
    await post(site, '/awards/profile/off', {}, earner.cookie);
    expect((await visit(earner)).statusCode).toBe(404);
    const late = await post(site, '/awards/profile', { revision, handle: earner.handle, then: 'on' }, earner.cookie);
    expect([late.statusCode, (await visit(earner)).statusCode]).toEqual([409, 404]);
    await save(earner, show(earner));
    expect((await visit(earner)).statusCode).toBe(404);
  });

  it('is kept out of search engines unless its earner wants to be found', async () => {
    const earner = await makeEarner();
    await save(earner, { then: 'on' });
    expect((await visit(earner)).headers['x-robots-tag']).toContain('noindex');
    await save(earner, { mayBeFound: 'on' });
    expect((await visit(earner)).headers['x-robots-tag']).toBeUndefined();
  });

  it.each(['revoked', 'suspended'] as const)('lets an award vanish that is %s', async (status) => {
    const earner = await makeEarner();
    await save(earner, { then: 'on', ...show(earner), ...show(earner, 1) });
    const { id, issuer_id } = await site.db
      .selectFrom('awards')
      .select(['id', 'issuer_id'])
      .where('public_id', '=', earner.awards[0])
      .executeTakeFirstOrThrow();
    const change = { awardId: id, issuerId: issuer_id, status, reason: 'A test.', byPerson: null, at: noon };
    await site.db.transaction().execute((trx) => setAwardStatus(trx, change));
    expect(await stones(earner)).toEqual([`/verify/${earner.awards[1]}`]);
  });

  it('never shows the award of somebody else, whatever is sent', async () => {
    const [earner, other] = [await makeEarner(), await makeEarner()];
    await save(earner, { then: 'on', [`show-${other.awards[0]}`]: 'on' });
    expect(await stones(earner)).toEqual([]);
    const insert = site.db.insertInto('public_profile_awards').columns(['person_id', 'award_id', 'position']);
    const foreign = insert.expression((eb) =>
      eb
        .selectFrom('awards')
        .select((s) => [s.val(earner.person.id).as('person_id'), 'id', s.val(9).as('position')])
        .where('public_id', '=', other.awards[0]),
    );
    await expect(foreign.execute()).rejects.toThrow('foreign key');
  });

  it('stands in the order of the numbers typed', async () => {
    const earner = await makeEarner();
    const [first, second] = earner.awards;
    const places = { [`place-${first}`]: '2', [`place-${second}`]: '1' };
    await save(earner, { then: 'on', ...show(earner), ...show(earner, 1), ...places });
    expect(await stones(earner)).toEqual([`/verify/${second}`, `/verify/${first}`]);
  });

  it('lays of a series only the stones that stand beside it', async () => {
    const earner = await makeEarner();
    const series = await insertSeries(site);
    const [shown, hidden] = [
      await earn(site, earner.person, series.members[0]!),
      await earn(site, earner.person, series.members[1]!),
    ];
    await save(earner, { then: 'on', [`show-${shown}`]: 'on', [`series-${series.slug}`]: 'on' });
    const response = await visit(earner);
    expect(textOf(pageOf(response))).toContain('1 of 2 tiles laid');
    expect(response.body).not.toContain(hidden);
  });

  it('shows no gap where an award was revoked, and no series that lost its last stone', async () => {
    const earner = await makeEarner();
    const series = await insertSeries(site, { change: () => ({ stackAward: undefined }) });
    const pieces = [];
    for (const member of series.members) pieces.push(await earn(site, earner.person, member));
    const [first = '', second = ''] = pieces;
    await insertReview(site, earner.person, series.slug);
    // Of a stack award, no micro-credential is known.
    const stack = `stack00000${series.slug.replaceAll('-', '')}`;
    const shown = [first, earner.awards[0], second, stack];
    const places = shown.map((id, index) => [`place-${id}`, String(index + 1)]);
    const ticked = shown.map((id) => [`show-${id}`, 'on']);
    const chosen = Object.fromEntries([...places, ...ticked, [`series-${series.slug}`, 'on']]);
    await save(earner, { then: 'on', ...chosen });
    const revoke = async (publicId: string) => {
      const award = site.db.selectFrom('awards').select(['id', 'issuer_id']).where('public_id', '=', publicId);
      const { id: awardId, issuer_id: issuerId } = await award.executeTakeFirstOrThrow();
      const change = { issuerId, awardId, reason: 'A test.', byPerson: null, at: noon };
      await site.db.transaction().execute((trx) => setAwardStatus(trx, { ...change, status: 'revoked' }));
    };
    const tiles = async () =>
      [...pageOf(await visit(earner)).querySelectorAll('.profile-series img')].map((tile) => tile.getAttribute('src'));

    await revoke(first);
    const [laid, sketched] = await tiles();
    expect([laid?.includes('sketched'), sketched?.includes('sketched')]).toEqual([false, true]);
    const form = pageOf(await get(site, '/awards/profile', earner.cookie));
    const placeOf = (id: string) => form.querySelector(`[name="place-${id}"]`)?.getAttribute('value');
    expect([placeOf(first), placeOf(earner.awards[0]), placeOf(second)]).toEqual([undefined, '1', '2']);

    await revoke(second);
    expect(textOf(pageOf(await visit(earner)))).not.toContain('tiles laid');
    expect((await get(site, '/awards/profile', earner.cookie)).body).not.toContain(`series-${series.slug}`);
  });
});

describe('saving it', () => {
  it('refuses a stale save, showing both versions, and keeps what was typed', async () => {
    const earner = await makeEarner();
    const revision = await revisionOf(earner);
    await save(earner, { headline: 'Saved first' });
    const fields = { revision, handle: earner.handle, headline: 'Typed late' };
    const late = await post(site, '/awards/profile', fields, earner.cookie);
    expect(late.statusCode).toBe(409);
    const page = pageOf(late);
    expect(textOf(page.querySelector('[aria-labelledby=meanwhile]'))).toContain('Saved first');
    expect(page.querySelector<HTMLInputElement>('#headline')?.value).toBe('Typed late');
    const again = page.querySelector('input[name=revision]')?.getAttribute('value') ?? '';
    const seen = await post(site, '/awards/profile', { ...fields, revision: again }, earner.cookie);
    expect(seen.statusCode).toBe(303);
  });

  it.each([
    [{ handle: 'admin' }, 'This word is kept for the site itself'],
    [{ handle: '', then: 'on' }, 'Choose an address for your page first'],
    [{ headline: 'x'.repeat(141) }, 'Shorten this by 1 characters'],
    [{ about: 'x'.repeat(5001) }, 'Shorten this by 1 characters'],
  ])('refuses %j with what to do, and keeps what was typed', async (fields, message) => {
    const earner = await makeEarner();
    const response = await save(earner, { about: 'Typed', ...(fields as Record<string, string>) });
    expect(response.statusCode).toBe(422);
    expect(textOf(pageOf(response))).toContain(message);
    expect(
      (await site.db.selectFrom('profile_handles').where('person_id', '=', earner.person.id).selectAll().execute())
        .length,
    ).toBe(0);
  });

  it('gives an address that somebody has or had to nobody else', async () => {
    const [earner, other] = [await makeEarner(), await makeEarner()];
    const old = earner.handle;
    await save(earner, { then: 'on' });
    await save({ ...earner, handle: `${old}-new` }, {});
    expect((await visit(earner)).statusCode).toBe(404);
    const taken = await save({ ...other, handle: old }, { then: 'on' });
    expect([taken.statusCode, taken.body.includes('Somebody else has this address')]).toEqual([422, true]);
    expect((await save(earner, {})).statusCode).toBe(303);
  });

  it('gives one who asks at the same time the address, and tells the other', async () => {
    const people = [await makeEarner(), await makeEarner()];
    const codes = await Promise.all(people.map((one) => save({ ...one, handle: 'both-want-it' }, { then: 'on' })));
    expect(codes.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
  });
});
