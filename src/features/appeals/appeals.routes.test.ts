import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
import { type Person, insertIssuer, insertMember, insertPublished, signIn } from '../../../test/support/factories.ts';
import { insertReleased } from '../../../test/support/released.ts';
import { makeEverything, startWork, submit } from '../../../test/support/work.ts';
import { issueAward } from '../awards/issue-award.ts';

let site: TestSite;

beforeAll(async () => {
  site = await createTestApp();
  return () => site.close();
});
beforeEach(() => {
  site.setNow(noon);
});

const both = { 'look-for.noticed-shown': '1', 'look-for.changed-shown': '1', reason: 'Page 2 of the proof shows it.' };
const one = { 'look-for.noticed-shown': '1', reason: 'Page 2 of the proof shows it.' };

/** Somebody whose first attempt came back with two look-fors open, a lead assessor and a free assessor. */
async function sentBack(options: Parameters<typeof insertReleased>[2] = {}) {
  const issuer = await insertIssuer(site);
  const desk = await startWork(site, await insertPublished(site, { issuer }));
  await makeEverything(site, desk);
  const { person: judge } = await insertMember(site, 'assessor', { issuer });
  const attempt = await insertReleased(site, desk, { assessor: judge, ...options });
  const lead = await insertMember(site, 'lead_assessor', { issuer });
  const fresh = await insertMember(site, 'assessor', { issuer });
  return {
    ...{ desk, issuer, attempt, judge, url: `${desk.home}/attempts/1/appeal` },
    lead: { person: lead.person, headers: await signIn(site, lead.person) },
    fresh: { person: fresh.person, headers: await signIn(site, fresh.person) },
  };
}

type Case = Awaited<ReturnType<typeof sentBack>>;

const raise = ({ url, desk }: Case, fields: Record<string, string> = both) => post(site, url, fields, desk.headers);
const give = ({ attempt, lead }: Case, to: Person) =>
  post(site, `/lead/appeals/${attempt.id}/give`, { to: to.id }, lead.headers);
const begin = ({ attempt }: Case, headers: { cookie: string }) =>
  post(site, `/desk/attempts/${attempt.id}/claim`, {}, headers);

function put(path: string, payload: object, headers: { cookie: string }) {
  return site.app.inject({
    method: 'PUT',
    url: path,
    headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
    payload,
  });
}

type Answer = Record<string, { value?: string | null; condition?: string; comment?: string }>;

/** Raised, given, begun and rated, with the confirmation in hand. */
async function rated(ratings: Answer, fields = both, setup?: Parameters<typeof insertReleased>[2]) {
  const all = await sentBack(setup);
  expect((await raise(all, fields)).statusCode).toBe(303);
  expect((await give(all, all.fresh.person)).statusCode).toBe(303);
  const begun = await begin(all, all.fresh.headers);
  expect(begun.statusCode).toBe(303);
  const scoring = String(begun.headers.location);
  for (const [lookFor, { value = null, condition = null, comment = '' }] of Object.entries(ratings)) {
    const rating = { value, condition, comment, places: [], note: '', revision: 0 };
    expect((await put(`${scoring}/ratings/${lookFor}`, rating, all.fresh.headers)).statusCode).toBe(200);
  }
  const overall = { comment: 'I read page 2 again.', note: '', revision: 1 };
  expect((await put(`${scoring}/overall`, overall, all.fresh.headers)).statusCode).toBe(200);
  const asked = pageOf(await get(site, `${scoring}/decide`, all.fresh.headers));
  const seen = asked.querySelector<HTMLInputElement>('input[name=seen]')?.value ?? '';
  return { ...all, scoring, seen, send: () => post(site, `${scoring}/decide`, { seen }, all.fresh.headers) };
}

const appealOf = ({ attempt }: Case) =>
  site.db.selectFrom('appeals').selectAll().where('attempt_id', '=', attempt.id).executeTakeFirst();
const stateOf = async ({ desk }: Case) =>
  (await site.db.selectFrom('enrolments').select('state').where('id', '=', desk.id).executeTakeFirstOrThrow()).state;

