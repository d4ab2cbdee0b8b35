import { beforeAll, describe, expect, it } from 'vitest';
import {
  type TestSite,
  createTestApp,
  get,
  hold,
  noon,
  pageOf,
  post,
  textOf,
  untilBlocked,
} from '../../../test/support/app.ts';
import { enrolIn, publishProgrammes } from '../../../test/support/acts.ts';
import { insertMember, insertMembership, insertPerson, signIn } from '../../../test/support/factories.ts';
import { type TestSeries, earn, insertSeries } from '../../../test/support/series.ts';
import { enrol } from '../work/enrol.ts';

let site: TestSite;
/** Four members; the third needs the first, its tier any one of the tier before, the fourth is advised after the second. */
let series: TestSeries;

beforeAll(async () => {
  site = await createTestApp();
  await publishProgrammes(site);
  series = await insertSeries(site, {
    members: 4,
    change: (slugs) => ({
      tiers: [
        { id: 'one', title: 'First steps' },
        { id: 'two', title: 'Further on', after: { tier: 'one', atLeast: 1, level: 'required' } },
      ],
      prerequisites: [
        { microCredential: slugs[2], after: [slugs[0]], level: 'required', reason: 'It builds on it.' },
        { microCredential: slugs[3], after: [slugs[1]] },
      ],
      stackAward: {
        title: 'Two of four',
        statement: 'S.',
        rule: {
          choose: 'all-of',
          rules: [
            { choose: 'n-of', atLeast: 2 },
            { choose: 'from-each', each: 'strand' },
          ],
        },
      },
    }),
  });
  return () => site.close();
});

const slugAt = (i: number) => series.members[i]!.definition.slug;
const statesOn = (page: Document) => [...page.querySelectorAll('.series-map .status')].map(textOf);

async function page(url: string, headers: Record<string, string> = {}, status = 200) {
  const response = await get(site, url, headers);
  expect(response.statusCode).toBe(status);
  return pageOf(response);
}

describe('the map of a series', () => {
  it('shows tiers and strands, every tile laid for a visitor', async () => {
    const map = await page('/series/advancing-powerful-student-learning');

    expect([...map.querySelectorAll('tbody th')].map((cell) => textOf(cell.querySelector('span')))).toEqual([
      'My classroom',
      "Peers' classrooms",
      'My school',
    ]);
    expect(map.querySelectorAll('.stone')).toHaveLength(15);
    expect(map.querySelectorAll('img[src*=sketched]')).toHaveLength(0);
    expect(textOf(map)).toContain('Earn all 15 micro-credentials.');
  });

  it('tells who has just come what is next, and what is locked by what', async () => {
    const map = await page(`/series/${series.slug}`, await signIn(site, await insertPerson(site)));

    expect(statesOn(map)).toEqual(['Next', 'Next', 'Locked', 'Locked']);
    expect(textOf(map.querySelector('.series-map'))).toContain(`after ${series.members[0]!.definition.title}`);
    expect(textOf(map.querySelector('#next'))).toBe('Where to begin');
    expect(textOf(map)).toContain('Earn at least 2 of the 4 and at least 1 from each strand.');
    expect(textOf(map)).toContain('Still missing: 2 of the 4; 1 of the strand “Skills”; 1 of the strand “Impact”.');
    expect(textOf(map.querySelector('.order-list'))).toContain('must be earned before');
  });

  it('fills in, counts and names what is missing', async () => {
    const person = await insertPerson(site);
    await earn(site, person, series.members[0]!);
    await enrolIn(site, person, slugAt(1));

    const map = await page(`/series/${series.slug}`, await signIn(site, person));

    expect(statesOn(map)).toEqual(['Earned', 'In progress', 'Next', 'Later']);
    expect(textOf(map.querySelector('.series-progress'))).toBe('1 of 4 earned');
    const laid = [...map.querySelectorAll('.stone img')]
      .map((img) => img.getAttribute('src'))
      .filter((src) => !src?.includes('sketched'));
    expect(laid).toEqual([`/tiles/${slugAt(0)}.svg`]);
    expect(textOf(map)).toContain('Still missing: 1 more of the 4; 1 of the strand “Impact”.');
    expect([...map.querySelectorAll('.next-stones a')].map((link) => link.getAttribute('href'))).toContain(
      `/micro-credentials/${slugAt(2)}`,
    );
  });

  it('needs few statements, and takes nonsense for no place in the list', async () => {
    const headers = await signIn(site, await insertPerson(site));
    let statements = 0;
    const count = () => (statements += 1);
    site.deps.pool.on('acquire', count);
    await get(site, `/series/${series.slug}?before=${encodeURIComponent("'; --")}`, headers);
    site.deps.pool.off('acquire', count);
    expect(statements).toBeLessThanOrEqual(2);
    await page('/series/nothing', {}, 404);
  });
});

