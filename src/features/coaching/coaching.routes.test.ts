import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passCheck } from '../../../test/support/acts.ts';
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
import { type Signed, type Coach, coachingActs, hour, later } from '../../../test/support/coaching.ts';
import { insertMembership } from '../../../test/support/factories.ts';
import { makeEverything, startWork, submit } from '../../../test/support/work.ts';
import { countWaiting } from '../queue/count-waiting.queries.ts';
import { acceptCoaching } from './accept-coaching.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestApp();
});
afterAll(() => site.close());

const { someone, name, linkTo, startCoaching, comment, end, page, status, actions, commentIds } = coachingActs(
  () => site,
);

describe('ending', () => {
  it('works at once: the coach finds nothing, the earner keeps the comments', async () => {
    const desk = await startWork(site);
    const { tally } = await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    await comment(coach, 'overview', { body: 'Kept for you' });
    expect((await end(desk, coach)).statusCode).toBe(303);

    for (const url of [coach.home, `${coach.home}/requirements/overview`, `/artifacts/${tally}`])
      expect([url, await status(url, coach.headers)]).toEqual([url, 404]);
    expect((await comment(coach, 'overview')).statusCode).toBe(404);
    expect(await page('/coaching', coach.headers)).toContain('You coach nobody now');
    expect(await page(`${desk.home}/requirements/overview`, desk.headers)).toContain('Kept for you');
    expect(await page(`${desk.home}/coach`, desk.headers)).toContain('Ended');
    expect((await end(desk, coach)).statusCode).toBe(303);
    expect(await actions(coach.id)).toEqual(['coach.named', 'coach.accepted', 'coach.ended']);
    await site.runJobs();
    expect((await site.mailsTo(coach.person.email)).at(-1)?.subject).toBe(`${desk.person.name} ended your coaching`);
  });

  it('is up to the coach too, and to nobody else', async () => {
    const desk = await startWork(site);
    const [coach, other] = [await startCoaching(desk), await startCoaching(desk)];
    const stop = (by: Coach) => post(site, `${coach.home}/end`, {}, by.headers);
    expect((await stop(other)).statusCode).toBe(404);
    expect((await post(site, `${desk.home}/coaches/${coach.id}/end`, {}, other.headers)).statusCode).toBe(404);
    expect((await stop(coach)).headers.location).toBe('/coaching?ended=1');
    expect((await stop(coach)).statusCode).toBe(404);
    expect(await status(other.home, other.headers)).toBe(200);
    await site.runJobs();
    expect((await site.mailsTo(desk.person.email)).at(-1)?.subject).toBe(`${coach.person.name} no longer coaches you`);
  });

  it('takes no coach of other work of the earner’s', async () => {
    const desk = await startWork(site);
    const coach = await startCoaching(desk);
    const otherWork = await startWork(site);
    const response = await post(site, `${otherWork.home}/coaches/${coach.id}/end`, {}, otherWork.headers);
    expect(response.statusCode).toBe(404);
    expect(await status(coach.home, coach.headers)).toBe(200);
  });

  it('while a comment is being written lets in none after it', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    const written = await site.db.transaction().execute(async (trx) => {
      await trx
        .updateTable('coaches')
        .set({ ended_at: noon, ended_by: desk.person.id })
        .where('id', '=', coach.id)
        .execute();
      const writing = comment(coach, 'overview');
      await untilBlocked(site);
      return { writing };
    });
    expect((await written.writing).statusCode).toBe(404);
    expect(await commentIds(desk)).toEqual([]);
  });
});

describe('asking the coach to look', () => {
  it('mails every coach, once a day, and shows until they have written', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    const ask = () => post(site, `${desk.home}/requirements/overview/look`, {}, desk.headers);
    expect((await ask()).statusCode).toBe(303);
    expect((await ask()).statusCode).toBe(409);
    await site.runJobs();
    const asked = (await site.mailsTo(coach.person.email)).filter(({ subject }) => subject.includes('look at'));
    expect(asked.map(({ subject }) => subject)).toEqual([`${desk.person.name} asks you to look at “Overview”`]);
    expect(asked[0]?.text).toContain(`${coach.home}/requirements/overview`);
    expect(await page('/coaching', coach.headers)).toContain('Asks you to look at 1');
    expect(await page(`${coach.home}/requirements/overview`, coach.headers)).toContain('asks you to look at this');
    site.setNow(later(hour));
    await comment(coach, 'overview');
    expect(await page('/coaching', coach.headers)).not.toContain('Asks you to look');
    expect(await page(coach.home, coach.headers)).not.toContain('Please look at this');
    site.setNow(later(25 * hour));
    expect((await ask()).statusCode).toBe(303);
    site.setNow(noon);
  });

  it('is refused where nobody coaches', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    expect((await post(site, `${desk.home}/requirements/overview/look`, {}, desk.headers)).statusCode).toBe(409);
    await end(desk, await startCoaching(desk));
    expect((await post(site, `${desk.home}/requirements/overview/look`, {}, desk.headers)).statusCode).toBe(409);
    expect(await page(`${desk.home}/requirements/overview`, desk.headers)).not.toContain('to look at this');
  });
});