/** Holds the enrolment until both wait for it; then lets them go on. */
async function race<A, B>(of: Case, first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
  const held = await site.db.startTransaction().execute();
  await sql`select 1 from enrolments where id = ${of.desk.id} for update`.execute(held);
  const going = [first(), second()] as const;
  await untilBlocked(site, 2);
  await held.commit().execute();
  return [await going[0], await going[1]];
}

const allYes: Answer = { 'noticed-shown': { value: 'yes' }, 'changed-shown': { value: 'yes' } };

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
    expect(textOf(pageOf(await get(site, '/lead/appeals', all.lead.headers)))).toContain('1 appeal is open.');
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

describe('the answer', () => {
  it('changes what is rated Yes for good, and leaves the decision as it was sent', async () => {
    const all = await rated({
      'noticed-shown': { value: 'yes' },
      'changed-shown': { value: 'almost', comment: 'Name the routine.' },
    });
    expect((await all.send()).statusCode).toBe(303);
    expect(await appealOf(all)).toMatchObject({ state: 'decided', outcome: 'changed', earns: false });
    expect(await stateOf(all)).toBe('working');
    const { outcome } = await site.db
      .selectFrom('decisions')
      .select('outcome')
      .where('attempt_id', '=', all.attempt.id)
      .executeTakeFirstOrThrow();
    expect(outcome).toBe('not_yet');
    const page = pageOf(await get(site, all.url, all.desk.headers));
    expect(textOf(page)).toContain('I read page 2 again.');
    expect(textOf(page)).toContain('Name the routine.');
    expect(textOf(page)).not.toContain(all.fresh.person.name);
    // In the life of a look-for it says who has the last word, and only there.
    const feedback = pageOf(await get(site, `${all.desk.home}/attempts/1`, all.desk.headers));
    expect(textOf(feedback.querySelector('.feedback [data-look-for=changed-shown]'))).toMatch(
      /Attempt 1, on appeal: .*Almost/u,
    );
    expect(textOf(feedback)).toMatch(/Attempt 1, on appeal: .*Yes/u);
    const told = [...feedback.querySelectorAll('[data-look-for]')].filter((life) => textOf(life).includes('on appeal'));
    expect(new Set(told.map((life) => life.getAttribute('data-look-for')))).toEqual(
      new Set(['noticed-shown', 'changed-shown']),
    );
    await site.runJobs();
    const mails = await site.mailsTo(all.desk.person.email);
    const mail = mails.find(({ subject }) => subject.startsWith('Your appeal'));
    expect(mail?.text).toContain(all.url);
    for (const text of ['I read page 2 again.', 'Name the routine.', all.fresh.person.name])
      expect(mail?.text).not.toContain(text);

    expect((await submit(site, all.desk, 2)).statusCode).toBe(303);
    const { sealed } = await site.db
      .selectFrom('attempts')
      .select('sealed')
      .where('enrolment_id', '=', all.desk.id)
      .where('number', '=', 2)
      .executeTakeFirstOrThrow();
    expect((sealed as { carriedOver: unknown }).carriedOver).toContainEqual({ lookFor: 'noticed-shown', attempt: 1 });
  });

  it('earns with the last look-for, and one award is issued, however often it is asked for', async () => {
    const all = await rated(allYes);
    expect((await all.send()).statusCode).toBe(303);
    expect(await appealOf(all)).toMatchObject({ outcome: 'changed', earns: true });
    expect(await stateOf(all)).toBe('earned');
    const [a, b] = await race(
      all,
      () => issueAward(site.deps, { attemptId: all.attempt.id }),
      () => issueAward(site.deps, { attemptId: all.attempt.id }),
    );
    expect([a, b].map((result) => result.ok && result.issued).sort()).toEqual([false, true]);
  });

  it('upholds it where nothing is a Yes; what can’t be judged stays as it was', async () => {
    const all = await rated({
      'noticed-shown': { condition: 'illegible', comment: 'The scan is cut off.' },
      'changed-shown': { value: 'no', comment: 'Nothing changed.' },
    });
    expect((await all.send()).statusCode).toBe(303);
    expect(await appealOf(all)).toMatchObject({ outcome: 'upheld', earns: false });
    const attempt = pageOf(await get(site, `${all.desk.home}/attempts/1`, all.desk.headers));
    const life = attempt.querySelector('.feedback [data-look-for=noticed-shown]');
    expect(textOf(life)).toContain('No');
    expect(textOf(life)).toContain('Say how you counted.');
    expect(textOf(life)).not.toContain('on appeal');
  });

  it('is not sent without its reasons, nor by anybody else', async () => {
    const all = await rated(allYes);
    const emptied = { comment: ' ', note: '', revision: 2 };
    expect((await put(`${all.scoring}/overall`, emptied, all.fresh.headers)).statusCode).toBe(200);
    const page = await get(site, `${all.scoring}/decide`, all.fresh.headers);
    expect(page.statusCode).toBe(422);
    expect(textOf(pageOf(page).querySelector('.error-summary'))).toContain('it is the answer to the appeal');
    expect((await post(site, `${all.scoring}/decide`, { seen: all.seen }, all.lead.headers)).statusCode).toBe(404);
    expect(await appealOf(all)).toMatchObject({ state: 'open' });
  });

  it('rates only what is appealed against', async () => {
    const all = await rated({ 'noticed-shown': { value: 'yes' } }, one as typeof both);
    const rating = { value: 'yes', condition: null, comment: '', places: [], note: '', revision: 0 };
    expect((await put(`${all.scoring}/ratings/changed-shown`, rating, all.fresh.headers)).statusCode).toBe(404);
  });

  it('waits for a concern to be settled where it would earn', async () => {
    const all = await rated(allYes);
    await site.db
      .insertInto('concerns')
      .values({
        ...{ issuer_id: all.issuer.id, attempt_id: all.attempt.id, kind: 'plagiarism' },
        ...{ detail: 'The same words.', raised_at: noon },
      })
      .execute();
    expect((await all.send()).statusCode).toBe(409);
    expect(await stateOf(all)).toBe('working');
  });
});

