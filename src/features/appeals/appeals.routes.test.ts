import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestSite, createTestApp, get, noon, pageOf, post, textOf } from '../../../test/support/app.ts';
import { appealActs, both, one } from '../../../test/support/appealing.ts';
import { insertMember, signIn } from '../../../test/support/factories.ts';
import { startWork, submit } from '../../../test/support/work.ts';

let site: TestSite;

beforeAll(async () => {
  site = await createTestApp();
  return () => site.close();
});
beforeEach(() => {
  site.setNow(noon);
});

const { sentBack, raise, give, begin, appealOf } = appealActs(() => site);

describe('an earner', () => {
  it('appeals against what is not demonstrated, and can’t hand in until it is answered', async () => {
    const all = await sentBack();
    const form = pageOf(await get(site, all.url, all.desk.headers));
    const offered = [...form.querySelectorAll<HTMLInputElement>('input[type=checkbox]')].map(({ name }) => name);
    expect(offered).toEqual(['look-for.noticed-shown', 'look-for.changed-shown']);
    expect(textOf(form)).toContain('Say how you counted.');
    expect((await raise(all, one)).statusCode).toBe(303);
    expect(await appealOf(all)).toMatchObject({ state: 'open', look_fors: ['noticed-shown'], reason: one.reason });

    const refused = await submit(site, all.desk, 2);
    expect(refused.statusCode).toBe(422);
    expect(pageOf(refused).querySelector('.error-summary a')?.getAttribute('href')).toBe(all.url);
    expect(pageOf(await get(site, `${all.desk.home}/review`, all.desk.headers)).querySelector('.hand-in')).toBeNull();
  });

  it('withdraws it and can hand in at once, but not appeal again', async () => {
    const all = await sentBack();
    await raise(all);
    await give(all, all.fresh.person);
    await begin(all, all.fresh.headers);
    expect((await post(site, `${all.url}/withdraw`, {}, all.desk.headers)).statusCode).toBe(303);
    expect(await appealOf(all)).toMatchObject({ state: 'withdrawn' });
    const seat = await site.db
      .selectFrom('assessments')
      .select('state')
      .where('attempt_id', '=', all.attempt.id)
      .where('role', '=', 'appeal')
      .executeTakeFirstOrThrow();
    expect(seat.state).toBe('let_go');
    expect((await post(site, `${all.url}/withdraw`, {}, all.desk.headers)).statusCode).toBe(409);
    expect((await raise(all)).statusCode).toBe(409);
    expect((await submit(site, all.desk, 2)).statusCode).toBe(303);
  });

  it('is shown what is missing, with everything typed', async () => {
    const all = await sentBack();
    const response = await raise(all, { 'look-for.noticed-shown': '1', 'look-for.tally-readable': '1', reason: ' ' });
    expect(response.statusCode).toBe(422);
    const page = pageOf(response);
    const links = [...page.querySelectorAll('.error-summary a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['#look-fors', '#reason']);
    const box = page.querySelector<HTMLInputElement>('input[name="look-for.noticed-shown"]');
    expect(box?.checked).toBe(true);
    const kept = pageOf(await raise(all, { reason: 'Look again.' }));
    expect(kept.querySelector<HTMLTextAreaElement>('#reason')?.value).toBe('Look again.');
    expect(await appealOf(all)).toBeUndefined();
  });

  it('is the next one to whom it was given', async () => {
    const all = await sentBack();
    await raise(all);
    await give(all, all.fresh.person);
    const next = await post(site, '/desk/next', {}, await signIn(site, all.fresh.person));
    expect(next.statusCode).toBe(303);
    const seat = await site.db
      .selectFrom('assessments')
      .select(['id', 'assessor_id'])
      .where('attempt_id', '=', all.attempt.id)
      .where('role', '=', 'appeal')
      .executeTakeFirst();
    expect(seat).toMatchObject({ assessor_id: all.fresh.person.id });
    expect(next.headers.location).toBe(`/desk/assessments/${seat?.id}`);
  });

  it('has as long as the issuer gives, from reading', async () => {
    const all = await sentBack();
    site.setNow(new Date(noon.getTime() + 30 * 86_400_000 + 1));
    const headers = await signIn(site, all.desk.person);
    expect(textOf(pageOf(await get(site, all.url, headers)))).toContain('The time for an appeal is over.');
    expect((await post(site, all.url, both, headers)).statusCode).toBe(409);
  });

  it('can’t appeal where nobody judged', async () => {
    const all = await sentBack({ outcome: 'incomplete', ratings: null });
    expect(textOf(pageOf(await get(site, all.url, all.desk.headers)))).toContain('Nobody has judged this attempt');
    expect((await raise(all)).statusCode).toBe(409);
  });

  it('sees nobody else’s', async () => {
    const all = await sentBack();
    const other = await startWork(site);
    expect((await get(site, all.url, other.headers)).statusCode).toBe(404);
    expect((await post(site, all.url, both, other.headers)).statusCode).toBe(404);
  });
});

describe('a lead assessor', () => {
  it('gives it to somebody who had no seat, and is told who may not', async () => {
    const all = await sentBack();
    await raise(all);
    expect(textOf(pageOf(await get(site, '/lead/appeals', all.lead.headers)))).toContain(
      '1 appeal against a decision is open.',
    );
    const page = pageOf(await get(site, `/lead/appeals/${all.attempt.id}`, all.lead.headers));
    const options = [...page.querySelectorAll('option')].map(textOf);
    expect(options).toContain(all.fresh.person.name);
    expect(options).not.toContain(all.judge.name);
    expect(textOf(page)).toContain(`${all.judge.name}: they have judged this attempt`);
    const refused = await give(all, all.judge);
    expect(refused.statusCode).toBe(422);
    expect(textOf(pageOf(refused).querySelector('.error-summary'))).toContain('they have judged this attempt');
    const { person: elsewhere } = await insertMember(site, 'assessor');
    expect((await give(all, elsewhere)).statusCode).toBe(422);
    expect((await give(all, all.fresh.person)).statusCode).toBe(303);
    await site.runJobs();
    const [mail] = await site.mailsTo(all.fresh.person.email);
    expect(mail?.text).not.toContain(all.desk.person.name);
    expect(textOf(pageOf(await get(site, '/desk', all.fresh.headers)))).toContain('Given to you');
  });

  it('of another issuer finds none', async () => {
    const all = await sentBack();
    await raise(all);
    const { person } = await insertMember(site, 'lead_assessor');
    const headers = await signIn(site, person);
    for (const path of ['', '/give', '/take']) {
      const url = `/lead/appeals/${all.attempt.id}${path}`;
      const response = path ? await post(site, url, { to: person.id }, headers) : await get(site, url, headers);
      expect([path, response.statusCode]).toEqual([path, 404]);
    }
  });

  it('answers it themselves where nobody has it', async () => {
    const all = await sentBack();
    await raise(all);
    // Nobody takes an appeal that is not given to them.
    expect((await begin(all, all.fresh.headers)).statusCode).toBe(409);
    const taken = await post(site, `/lead/appeals/${all.attempt.id}/take`, {}, all.lead.headers);
    expect(taken.statusCode).toBe(303);
    const page = pageOf(await get(site, String(taken.headers.location), all.lead.headers));
    expect(textOf(page)).toContain(both.reason);
    expect(textOf(page)).toContain('Say how you counted.');
  });
});