describe('a coach who is an assessor', () => {
  async function handedIn() {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const coach = await someone();
    await insertMembership(site, desk.published.issuer, coach.person, 'assessor');
    const attempt = async () => {
      expect((await submit(site, desk)).statusCode).toBe(303);
      const { id } = await site.db
        .selectFrom('attempts')
        .select('id')
        .where('enrolment_id', '=', desk.id)
        .executeTakeFirstOrThrow();
      return id;
    };
    return { desk, coach, attempt };
  }

  it('neither finds the work in the queue nor claims it, also once it has ended', async () => {
    const { desk, coach, attempt } = await handedIn();
    const coaching = await startCoaching(desk, coach);
    const id = await attempt();
    for (const isOver of [false, true]) {
      if (isOver) await end(desk, coaching);
      expect(await page('/desk', coach.headers)).not.toContain(desk.published.definition.title);
      const claimed = await post(site, `/desk/attempts/${id}/claim`, {}, coach.headers);
      expect(claimed.statusCode).toBe(403);
      expect(textOf(pageOf(claimed))).toContain('You have coached this work');
    }
    const other = await someone();
    await insertMembership(site, desk.published.issuer, other.person, 'assessor');
    expect(await page('/desk', other.headers)).toContain(desk.published.definition.title);
    const issuerIds = [desk.published.issuer.id];
    const counted = (who: Signed) => countWaiting(site.db, { id: who.person.id, issuerIds }, { now: noon });
    expect(await counted(coach)).toEqual([]);
    expect(await counted(other)).toMatchObject([{ waiting: 1 }]);
  });

  it('accepts nothing while assessing the work', async () => {
    const { desk, coach, attempt } = await handedIn();
    const id = await attempt();
    await passCheck(site, coach.person, id);
    await post(site, `/desk/attempts/${id}/claim`, {}, coach.headers);
    await name(desk, { email: coach.person.email });
    const response = await post(site, await linkTo(coach.person.email), {}, coach.headers);
    expect(response.statusCode).toBe(409);
    expect(textOf(pageOf(response))).toContain('You are assessing this work now');
  });

  it('who accepts while the claim waits, does not get it', async () => {
    const { desk, coach, attempt } = await handedIn();
    const id = await attempt();
    await name(desk, { email: coach.person.email });
    const token = (await linkTo(coach.person.email)).split('/').at(-1) ?? '';
    const claiming = await site.db.transaction().execute(async (trx) => {
      const accepted = await acceptCoaching(trx, { token, person: coach.person, now: noon, baseUrl: 'http://x.test' });
      expect(accepted.ok).toBe(true);
      const claim = post(site, `/desk/attempts/${id}/claim`, {}, coach.headers);
      await untilBlocked(site);
      return { claim };
    });
    expect((await claiming.claim).statusCode).toBe(403);
  });
});

describe('who can see the work', () => {
  it('is said on its page: the earner, coaches, who was asked to confirm, and the issuer once it is handed in', async () => {
    const desk = await startWork(site);
    await makeEverything(site, desk);
    const coach = await startCoaching(desk);
    await name(desk, { name: 'Lena Fischer', email: 'lena@example.org' });
    const peer = {
      name: 'Noor Haddad',
      email: 'noor@example.org',
      kind: 'role',
      statement: 'They did.',
      channel: 'mail',
    };
    await post(site, `${desk.home}/requirements/overview/attestations`, peer, desk.headers);
    const panel = async () =>
      textOf(pageOf(await get(site, desk.home, desk.headers)).querySelector('[aria-labelledby="who-sees-title"]'));
    const before = await panel();
    expect(before).toContain(`${coach.person.name}, coachReads your drafts and files`);
    expect(before).toContain('Lena Fischer, invited as coachSees nothing before they accept.');
    expect(before).toContain('Noor Haddad, asked to confirmSees “Overview”');
    expect(before).toContain('See what you hand in, once you do');
    expect(before).toContain('Nobody else.');
    await end(desk, coach);
    await submit(site, desk);
    const after = await panel();
    expect(after).not.toContain(coach.person.name);
    expect(after).toContain('See what you handed in, since');
  });
});