describe('at the same moment', () => {
  it('two appeals are one', async () => {
    const all = await sentBack();
    const answers = await race(
      all,
      () => raise(all, both),
      () => raise(all, one),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
  });

  it('an appeal and a new attempt never both go through', async () => {
    const all = await sentBack();
    const [appealed, handedIn] = await race(
      all,
      () => raise(all),
      () => submit(site, all.desk, 2),
    );
    const isAppealed = (await appealOf(all)) !== undefined;
    expect([appealed.statusCode, handedIn.statusCode]).toEqual(isAppealed ? [303, 422] : [409, 303]);
    expect(await stateOf(all)).toBe(isAppealed ? 'working' : 'submitted');
  });

  it('an answer and its withdrawal: one of them comes first, and the other finds that', async () => {
    const all = await rated(allYes);
    const [sent, withdrawn] = await race(
      all,
      () => all.send(),
      () => post(site, `${all.url}/withdraw`, {}, all.desk.headers),
    );
    const state = (await appealOf(all))?.state;
    expect([sent.statusCode, withdrawn.statusCode]).toEqual(state === 'decided' ? [303, 409] : [409, 303]);
    expect(await stateOf(all)).toBe(state === 'decided' ? 'earned' : 'working');
    await site.runJobs();
    const awards = await site.db.selectFrom('awards').select('id').where('enrolment_id', '=', all.desk.id).execute();
    expect(awards).toHaveLength(state === 'decided' ? 1 : 0);
  });

  it('an answer is sent once', async () => {
    const all = await rated(allYes);
    const answers = await race(
      all,
      () => all.send(),
      () => all.send(),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
    await site.runJobs();
    const mails = await site.mailsTo(all.desk.person.email);
    expect(mails.filter(({ subject }) => subject.startsWith('Your appeal'))).toHaveLength(1);
  });
});