describe('enrolling in a series', () => {
  it('is refused with what is missing and where it is found, and works once it is earned', async () => {
    const person = await insertPerson(site);
    const headers = await signIn(site, person);
    const offer = await page(`/micro-credentials/${slugAt(2)}`, headers);
    expect(offer.querySelector('form[action$="/enrol"]')).toBeNull();

    const refused = await post(site, `/micro-credentials/${slugAt(2)}/enrol`, {}, headers);
    expect(refused.statusCode).toBe(422);
    const shown = pageOf(refused);
    expect(textOf(shown.querySelector('[role=alert]'))).toContain('You can’t enrol yet');
    expect(shown.querySelector(`#before a[href="/micro-credentials/${slugAt(0)}"]`)).not.toBeNull();
    expect(textOf(shown.querySelector('#before'))).toContain('1 more of the tier “First steps”');

    await earn(site, person, series.members[0]!);
    expect((await post(site, `/micro-credentials/${slugAt(2)}/enrol`, {}, headers)).statusCode).toBe(303);
  });

  it('is advised against, not refused, where something goes best before', async () => {
    const person = await insertPerson(site);
    await earn(site, person, series.members[0]!);
    const headers = await signIn(site, person);
    const offer = await page(`/micro-credentials/${slugAt(3)}`, headers);
    expect(textOf(offer.querySelector('aside'))).toContain('Goes best after');
    expect((await post(site, `/micro-credentials/${slugAt(3)}/enrol`, {}, headers)).statusCode).toBe(303);
  });

  it('leaves those enrolled who were before, and is not bound by another issuer’s series', async () => {
    const person = await insertPerson(site);
    const own = await insertSeries(site);
    const [first, second] = own.members.map(({ definition }) => definition.slug);
    const before = await enrolIn(site, person, second!);
    const foreign = await insertSeries(site, {
      change: (slugs) => ({
        members: [...slugs, first, second].map((microCredential) => ({ microCredential, tier: 'one', strand: 'x' })),
        prerequisites: [{ microCredential: first, after: slugs, level: 'required' }],
      }),
    });
    expect(foreign.issuer.id).not.toBe(own.issuer.id);
    expect(await enrolIn(site, person, first!)).not.toBe(before);
    expect(await enrolIn(site, person, second!)).toBe(before);
  });

  it('waits for an award whose status is being changed, and does not count it then', async () => {
    const person = await insertPerson(site);
    const publicId = await earn(site, person, series.members[0]!);
    const held = await hold(site);
    const { id, issuer_id } = await held
      .selectFrom('awards')
      .select(['id', 'issuer_id'])
      .where('public_id', '=', publicId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    const enrolling = site.db
      .transaction()
      .execute((trx) => enrol(trx, { personId: person.id, slug: slugAt(2), now: site.deps.now() }));
    await untilBlocked(site);
    await held
      .insertInto('award_status_events')
      .values({ issuer_id, award_id: id, status: 'revoked', reason: 'A test.', at: noon })
      .execute();
    await held.commit().execute();
    expect(await enrolling).toEqual({ ok: false, reason: 'prerequisites' });
  });
});

describe('who finished', () => {
  it('is a number until somebody asks to be named, and a number again when they take it back', async () => {
    const person = await insertPerson(site, { name: 'Ada Quartz' });
    const headers = await signIn(site, person);
    const url = `/series/${series.slug}`;
    expect((await post(site, `${url}/listed`, { listed: 'yes' }, headers)).statusCode).toBe(404);
    for (const member of series.members.slice(0, 2)) await earn(site, person, member);
    expect(textOf(await page(url, headers))).toContain('Your stack award is being signed');
    await site.runJobs();

    const finished = textOf((await page(url)).querySelector('#finished')!.parentElement);
    expect(finished).toContain('One person has finished this series. Names appear here only when people ask for it.');
    expect(finished).not.toContain('Ada Quartz');

    expect((await post(site, `${url}/listed`, { listed: 'yes' }, headers)).statusCode).toBe(303);
    expect((await page(url)).querySelector('.finishers a')?.getAttribute('href')).toMatch(/^\/verify\//);
    expect(textOf((await page(url)).querySelector('.finishers'))).toBe('Ada Quartz');

    await post(site, `${url}/listed`, { listed: 'no' }, headers);
    expect((await page(url)).querySelector('.finishers')).toBeNull();
  });

  it('is a page and a file for the issuer, with what needs a decision, which is made once', async () => {
    const { person: admin } = await insertMember(site, 'issuer_admin', { issuer: series.issuer });
    const headers = await signIn(site, admin);
    const here = `/admin/${series.issuer.slug}/series/${series.slug}`;
    const person = await insertPerson(site, { name: '=SUM(A1)' });
    for (const member of series.members.slice(0, 2)) await earn(site, person, member);
    await site.runJobs();
    const stack = await site.db
      .selectFrom('awards')
      .select(['id', 'issuer_id', 'public_id'])
      .where('person_id', '=', person.id)
      .where('kind', '=', 'stack')
      .executeTakeFirstOrThrow();
    const given = `/admin/${series.issuer.slug}/awards`;
    for (const url of [given, `${given}?q=${encodeURIComponent(person.name)}`])
      expect((await page(url, headers)).querySelector(`a[href="${given}/${stack.public_id}"]`), url).not.toBeNull();
    const piece = await site.db
      .selectFrom('award_pieces')
      .select('piece_award_id')
      .where('stack_award_id', '=', stack.id)
      .executeTakeFirstOrThrow();
    const event = await site.db
      .insertInto('award_status_events')
      .values({
        issuer_id: stack.issuer_id,
        award_id: piece.piece_award_id,
        status: 'revoked',
        reason: 'A test.',
        at: noon,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const review = await site.db
      .insertInto('stack_reviews')
      .values({ issuer_id: stack.issuer_id, stack_award_id: stack.id, piece_event_id: event.id, found_at: noon })
      .returning('id')
      .executeTakeFirstOrThrow();

    const led = await page(here, headers);
    expect(textOf(led.querySelector('#reviews'))).toBe('Stack awards that need a decision');
    const csv = (await get(site, `${here}/people.csv`, headers)).body;
    expect(csv).toContain(`'=SUM(A1),${person.email},2,0,4,in-force,2026-11-22`);

    const decide = `${here}/reviews/${review.id}`;
    const field = `reason-${review.id}`;
    expect((await post(site, decide, { [field]: ' ' }, headers)).statusCode).toBe(422);
    expect((await post(site, decide, { [field]: 'x'.repeat(2001) }, headers)).statusCode).toBe(422);
    await insertMembership(site, series.issuer, person, 'lead_assessor');
    const own = await post(site, decide, { [field]: 'It is mine.' }, await signIn(site, person));
    expect([own.statusCode, textOf(pageOf(own))]).toEqual([422, expect.stringContaining('is your own')]);
    expect((await post(site, decide, { [field]: 'They did the work twice.' }, headers)).statusCode).toBe(303);
    expect((await post(site, decide, { [field]: 'Again.' }, headers)).statusCode).toBe(422);
    expect((await page(here, headers)).querySelector('#reviews')).toBeNull();

    const elsewhere = await insertMember(site, 'issuer_admin');
    await insertMembership(site, elsewhere.issuer, admin, 'issuer_admin');
    expect((await get(site, `/admin/${elsewhere.issuer.slug}/series/${series.slug}`, headers)).statusCode).toBe(404);
    expect(
      (await post(site, `/admin/${elsewhere.issuer.slug}/series/${series.slug}/reviews/${review.id}`, {}, headers))
        .statusCode,
    ).toBe(404);
  });
});
